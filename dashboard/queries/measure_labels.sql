-- One row per measure that formulas name: its label in both languages.
select
    measure,
    label_zh,
    label_en
from seeds.measures
