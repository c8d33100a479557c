-- What changed most against the year before, and whether the step may be compared
select
    agencies.canonical_name as "机关",
    steps.report_year as "年度",
    metrics.label_zh as "指标",
    printf('%.3g', steps.previous_value) as "上年",
    printf('%.3g', steps.value) as "本年",
    coalesce(printf('%+.3g', steps.abs_change), '不比较') as "增减",
    steps.comparability as "可比性",
    regexp_extract(steps.reason_zh, '^[^；]{0,30}') as "说明"
from marts.year_over_year as steps
inner join marts.dim_agency as agencies on steps.agency_id = agencies.agency_id
inner join seeds.metrics as metrics on steps.metric = metrics.metric
where
    steps.metric in ('requests_received', 'decisions_penalty', 'refusal_rate')
    and steps.report_scope = 'organ'
    and steps.value > 0
    and (steps.abs_change is not null or steps.comparability = 'break')
qualify row_number() over (
    partition by steps.comparability order by abs(steps.abs_change) desc nulls last, steps.report_id
) <= 2
order by case steps.comparability when 'comparable' then 1 when 'caution' then 2 else 3 end, abs(steps.abs_change) desc
