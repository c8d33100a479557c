-- One row per report: the metrics that profiles and tables show, side by side.
-- by: report_id
-- zh: 报告指标宽表。
with chosen as (
    select
        report_id,
        metric,
        value
    from metrics.all_metrics
),

pivoted as (
    select * from chosen
    pivot (
        max(value) for metric in (
            'requests_load', 'closure_rate', 'carry_over_rate', 'granted_rate', 'disclosure_rate',
            'refusal_rate',
            'unable_rate',
            'not_processed_rate',
            'other_rate',
            'natural_person_share',
            'review_per_100', 'litigation_per_100', 'dispute_rate', 'review_correction_rate',
            'litigation_correction_rate',
            'correction_rate_all',
            'requests_per_10k',
            'volume_per_10k'
        )
    )
)

select * from pivoted
