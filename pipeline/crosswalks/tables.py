"""What each crosswalk CSV must look like, and reading it strictly."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import polars as pl

from pipeline.errors import CrosswalkError

TYPES: dict[str, pl.DataType] = {"date": pl.Date(), "int": pl.Int64(), "text": pl.String()}

AGENCY_TYPES = (
    "government_office",
    "department",
    "directly_affiliated",
    "development_zone",
    "public_institution",
    "government",
    "county_government",
    "county_department",
    "township",
    "public_enterprise",
)
SCOPES = ("organ", "government_aggregate", "township", "public_enterprise")


@dataclass(frozen=True, slots=True)
class Spec:
    """One CSV: its columns with their types, its key, the columns that must be filled, allowed values.

    `open_columns`: further columns (one a form) are allowed and stay text.
    """

    file: str
    columns: dict[str, str]
    key: tuple[str, ...]
    required: tuple[str, ...]
    allowed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    open_columns: bool = False

    def empty(self) -> pl.DataFrame:
        """A frame without rows."""
        return pl.DataFrame(schema={name: TYPES[kind] for name, kind in self.columns.items()})

    def reject_duplicates(self, frame: pl.DataFrame) -> None:
        """Raise CrosswalkError naming the first key that stands twice."""
        doubled = frame.filter(pl.struct(self.key).is_duplicated())
        if doubled.height:
            shown = " / ".join(str(doubled[column][0]) for column in self.key)
            raise CrosswalkError(f"{self.file}: {' / '.join(self.key)} {shown!r} stands twice")


def read_table(folder: Path, spec: Spec) -> pl.DataFrame:
    """Read one CSV as its spec says. Raises CrosswalkError with file, column and value."""
    path = folder / spec.file
    if not path.is_file():
        raise CrosswalkError(f"{path}: missing; a crosswalk folder needs {spec.file}, a header alone will do")
    try:
        text = pl.read_csv(path, infer_schema=False, encoding="utf8")
    except pl.exceptions.PolarsError as error:
        raise CrosswalkError(f"{spec.file}: not a CSV table: {str(error).splitlines()[0]}") from error
    _check_header(text, spec)
    text = text.with_columns(pl.all().str.strip_chars().replace("", None))
    _check_values(text, spec)
    casts = [_cast(text, spec, column, kind) for column, kind in spec.columns.items()]
    frame = text.with_columns(casts)
    spec.reject_duplicates(frame)
    return frame


def require_known(file: str, column: str, values: pl.Series, known: pl.Series) -> None:
    """Raise CrosswalkError when a filled value of a column is not among the known ids."""
    unknown = sorted(set(values.drop_nulls()) - set(known))
    if unknown:
        raise CrosswalkError(f"{file}: {column} {unknown[0]!r} is not known; add it or mend the line")


def _check_header(frame: pl.DataFrame, spec: Spec) -> None:
    missing = [column for column in spec.columns if column not in frame.columns]
    extra = [] if spec.open_columns else [column for column in frame.columns if column not in spec.columns]
    if missing or extra:
        raise CrosswalkError(f"{spec.file}: columns missing {missing}, unexpected {extra}")


def _check_values(frame: pl.DataFrame, spec: Spec) -> None:
    for column in (*spec.key, *spec.required):
        blank = frame.with_row_index("line", offset=2).filter(pl.col(column).is_null())
        if blank.height:
            raise CrosswalkError(f"{spec.file}, line {blank['line'][0]}: {column} is blank")
    for column, allowed in spec.allowed.items():
        wrong = sorted(set(frame[column].drop_nulls()) - set(allowed))
        if wrong:
            raise CrosswalkError(f"{spec.file}: {column} {wrong[0]!r} is none of {', '.join(allowed)}")


def _cast(frame: pl.DataFrame, spec: Spec, column: str, kind: str) -> pl.Series:
    text = frame[column]
    if kind == "text":
        return text
    done = text.str.to_date("%Y-%m-%d", strict=False) if kind == "date" else text.cast(pl.Int64, strict=False)
    broken = text.filter(text.is_not_null() & done.is_null())
    if len(broken):
        wanted = "a date (YYYY-MM-DD)" if kind == "date" else "a whole number"
        raise CrosswalkError(f"{spec.file}: {column} {broken[0]!r} is not {wanted}")
    return done


FOLDER_TABLES = {
    "regions": Spec(
        "regions.csv",
        {
            "region_code": "text",
            "name": "text",
            "level": "text",
            "parent_code": "text",
            "population": "int",
            "population_year": "int",
            "population_source": "text",
        },
        ("region_code",),
        ("name", "level"),
    ),
    "agencies": Spec(
        "agencies.csv",
        {
            "agency_id": "text",
            "canonical_name": "text",
            "agency_type": "text",
            "level": "text",
            "region_code": "text",
            "portal_org_code": "text",
            "parent_agency_id": "text",
            "report_scope": "text",
            "valid_from": "date",
            "valid_to": "date",
            "status": "text",
        },
        ("agency_id",),
        ("canonical_name", "agency_type", "level", "region_code", "report_scope", "status"),
        {
            "agency_type": AGENCY_TYPES,
            "report_scope": SCOPES,
            "status": ("active", "abolished", "expected_unverified"),
        },
    ),
    "agency_aliases": Spec(
        "agency_aliases.csv",
        {"alias": "text", "agency_id": "text", "valid_from": "date", "valid_to": "date", "source": "text"},
        ("alias", "agency_id"),
        (),
    ),
    "agency_successions": Spec(
        "agency_successions.csv",
        {
            "predecessor_id": "text",
            "successor_id": "text",
            "effective_on": "date",
            "kind": "text",
            "source": "text",
        },
        ("predecessor_id", "successor_id"),
        ("effective_on", "kind"),
        {"kind": ("rename", "merger", "split", "transfer")},
    ),
}

SHARED_TABLES = {
    "measures": Spec(
        "measures.csv",
        {
            "measure": "text",
            "label_zh": "text",
            "label_en": "text",
            "unit": "text",
            "reason_zh": "text",
            "reason_en": "text",
        },
        ("measure",),
        ("label_zh", "label_en", "unit"),
        open_columns=True,
    ),
    "forms": Spec(
        "forms.csv",
        {
            "form_id": "text",
            "instrument": "text",
            "first_year": "int",
            "last_year": "int",
            "label_zh": "text",
        },
        ("form_id",),
        ("instrument", "first_year", "label_zh"),
    ),
    "form_years": Spec(
        "form_years.csv",
        {
            "report_year": "int",
            "report_scope": "text",
            "form_id": "text",
            "due_date": "date",
            "local_due_date": "date",
        },
        ("report_year", "report_scope"),
        ("form_id",),
        {"report_scope": SCOPES},
    ),
    "outcomes": Spec(
        "outcomes.csv",
        {
            "outcome": "text",
            "outcome_group": "text",
            "outcome_order": "int",
            "label_zh": "text",
            "label_en": "text",
            "group_label_zh": "text",
            "f2014_cell_code": "text",
            "first_form": "text",
            "last_form": "text",
        },
        ("outcome",),
        ("outcome_group", "label_zh", "label_en"),
    ),
    "applicants": Spec(
        "applicants.csv",
        {
            "applicant_code": "text",
            "applicant_order": "int",
            "label_zh": "text",
            "label_en": "text",
            "parent_code": "text",
        },
        ("applicant_code",),
        ("label_zh", "label_en"),
    ),
    "finding_rules": Spec(
        "finding_rules.csv",
        {"rule": "text", "severity": "text", "title_zh": "text", "title_en": "text", "meaning": "text"},
        ("rule",),
        ("severity", "title_zh", "title_en", "meaning"),
        {"severity": ("error", "warn", "info")},
    ),
    "finding_reviews": Spec(
        "finding_reviews.csv",
        {
            "finding_id": "text",
            "verdict": "text",
            "note": "text",
            "reviewed_on": "date",
            "reviewer": "text",
        },
        ("finding_id",),
        ("verdict",),
        {"verdict": ("confirmed", "dismissed", "noted")},
    ),
}
