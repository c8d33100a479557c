-- One row per report after a succession and report it continues: of each predecessor on the year before and, where
-- the agency existed already, its own. NULL where that report is missing or only a part of it was handed over.
-- zh: 机关承继后首份报告与前身机关（及承继前本机关）上年报告的对应。
with reports as (
    select * from staging.reports
),

agencies as (
    select * from seeds.agencies
),

successions as (
    select * from seeds.agency_successions
),

predecessors as (
    select
        reports.report_id,
        successions.predecessor_id as previous_agency_id,
        successions.kind in ('rename', 'merger') as is_whole,
        successions.effective_on
    from reports
    inner join successions
        on
            reports.agency_id = successions.successor_id
            and (
                year(successions.effective_on) = reports.report_year
                or year(successions.effective_on) = reports.report_year - 1
            )
    left join reports as previous
        on
            successions.predecessor_id = previous.agency_id
            and reports.report_year = previous.report_year + 1
    where
        year(successions.effective_on) = reports.report_year
        or previous.report_id is not null
),
