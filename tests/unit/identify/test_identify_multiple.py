"""Two reports in one file."""

from dataclasses import replace

from told_documents import BODY, TITLE, page, row

from pipeline.identify import is_multiple

WATER = f"示例市水务局{TITLE}\n{BODY}"


def test_one_report() -> None:
    assert is_multiple(page(WATER)) is None
    assert is_multiple(page("")) is None


def test_a_title_printed_twice_is_one_report() -> None:
    assert is_multiple(page(f"示例市水务局{TITLE}\n{WATER}")) is None


def test_other_years_in_the_prose_are_no_second_report() -> None:
    assert is_multiple(page(WATER + "\n2023年收到申请3件，2022年收到申请2件。")) is None


def test_two_years() -> None:
    reason = is_multiple(page(WATER.replace("2024", "2023") + "\n" + WATER))
    assert reason == "two periods: 2023, 2024"


def test_two_agencies() -> None:
    reason = is_multiple(page(WATER + "\n" + WATER.replace("水务局", "民政局")))
    assert reason == "two agencies: 示例市水务局, 示例市民政局"


def test_two_tables_of_requests() -> None:
    label = "一、本年新收政府信息公开申请数量"
    one, same, other = row(label, "1", "0"), row(label, "1", "0", index=2), row(label, "7", "0", index=3)
    assert is_multiple(page(WATER, tables=(one, same))) is None
    assert is_multiple(page(WATER, tables=(one, other))) == "2 tables of requests with different numbers"


def test_two_reports_in_one_archive() -> None:
    def beside(rival: str) -> str | None:
        return is_multiple(replace(page(WATER), rivals=(page(rival),)))

    assert beside(WATER.replace("2024", "2023")) == "two years in one archive: 2024, 2023"
    reason = beside(WATER.replace("水务局", "民政局"))
    assert reason == "two agencies in one archive: 示例市水务局, 示例市民政局"
    assert (
        beside(WATER + "\n附件。") is None
    )  # the same report in another wording: which one, is said elsewhere
    assert beside(f"关于编制示例市民政局{TITLE}的通知") is None
