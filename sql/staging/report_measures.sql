-- One row per report: all measures side by side; NULL where not asked or not read.
-- by: report_id
-- zh: 报告统计项宽表。
with reports as (
    select * from staging.reports
),

measure_values as (
    select
        report_id,
        measure,
        value
    from staging.measure_values
    union all
    select
        report_id,
        measure,
        value
    from staging.figure_values
),

pivoted as (
    select * from measure_values
    pivot (
        max(value) for measure in (
            'requests_received', 'requests_natural', 'carried_in', 'carried_out',
            'processed_total', 'granted_broad', 'granted_narrow', 'partial', 'refused_total',
            'refused_state_secret', 'refused_other_law', 'refused_security_stability',
            'refused_third_party', 'refused_internal_affairs', 'refused_process_info',
            'refused_enforcement_file', 'refused_admin_query', 'unable_total', 'unable_not_held',
            'unable_needs_creation', 'unable_unclear_after_correction', 'not_processed_total',
            'not_processed_petition', 'not_processed_repeat', 'not_processed_publication',
            'not_processed_abusive_volume', 'not_processed_reconfirm', 'other_total',
            'review_total', 'review_upheld', 'review_corrected', 'review_other', 'review_pending',
            'review_decided', 'litigation_total', 'litigation_upheld', 'litigation_corrected',
            'litigation_other', 'litigation_pending', 'litigation_decided',
            'litigation_direct_upheld', 'litigation_direct_corrected', 'litigation_direct_other',
            'litigation_direct_pending', 'litigation_direct_total',
            'litigation_after_review_upheld', 'litigation_after_review_corrected',
            'litigation_after_review_other', 'litigation_after_review_pending',
            'litigation_after_review_total', 'docs_made', 'docs_newly_disclosed',
            'docs_disclosed_stock', 'docs_in_force', 'docs_repealed', 'regulations_made',
            'decisions_licensing', 'decisions_penalty', 'decisions_coercion', 'licensing_items',
            'fee_items', 'fee_amount_cny_10k', 'procurement_items', 'proactive_volume',
            'channel_website', 'channel_weibo', 'channel_wechat', 'channel_gazette',
            'channel_other', 'request_fees_cny_10k', 'info_fee_cny', 'complaints', 'staff',
            'budget_cny_10k', 'training_attendees', 'stated_requests_received',
            'stated_requests_closed', 'stated_review_total', 'stated_litigation_total',
            'stated_normative_docs_issued', 'interpretation_items', 'responses',
            'press_conferences'
        )
    )
)

select
    reports.report_id as report_id,
    pivoted.* exclude (report_id)
from reports
left join pivoted on reports.report_id = pivoted.report_id
