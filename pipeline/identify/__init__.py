"""What a document says it is: whose report, on which year; names as printed, nothing resolved or guessed."""

from pipeline.identify.multiple import is_multiple
from pipeline.identify.names import agency_key, agency_of_title, is_report_title, same_agency, title_year
from pipeline.identify.whole import identify

__all__ = [
    "agency_key",
    "agency_of_title",
    "identify",
    "is_multiple",
    "is_report_title",
    "same_agency",
    "title_year",
]
