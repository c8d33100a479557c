-- One row per reviewed finding that does not exist any more: the review has lost its subject.
-- severity: warn
-- fault: ours
select
    reviews.finding_id,
    reviews.verdict
from seeds.finding_reviews as reviews
anti join marts.findings as findings on reviews.finding_id = findings.finding_id
