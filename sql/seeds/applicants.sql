-- One row per column of table 3.
-- zh: 申请人类别。
create table if not exists seeds.applicants (
    applicant_code varchar not null primary key,
    applicant_order integer not null,
    label_zh varchar not null,
    label_en varchar not null,
    parent_code varchar
);
