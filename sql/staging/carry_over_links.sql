-- One row per report and report out of which its requests were carried over: the agency's own of the year before, or
-- after a succession those of all predecessors.
-- zh: 结转来源：上年报告，机关承继后为全部前身机关的上年报告。
with successions as (
    select * from staging.succession_links
)

select
    pairs.report_id,
    pairs.previous_report_id,
    'own' as link_kind,
    1 as predecessor_count
from staging.report_pairs as pairs
anti join successions on pairs.report_id = successions.report_id
union all
select
    report_id,
    previous_report_id,
    'succession' as link_kind,
    predecessor_count
from successions
