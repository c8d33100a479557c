-- One row per finding a person has looked at.
-- zh: 问题复核表。
create table if not exists seeds.finding_reviews (
    finding_id varchar not null primary key,
    verdict varchar not null,
    note varchar,
    reviewed_on date,
    reviewer varchar
);
