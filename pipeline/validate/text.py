"""Numbers in prose against the tables, and wholes in prose against their parts.

A statement that is rounded (约, 余) is compared loosely; one that speaks of another scope than the table is
not compared. Where a wording has several readings (受理: new, new plus carried in, or processed), a number
that fits one of them is right.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.narrative import Narrative
from pipeline.records import Figure, Finding, Observation, Part, Report
from pipeline.validate import sums

_T3_COLUMN = "total"
_GROUPS = {
    "outcome_granted": ("granted",),
    "outcome_partial": ("partial",),
    "outcome_granted_partial": ("granted", "partial"),
    "outcome_refused": ("refused",),
    "outcome_unable": ("unable",),
    "outcome_not_processed": ("not_processed",),
    "outcome_other": ("other",),
}
_ROUNDED = 0.2  # a rounded statement may miss by this share of the stated number
_PERCENT = (
    0.06  # percentage points; shares are printed with one or two decimals, often cut instead of rounded
)


def check(report: Report, narrative: Narrative, observations: tuple[Observation, ...]) -> tuple[Finding, ...]:
    """Findings of one report: TEXT_T3_NEW, TEXT_T3_GROUP, TEXT_T4, TEXT_DOCS, TEXT_CHANNEL_SUM.

    Tables that were refused have no observations and are not compared.
    """
    cells = _Cells(observations)
    stated = {
        figure.measure: figure
        for figure in reversed(narrative.figures + narrative.outcomes)
        if _comparable(figure, report)
    }
    found = [
        *_requests(stated, cells),
        *_outcomes(stated, cells),
        *_disputes(stated, cells),
        *_documents(stated, cells),
    ]
    found += [finding for group in narrative.groups if (finding := sums.check(group))]
    return tuple(found)


def _comparable(figure: Figure, report: Report) -> bool:
    return figure.scope is None or report.is_aggregate


class _Cells:
    """Values by cell code; the filled value, else the printed one."""

    def __init__(self, observations: Iterable[Observation]) -> None:
        self._values: dict[str, float] = {}
        for one in observations:
            value = one.filled if one.filled is not None else one.value
            if value is not None:
                self._values[one.cell_code] = value
        self._totals = [
            code for code in self._values if code.endswith(f".{_T3_COLUMN}") and code.startswith("t3.")
        ]

    def one(self, code: str) -> float | None:
        return self._values.get(code)

    def codes(self, group: str) -> list[str]:
        """Codes of the 总计 column of an outcome group of table 3, its unknown rows included."""
        head, single = f"t3.{group}.", f"t3.{group}.{_T3_COLUMN}"
        inner = [code for code in self._totals if code.startswith(head) and code != single]
        return inner or ([single] if single in self._values else [])

    def total(self, groups: tuple[str, ...]) -> tuple[float | None, tuple[str, ...]]:
        """Sum of groups in the 总计 column, and the codes it is made of; None where a group is absent."""
        codes: list[str] = []
        for group in groups:
            own = self.codes(group)
            if not own:
                return None, ()
            codes += own
        return sum(self._values[code] for code in codes), tuple(codes)


def _fits(figure: Figure, value: float) -> bool:
    """Whether a stated number can mean the value."""
    if figure.qualifier == "exact":
        return abs(figure.value - value) < 0.5
    low, high = figure.value * (1 - _ROUNDED), figure.value * (1 + _ROUNDED)
    if figure.qualifier == "gt":
        low = figure.value - 0.5
        high = figure.value * 2
    if figure.qualifier == "lt":
        high = figure.value + 0.5
    return low <= value <= high


def _finding(
    figure: Figure,
    rule: str,
    part: Part,
    message: str,
    right: float,
    codes: tuple[str, ...] = (),
) -> Finding:
    return Finding(
        document_sha256=figure.document_sha256,
        rule=rule,
        severity="warn",
        status="broken",
        part=part,
        message=message,
        fault="agency",
        left=figure.value,
        right=right,
        delta=round(figure.value - right, 4),
        cell_codes=codes,
        scope_key=figure.measure,
    )


def _said(figure: Figure, otherwise: str) -> str:
    """Both sides in one line."""
    return f"text: {figure.snippet} ({_number(figure.value)}); {otherwise}"


def _number(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


def _requests(stated: dict[str, Figure], cells: _Cells) -> Iterator[Finding]:
    new, carried = cells.one("t3.new_received.total"), cells.one("t3.carried_in.total")
    processed, left = cells.one("t3.processed_total.total"), cells.one("t3.carried_out.total")
    received = stated.get("requests_received")
    load = None if new is None else new + (carried or 0)
    if received and new is not None:
        readings = [value for value in (new, load, processed) if value is not None]
        if not any(_fits(received, value) for value in readings):
            message = (
                f"text: {received.snippet} ({_number(received.value)}); table 3: 本年新收 {_number(new)}, "
                f"with 上年结转 {_number(load or 0)}, 总计 {_known(processed)} [t3.new_received.total]"
            )
            codes = ("t3.new_received.total", "t3.carried_in.total", "t3.processed_total.total")
            yield _finding(received, "TEXT_T3_NEW", "t3", message, new, codes)
    closed = stated.get("requests_closed")
    if closed and processed is not None:
        readings = [value for value in (processed, new, load) if value is not None]
        readings.append(processed - (carried or 0))
        if not any(_fits(closed, value) for value in readings):
            yield _against(closed, "t3.processed_total.total", processed, "（七）总计")
    for measure, code, value, label in (
        ("requests_carried_in", "t3.carried_in.total", carried, "上年结转"),
        ("requests_carried_out", "t3.carried_out.total", left, "结转下年度继续办理"),
    ):
        figure = stated.get(measure)
        if figure and value is not None and not _fits(figure, value):
            yield _against(figure, code, value, label)


def _against(figure: Figure, code: str, value: float, label: str) -> Finding:
    message = f"text: {figure.snippet} ({_number(figure.value)}); table 3: {label} {_number(value)} [{code}]"
    return _finding(figure, "TEXT_T3_GROUP", "t3", message, value, (code,))


def _known(value: float | None) -> str:
    return "not read" if value is None else _number(value)


def _outcomes(stated: dict[str, Figure], cells: _Cells) -> Iterator[Finding]:
    """Stated outcomes against the groups of table 3, and stated percentages against number and total."""
    denominators = [
        value
        for code in ("t3.processed_total.total", "t3.new_received.total")
        if (value := cells.one(code)) is not None and value > 0
    ]
    carried = cells.one("t3.carried_in.total")
    if carried and "t3.new_received.total" in cells._values:
        denominators.append((cells.one("t3.new_received.total") or 0) + carried)
    for measure, groups in _GROUPS.items():
        figure = stated.get(measure)
        if figure is None:
            continue
        value, codes = cells.total(groups)
        if value is None:
            continue
        label = "及".join(_LABELS[group] for group in groups)
        if not _fits(figure, value):
            message = _said(figure, f"table 3: {label} {_number(value)} [{codes[0]}]")
            yield _finding(figure, "TEXT_T3_GROUP", "t3", message, value, codes)
        share = stated.get(f"{measure}_share")
        numerators = {figure.value, value}
        expected = [100 * top / below for top in numerators for below in denominators]
        if (
            share
            and expected
            and not any(abs(share.value - one) <= _tolerance(share.value) for one in expected)
        ):
            nearest = min(expected, key=lambda one: abs(share.value - one))
            message = (
                f"text: {share.snippet}: {share.value:g} %; by table 3 {nearest:.2f} % ({label}) [{codes[0]}]"
            )
            yield _finding(share, "TEXT_T3_GROUP", "t3", message, round(nearest, 4), codes)


def _tolerance(stated: float) -> float:
    """Half to a whole unit of the last printed decimal, since shares are also cut."""
    if stated == int(stated):
        return 1.0
    return 0.1 + _PERCENT if round(stated, 1) == stated else _PERCENT


_LABELS = {
    "granted": "予以公开",
    "partial": "部分公开",
    "refused": "不予公开",
    "unable": "无法提供",
    "not_processed": "不予处理",
    "other": "其他处理",
}


def _disputes(stated: dict[str, Figure], cells: _Cells) -> Iterator[Finding]:
    review = cells.one("t4.review.total")
    direct, after = cells.one("t4.litigation_direct.total"), cells.one("t4.litigation_after_review.total")
    figure = stated.get("review_total")
    if figure and review is not None and not _fits(figure, review):
        message = _said(figure, f"table 4: 行政复议 {_number(review)} [t4.review.total]")
        yield _finding(figure, "TEXT_T4", "t4", message, review, ("t4.review.total",))
    figure = stated.get("litigation_total")
    readings = [value for value in (direct, after) if value is not None]
    if figure and readings and not any(_fits(figure, value) for value in (*readings, sum(readings))):
        total = sum(readings)
        message = (
            f"text: {figure.snippet} ({_number(figure.value)}); table 4: 行政诉讼 {_number(total)} "
            f"[t4.litigation_direct.total]"
        )
        codes = ("t4.litigation_direct.total", "t4.litigation_after_review.total")
        yield _finding(figure, "TEXT_T4", "t4", message, total, codes)


def _documents(stated: dict[str, Figure], cells: _Cells) -> Iterator[Finding]:
    figure = stated.get("normative_docs_issued")
    row = "t2.art20_1.normative_doc"
    columns = [
        column for column in ("issued", "made", "newly_disclosed") if cells.one(f"{row}.{column}") is not None
    ]
    values = [cells.one(f"{row}.{column}") or 0.0 for column in columns]
    if figure and values and not any(_fits(figure, value) for value in values):
        message = (
            f"text: {figure.snippet} ({_number(figure.value)}); table 2: 规范性文件 "
            f"{' / '.join(map(_number, values))} [{row}.{columns[0]}]"
        )
        codes = tuple(f"{row}.{column}" for column in columns)
        yield _finding(figure, "TEXT_DOCS", "t2", message, values[0], codes)
