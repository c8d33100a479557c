-- One row per outcome of a request in any form, with its stable group.
-- zh: 办理结果维表：细项与稳定分组。
select
    outcome,
    outcome_group,
    outcome_order,
    label_zh,
    label_en,
    group_label_zh,
    f2014_cell_code,
    first_form,
    last_form
from seeds.outcomes
order by outcome_order
