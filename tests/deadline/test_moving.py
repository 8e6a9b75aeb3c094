"""Deadlines said some years later, in the words that they have."""

import csv
from dataclasses import dataclass
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT
from kehoach.deadline import Deadline, Kind, parse
from kehoach.deadline.moving import last_day, moved

#: What each is a year later, in a plan of 2026: the same where no year is named, or something is awaited.
PHRASES = {
    "quý III/2026": "quý III/2027",
    "Quý III năm 2026": "Quý III năm 2027",
    "Quý III": "Quý III",
    "trước ngày 30/6/2026": "trước ngày 30/6/2027",
    "Trước ngày 15 tháng 5 năm 2026": "Trước ngày 15 tháng 5 năm 2027",
    "Ngày 24/8": "Ngày 24/8",
    "trong năm 2026": "trong năm 2027",
    "2026": "2027",
    "năm 2026 và những năm tiếp theo": "năm 2027 và những năm tiếp theo",
    "12/2026": "12/2027",
    "Xong trong tháng 5/2026": "Xong trong tháng 5/2027",
    "tháng 2/2027": "tháng 2/2028",
    "6 tháng đầu năm 2026": "6 tháng đầu năm 2027",
    "6 tháng cuối năm": "6 tháng cuối năm",
    "cuối năm 2026": "cuối năm 2027",
    "Quý II - Quý III năm 2026": "Quý II - Quý III năm 2027",
    "quý I, II/2026": "quý I, II/2027",
    "Trong năm 2025, 2026": "Trong năm 2026, 2027",
    "Giai đoạn 2026 - 2030": "Giai đoạn 2027 - 2031",
    "Từ quý IV/2026": "Từ quý IV/2027",
    "từ tháng 5/2026, hoàn thành trước ngày 30/6/2026": "từ tháng 5/2027, hoàn thành trước ngày 30/6/2027",
    "30/6/2026; báo cáo trước ngày 15/7/2026": "30/6/2027; báo cáo trước ngày 15/7/2027",
    "10 ngày sau khi kết thúc quý II/2026": "10 ngày sau khi kết thúc quý II/2027",
    "Thường xuyên": "Thường xuyên",
    "Thường xuyên trong năm 2026": "Thường xuyên trong năm 2027",
    "Hằng quý": "Hằng quý",
    "Trước ngày 15/12 hằng năm": "Trước ngày 15/12 hằng năm",
    "hằng năm, giai đoạn 2026 - 2030": "hằng năm, giai đoạn 2027 - 2031",
    "trước ngày 18 hằng tháng": "trước ngày 18 hằng tháng",
    "trước ngày 30/6/2026, sau khi Nghị định năm 2025 được ban hành": (
        "trước ngày 30/6/2027, sau khi Nghị định năm 2025 được ban hành"
    ),
    "quý III/2026, theo Kế hoạch năm 2025 của Bộ": "quý III/2027, theo Kế hoạch năm 2025 của Bộ",
    "sau khi Nghị định năm 2026 được ban hành": "sau khi Nghị định năm 2026 được ban hành",
    "theo Kế hoạch số 12/KH-UBND ngày 05/01/2026": "theo Kế hoạch số 12/KH-UBND ngày 05/01/2026",
    "15 ngày làm việc kể từ ngày 12/8/2026": "15 ngày làm việc kể từ ngày 12/8/2026",
    "khẩn trương": "khẩn trương",
}


@pytest.mark.parametrize("phrase", PHRASES)
def test_a_year_later(phrase: str) -> None:
    """Each year that is named is the next, all other words stay."""
    assert moved(phrase, 2026, 1) == PHRASES[phrase]


NOT_MOVED = [
    *("29/02/2028", "trước ngày 29/02/2028", "thứ Sáu, ngày 12/6/2026"),
    "30/6/2027; báo cáo trước ngày 29/02/2028",
    "15/3/2026 và 29/02/2028",
]


@pytest.mark.parametrize("phrase", NOT_MOVED)
def test_what_cannot_be_said_a_year_later(phrase: str) -> None:
    """A day that the other year has not, and a weekday that it is not then, are left to a person."""
    assert parse(phrase, 2026).kind is Kind.DATE
    assert moved(phrase, 2026, 1) is None


def test_words_are_of_one_line() -> None:
    """However they are broken and ended: years are found where they stand."""
    assert moved("Trước ngày\n 30/6/2026;\tbáo cáo trước ngày 15/7/2026. ", 2026, 1) == (
        "Trước ngày 30/6/2027; báo cáo trước ngày 15/7/2027"
    )


@pytest.mark.parametrize(
    ("words", "last"),
    [
        ("hằng năm, giai đoạn 2026 - 2030", date(2030, 12, 31)),
        ("Trước ngày 15/12 hằng năm", None),
        ("Trước ngày 30/6/2026", date(2026, 6, 29)),
        ("Thường xuyên", None),
    ],
)
def test_the_last_day_of_a_duty(words: str, last: date | None) -> None:
    """That of a recurrence is the end of its time, where it has one."""
    assert last_day(parse(words, 2026)) == last


def test_several_years_later() -> None:
    """Four years on, 29 February is there again."""
    assert moved("trước ngày 29/02/2028", 2028, 4) == "trước ngày 29/02/2032"


@dataclass(frozen=True)
class _Case:
    phrase: str
    year: int


CASES = [
    _Case(row["phrase"], int(row["year"]))
    for row in csv.DictReader(
        (ROOT / "tests/tables/deadline_cases.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
    if row["year"]
]


def _later(day: date | None, years: int) -> set[date | None]:
    """A day so many years later; the last of February is 28 or 29 by the year."""
    if day is None:
        return {None}
    if (day.month, day.day) in ((2, 28), (2, 29)):
        march = date(day.year + years, 3, 1).toordinal()
        return {date.fromordinal(march - 1), date.fromordinal(march - 1).replace(day=28)}
    return {day.replace(year=day.year + years)}


def _holds(before: Deadline, after: Deadline, years: int) -> bool:
    return (
        after.kind is before.kind
        and after.before == before.before
        and after.due in _later(before.due, years)
        and after.start in _later(before.start, years)
        and last_day(after) in _later(last_day(before), years)
    )


@given(st.sampled_from(CASES), st.integers(1, 5))
def test_moved_words_read_as_the_same_kind_so_many_years_later(case: _Case, years: int) -> None:
    """Whatever is moved is the same deadline in another year; what waits for something is what it was."""
    before, words = parse(case.phrase, case.year), moved(case.phrase, case.year, years)
    if words is not None and before.kind in (Kind.DATE, Kind.PERIOD, Kind.RECURRING, Kind.ONGOING):
        assert _holds(before, parse(words, case.year + years), years)


def test_nearly_all_can_be_moved() -> None:
    """Of the phrases of the table only those stay that name a weekday beside the day."""
    assert [c.phrase for c in CASES if moved(c.phrase, c.year, 1) is None] == [
        "20h00, thứ Bảy, ngày 24/4/2027"
    ]
