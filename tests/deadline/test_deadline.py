"""The deadlines of real plans are read exactly, and everything else is refused rather than guessed."""

import csv
import re
import unicodedata
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from conftest import ROOT, no_hang
from kehoach.changes.meaning import meaning
from kehoach.deadline import Deadline, Kind, Offset, as_json, describe, parse

TABLES = ROOT / "tests" / "tables"


def rows(name: str, text: str) -> list[tuple[str, int, tuple[str, str, str, str]]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(r[text], int(r["year"]), (r["kind"], r["due"], r["start"], r["rrule"])) for r in reader]


CASES = rows("deadline_cases.tsv", "phrase") + rows("gold_deadlines.tsv", "deadline_text")


def cells(deadline: Deadline) -> tuple[str, str, str, str]:
    return (
        str(deadline.kind),
        deadline.due.isoformat() if deadline.due else "",
        deadline.start.isoformat() if deadline.start else "",
        deadline.rrule or "",
    )


@pytest.mark.parametrize(("text", "year", "expected"), CASES)
def test_table(text: str, year: int, expected: tuple[str, str, str, str]) -> None:
    """Every row is met in all four columns, and no read row has a problem."""
    deadline = parse(text, year)
    assert cells(deadline) == expected
    assert bool(deadline.problem) == (deadline.kind is Kind.NONE)


@pytest.mark.parametrize("respell", [
    lambda t: unicodedata.normalize("NFC", t),
    lambda t: unicodedata.normalize("NFD", t),
    str.upper,
    str.lower,
    lambda t: t.replace(" ", "\N{NO-BREAK SPACE}"),
    lambda t: f"\n {t.replace(' ', '  ')} . ",
], ids=["nfc", "nfd", "upper", "lower", "nbsp", "space"])  # fmt: skip
def test_spelling(respell: Callable[[str], str]) -> None:
    """Unicode form, letter case and the kind of space change nothing."""
    read = [(text, year, cells(parse(respell(text), year))) for text, year, _expected in CASES]
    assert read == CASES


@pytest.mark.parametrize(("text", "year", "fault", "nearest"), [
    ("Quý IIII năm 2023", 2023, "words", "Quý III năm 2023"),
    ("Qúy III năm 2023", 2023, "words", "Quý III năm 2023"),
    ("Quý III nam 2O23", 2023, "words", "Quý III năm 2023"),
    ("Qúy III", 2023, "words", "Quý III/2023"),
    ("tháng ba", 2023, "words", "Tháng 3/2023"),
    ("thuong xuyen", 2023, "words", "Thường xuyên"),
    ("2023, thuong xuyen", 2023, "words", ""),
    ("Khan truong", 2023, "words", "Khẩn trương"),
    ("30/6/26", 2026, "words", "Ngày 30/6/2026"),
    ("đầu năm 2026", 2026, "words", ""),
    ("trước cuối năm 2026", 2026, "words", ""),
    ("Luật Đất đai 2024", 2026, "words", ""),
    ("2025 tỷ đồng", 2026, "words", ""),
    ("Báo cáo Quyết định ngày 6/4/2023", 2023, "words", ""),
    ("hoàn thành 50 xã trong năm 2026", 2026, "words", ""),
    ("05 ngày trước ngày 12/8/2026", 2026, "words", ""),
    ("Quý III năm 2023 2024", 2026, "words", ""),
    ("trước quý II, quý III/2026", 2026, "words", ""),
    ("ngày 15", 2026, "words", ""),
    ("thứ Sáu", 2026, "words", ""),
    ("Không có", 2026, "words", ""),
    ("", 2026, "empty", ""),
    (" - ", 2026, "empty", ""),
    ("31/2/2023", 2023, "day", ""),
    ("29/2/2023", 2023, "day", ""),
    ("ngày 29/2", 2023, "day", ""),
    ("Thường xuyên, trước ngày 31/4/2026", 2026, "day", ""),
    ("ngày 40 hằng tháng", 2026, "day", ""),
    ("Quý V năm 2023", 2023, "quarter", ""),
    ("quý 5/2026", 2026, "quarter", ""),
    ("Tháng 13/2026", 2026, "month", ""),
    ("00/2026", 2026, "month", ""),
    ("Quý III", None, "year", ""),
    ("Trước ngày 24/8", None, "year", ""),
    ("cuối năm", None, "year", ""),
    ("tháng 11/2026, tháng 12, tháng 1/2027", 2026, "year", ""),
    ("Từ tháng 11 đến tháng 2/2027", 2026, "order", ""),
    ("2030 - 2026", 2026, "order", ""),
])  # fmt: skip
def test_refusal(text: str, year: int | None, fault: str, nearest: str) -> None:
    """What cannot be read is refused whole, with the reason and the nearest readable form."""
    deadline = parse(text, year)
    assert (deadline.kind, deadline.due, deadline.start, deadline.rrule) == (Kind.NONE, None, None, None)
    assert (deadline.fault, (*deadline.nearest, "")[0] if nearest else "") == (fault, nearest)
    assert deadline.problem
    assert deadline.problem in describe(deadline)
    assert len(deadline.nearest) <= 3
    assert all(parse(form, year).kind is not Kind.NONE for form in deadline.nearest)


def test_problem_names_the_day() -> None:
    """An impossible day is named."""
    assert "31/2/2023" in (parse("31/2/2023").problem or "")


@pytest.mark.parametrize(("text", "lenient", "strict"), [
    ("trước ngày 15 tháng 5 năm 2026", "2026-05-15", "2026-05-14"),
    ("Ngày 15/5/2026", "2026-05-15", "2026-05-15"),
    ("trước năm 2025", "2024-12-31", "2024-12-31"),
    ("trước tháng 6/2026", "2026-05-31", "2026-05-31"),
    ("Quý II/2026", "2026-06-30", "2026-06-30"),
    ("Từ quý II/2027", None, None),
    ("Thường xuyên trong năm 2026", None, None),
    ("trước ngày 30 tháng 11 hằng năm", None, None),
    ("Khẩn trương", None, None),
])  # fmt: skip
def test_late_after(text: str, lenient: str | None, strict: str | None) -> None:
    """Only "trước ngày D" has the day of grace, and strict takes it away."""
    deadline = parse(text, 2026)
    found = (deadline.late_after(), deadline.late_after(strict=True))
    assert tuple(day.isoformat() if day else None for day in found) == (lenient, strict)


def works(day: date) -> bool:
    """Working days with 30/4 and 1/5 off, and Saturday 6/6/2026 worked."""
    return day == date(2026, 6, 6) or (day.weekday() < 5 and day not in (date(2026, 4, 30), date(2026, 5, 1)))


@pytest.mark.parametrize(("text", "event", "due"), [
    ("chậm nhất 05 ngày làm việc kể từ ngày phê duyệt", date(2026, 4, 28), date(2026, 5, 7)),
    ("chậm nhất 05 ngày làm việc kể từ ngày phê duyệt", date(2026, 6, 1), date(2026, 6, 6)),
    ("Chậm nhất 10 ngày kể từ ngày ký ban hành", date(2026, 4, 28), date(2026, 5, 8)),
    ("trong vòng 02 tuần sau khi họp", date(2026, 4, 28), date(2026, 5, 12)),
    ("trong thời hạn 01 tháng kể từ ngày ký", date(2026, 1, 31), date(2026, 2, 28)),
    ("sau khi Chính phủ ban hành Nghị định", date(2026, 4, 28), None),
    ("Trước khi trình Chính phủ", date(2026, 4, 28), date(2026, 4, 27)),
    ("Theo lộ trình triển khai Đề án", date(2026, 4, 28), None),
    ("Quý II/2026", date(2026, 4, 28), None),
    ("Chậm nhất 10 ngày kể từ ngày ký", date.max, None),
])  # fmt: skip
def test_due_from(text: str, event: date, due: date | None) -> None:
    """A term runs from the day after its event, in working days as they are known; no term, no last day."""
    assert parse(text, 2026).due_from(event, works) == due


@pytest.mark.parametrize(("text", "waits_for", "also"), [
    ("sau khi Chính phủ ban hành Nghị định", "Chính phủ ban hành Nghị định", []),
    ("sau khi Luật Đất đai (sửa đổi) có hiệu lực", "Luật Đất đai (sửa đổi) có hiệu lực", []),
    ("sau khi Luật Đất đai (sửa đổi có hiệu lực", "Luật Đất đai (sửa đổi có hiệu lực)", []),
    ("Theo lộ trình triển khai Đề án.", "lộ trình triển khai Đề án", []),
    ("chậm nhất 05 ngày làm việc kể từ ngày phê duyệt", "ngày phê duyệt", []),
    ("Năm 2026 (sau khi Luật có hiệu lực; xong việc)", "Luật có hiệu lực; xong việc", [Kind.EVENT]),
    ("Theo kế hoạch của Bộ Nội vụ, trước ngày 30/6/2026", None, [Kind.RELATIVE]),
    ("Theo Kế hoạch số 172/KH-UBND ngày 26/6/2023", "Kế hoạch số 172/KH-UBND ngày 26/6/2023", []),
    ("Thường xuyên (hoặc theo yêu cầu của cấp có thẩm quyền)", None, [Kind.EVENT]),
    ("định kỳ hàng năm (trước ngày 10/12) hoặc đột xuất", None, [Kind.EVENT]),
    ("Quý II/2026. Cập nhật thường xuyên", None, [Kind.ONGOING]),
    ("Định kỳ hằng quý, 6 tháng, năm", None, [Kind.RECURRING, Kind.RECURRING]),
    ("trước ngày 31/5/2026; trước ngày 30/6/2026", None, [Kind.DATE]),
])  # fmt: skip
def test_nothing_is_dropped(text: str, waits_for: str | None, also: list[Kind]) -> None:
    """The words of a condition and the other parts of a combination are kept."""
    deadline = parse(text, 2026)
    assert (deadline.waits_for, [part.kind for part in deadline.also]) == (waits_for, also)
    assert all(part.text in deadline.text for part in deadline.also)


@pytest.mark.parametrize("text", [
    "trước ngày 31/5/2026; trước ngày 30/6/2026",
    "trước ngày 30/6/2026; trước ngày 31/5/2026",
])  # fmt: skip
def test_the_later_of_two_last_days(text: str) -> None:
    """Of two last days in one phrase the later is the deadline: a wrong accusation is worse."""
    deadline = parse(text, 2026)
    assert deadline.due == date(2026, 6, 29)
    assert [part.due for part in deadline.also] == [date(2026, 5, 30)]


def test_offset() -> None:
    """Working days and calendar days are told apart."""
    assert parse("chậm nhất 05 ngày làm việc kể từ ngày phê duyệt").offset == Offset(5, working=True)
    assert parse("Chậm nhất 10 (mười) ngày kể từ ngày ký").offset == Offset(10, working=False)


@pytest.mark.parametrize(("text", "due"), [
    ("Sau 30 ngày kể từ ngày ban hành", None),
    ("sau 02 tháng kể từ ngày ký", None),
    ("Ít nhất 05 ngày làm việc kể từ ngày đăng tải", None),
    ("trong vòng 05 ngày sau khi ban hành", date(2026, 6, 6)),
    ("Chậm nhất sau 05 ngày kể từ ngày ban hành", date(2026, 6, 6)),
    ("sau khi ban hành", None),
])  # fmt: skip
def test_a_term_that_must_be_over_first(text: str, due: date | None) -> None:
    """ "Sau n ngày kể từ …" is a start and has no last day; "trong", "chậm nhất" have one."""
    read = parse(text, 2026)
    assert (read.due_from(date(2026, 6, 1), works), read.due) == (due, None)


@pytest.mark.parametrize(("text", "day"), [
    ("10 ngày kể từ ngày Nghị định có hiệu lực", "effective"),
    ("sau khi Luật có hiệu lực thi hành", "effective"),
    ("kể từ ngày Nghị quyết hết hiệu lực", "expires"),
    ("Chậm nhất 10 ngày kể từ ngày ký ban hành", "issued"),
    ("sau khi Nghị định được ban hành", "issued"),
    ("05 ngày làm việc kể từ ngày phê duyệt", "issued"),
    ("sau khi Luật được Quốc hội thông qua", "issued"),
    ("sau khi tổ chức hội nghị", ""),
    ("Sau khi có sổ đăng ký", ""),
    ("Quý II/2026", ""),
])  # fmt: skip
def test_event_day(text: str, day: str) -> None:
    """The words say which day of the event counts: when it came into force, or when it was issued."""
    assert parse(text, 2026).event_day == day


@pytest.mark.parametrize(("text", "work", "report", "late_after"), [
    ("trước 15/9; báo cáo trước 30/9", "2026-09-14", "2026-09-29", "2026-09-30"),
    ("Báo cáo trước ngày 30/9; xong trước ngày 15/9", "2026-09-14", "2026-09-29", "2026-09-30"),
    ("Hoàn thành trong Quý III, gửi kết quả trong tháng 10", "2026-09-30", "2026-10-31", "2026-10-31"),
    # The report is the work itself, or there are two days of one kind: the latest.
    ("Trình dự thảo trước 15/9; hoàn thành báo cáo trước 30/9", "2026-09-29", None, "2026-09-30"),
    ("báo cáo trước 15/9; thực hiện xong trước 30/9", "2026-09-29", None, "2026-09-30"),
    ("báo cáo trước 15/9; báo cáo bổ sung trước 30/9", "2026-09-29", None, "2026-09-30"),
])  # fmt: skip
def test_work_and_its_report(text: str, work: str, report: str | None, late_after: str) -> None:
    """The last day of the work and that of its report are both kept; between them nobody is late."""
    read = parse(text, 2026)
    days = read.due, read.report and read.report.due, read.late_after()
    assert days == tuple(day and date.fromisoformat(day) for day in (work, report, late_after))


def test_term_from_a_known_day() -> None:
    """A term in working days from a day in the words waits for no event, only for the plan's working days."""
    read = parse("15 ngày làm việc kể từ ngày 28/5", 2026)
    assert read.counted_from == date(2026, 5, 28)
    assert read.due_from(read.counted_from, works) == date(2026, 6, 17)


def test_missing_year_is_said_well() -> None:
    """The example for a missing year is a phrase that people write."""
    for text, example in (("cuối năm", "cuối năm 2023"), ("Quý III", "quý iii năm 2023")):
        assert f"“{example}”" in (parse(text).problem or "")
        assert parse(example).due


def test_year_that_nobody_needs() -> None:
    """ "Thường xuyên trong năm" is a standing duty, also of a plan whose year is not known yet."""
    assert parse("Thường xuyên trong năm").kind is Kind.ONGOING


def test_plan_year_only_where_the_text_has_none() -> None:
    """The plan's year never replaces a year in the text."""
    assert parse("Quý III", 2023).due == date(2023, 9, 30)
    assert parse("Tháng 5, tháng 6/2026", 2023).due == date(2026, 6, 30)


@pytest.mark.parametrize(("text", "year", "_expected"), CASES)
def test_described(text: str, year: int, _expected: object) -> None:
    """Every deadline can be said in words, without an unfilled placeholder, and as JSON."""
    deadline = parse(text, year)
    assert describe(deadline).strip()
    assert deadline.waits_for or not deadline.after
    assert "{" not in describe(deadline)
    assert set(as_json(deadline)) == {
        "text", "kind", "due", "start", "rrule", "before", "waits_for", "offset", "after", "event_day",
        "counted_from", "report", "also", "problem", "nearest",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "words"), [
    ("trước ngày 15 tháng 5 năm 2026",
     "A day. Last day: 14/5/2026. Written “before”, so it counts as late only after 15/5/2026."),
    ("Ngày 30/6/2026",
     "A day. Last day: 30/6/2026."),
    ("trước tháng 6/2026",
     "A period. Last day: 31/5/2026."),
    ("Từ quý II/2027",
     "A period. From 1/4/2027. No last day."),
    ("giai đoạn 2026-2030",
     "A period. From 1/1/2026. Last day: 31/12/2030."),
    ("Thường xuyên",
     "A standing duty, without a term."),
    ("Từ tháng 5/2026, thường xuyên",
     "A standing duty, without a term. From 1/5/2026."),
    ("Hằng năm, giai đoạn 2026 - 2030",
     "Recurring: every year, until 31/12/2030. From 1/1/2026."),
    ("trước ngày 18 hằng tháng",
     "Recurring: every month, day 18. Written “before”: the last day is the day before the one named."),
    ("Hằng quý",
     "Recurring: every 3 months."),
    ("2 tuần một lần",
     "Recurring: every 2 weeks."),
    ("thứ Hai, thứ Năm hằng tuần",
     "Recurring: every week, Monday, Thursday."),
    ("ngày 10/6 và 10/12 hằng năm",
     "Recurring: every year, day 10, month 6, 12."),
    ("ngày 31 hằng tháng",
     "Recurring: every month, day 31."),
    ("Cuối mỗi quý",
     "Recurring: every year, last day, month 3, 6, 9, 12."),
    ("Trước khi trình Chính phủ",
     "By the day before: trình Chính phủ."),
    ("sau khi Chính phủ ban hành Nghị định",
     "Waits for: Chính phủ ban hành Nghị định."),
    ("Theo lộ trình triển khai Đề án",
     "Depends on: lộ trình triển khai Đề án."),
    ("chậm nhất 05 ngày làm việc kể từ ngày phê duyệt",
     "Within 5 working days of: ngày phê duyệt (the first day is not counted)."),
    ("trong thời hạn 01 tháng kể từ ngày ký",
     "Within 1 months of: ngày ký (the first day is not counted)."),
    ("chậm nhất 10 ngày",
     "Within 10 days of: an event that the text does not name (the first day is not counted)."),
    ("Khẩn trương",
     "No day is named, only haste: this is no deadline."),
    ("Năm 2026 (sau khi Luật có hiệu lực)",
     "A period. Last day: 31/12/2026. Condition: Luật có hiệu lực. Also: “sau khi Luật có hiệu lực”."),
    ("trước ngày 31/5/2026; ngày 30/6/2026",
     "A day. Last day: 30/6/2026. Also: “trước ngày 31/5/2026”."),
])  # fmt: skip
def test_what_was_understood(text: str, words: str) -> None:
    """A deadline is said back with its kind, its days, its term and all that stands beside it."""
    assert describe(parse(text, 2026)).partition(" In plain words")[0] == words


@pytest.mark.parametrize(("text", "also"), [
    ("Quý II/2026, cập nhật thường xuyên", "cập nhật thường xuyên"),
    ("Quý II/2026. Cập nhật thường xuyên", "Cập nhật thường xuyên"),
    ("Theo kế hoạch của Bộ Nội vụ, trước ngày 30/6/2026", "Theo kế hoạch của Bộ Nội vụ"),
    ("Thường xuyên (hoặc theo yêu cầu của cấp có thẩm quyền)", "theo yêu cầu của cấp có thẩm quyền"),
    ("trước ngày 31/5/2026 đối với cấp xã; trước ngày 30/6/2026 đối với tỉnh",
     "trước ngày 31/5/2026 đối với cấp xã"),
])  # fmt: skip
def test_a_part_keeps_its_own_words(text: str, also: str) -> None:
    """A part of a combination has the words around it, up to those of the next part."""
    (part,) = parse(text, 2026).also
    assert part.text == also


@pytest.mark.parametrize(("text", "rules"), [
    ("ngày 14 và ngày 28 hằng tháng", {"FREQ=MONTHLY;BYMONTHDAY=14,28"}),
    ("ngày 15 và ngày 29 hằng tháng",
     {"FREQ=MONTHLY;BYMONTHDAY=15", "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"}),
    ("quý II hằng năm, trước ngày 20/6", {"FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20"}),
    ("quý I hằng năm, trước ngày 20/6", {"FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=-1"}),
    ("Hằng năm, trước ngày 10/6, báo cáo trước ngày 20/6",
     {"FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=10", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=20"}),
    ("Hằng quý, giai đoạn 2026 - 2030", {"FREQ=MONTHLY;INTERVAL=3;UNTIL=20301231"}),
    ("Hằng quý, ngày 15/6", {"FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=15"}),
    ("Hằng tháng, trước ngày 15/6", {"FREQ=MONTHLY"}),
])  # fmt: skip
def test_the_days_of_a_recurrence(text: str, rules: set[str]) -> None:
    """A recurrence keeps each of its days; a day elsewhere in the year is none of them."""
    assert {part.rrule for part in flat(parse(text, 2026)) if part.rrule} == rules


@pytest.mark.parametrize(("text", "due", "report"), [
    ("Quý II/2026, báo cáo trước ngày 15/7/2026", date(2026, 6, 30), date(2026, 7, 14)),
    ("Tháng 6/2026; báo cáo kết quả trước ngày 01/7/2026", date(2026, 6, 30), date(2026, 6, 30)),
    ("Tháng 6/2026; báo cáo kết quả trước ngày 30/6/2026", date(2026, 6, 30), None),
    ("Quý IV/2026, báo cáo trước ngày 30/9/2026", date(2026, 12, 31), None),
    ("Thường xuyên; báo cáo kết quả trước ngày 30/9/2026", date(2026, 9, 29), None),
])  # fmt: skip
def test_a_report_is_not_the_work(text: str, due: date, report: date | None) -> None:
    """The report on work that has a day of its own, and no earlier one, stands apart."""
    deadline = parse(text, 2026)
    assert (deadline.due, deadline.report.due if deadline.report else None) == (due, report)


@pytest.mark.parametrize(("text", "due", "start"), [
    ("Quý II/2026: trước ngày 15/6/2026", date(2026, 6, 14), None),
    ("Quý II/2026: từ ngày 15/6/2026", date(2026, 6, 30), date(2026, 6, 15)),
    ("Quý IV/2026; thường xuyên từ ngày 1/5/2026", date(2026, 12, 31), None),
])  # fmt: skip
def test_a_time_that_names_what_a_day_is_about(text: str, due: date, start: date | None) -> None:
    """ "Quý II: trước ngày 15/6" ends on 14/6; a start behind the colon leaves the quarter its end."""
    assert (parse(text, 2026).due, parse(text, 2026).start) == (due, start)


@pytest.mark.parametrize(("event", "due"), [("2026-06-04", "2026-06-05"), ("2026-06-05", "2026-06-08")])
def test_without_a_calendar_people_work_from_monday_to_friday(event: str, due: str) -> None:
    """A working day from a Thursday ends on Friday, one from a Friday on Monday."""
    read = parse("01 ngày làm việc kể từ ngày ban hành")
    assert read.due_from(date.fromisoformat(event)) == date.fromisoformat(due)


def test_an_end_that_is_no_time_is_an_event() -> None:
    """ "Kết thúc quý II/2026" is a day in the calendar, "kết thúc đợt …" is not, whatever day it names."""
    assert parse("trong 05 ngày sau khi kết thúc quý II/2026").due == date(2026, 7, 5)
    event = parse("Trong 05 ngày kể từ khi kết thúc đợt 30/6/2026")
    assert (event.kind, event.due, event.waits_for) == (Kind.RELATIVE, None, "kết thúc đợt 30/6/2026")


@pytest.mark.parametrize(("text", "usual"), [
    ("10 ngày sau khi khi Nghị định có hiệu lực", "10 ngày sau khi Nghị định có hiệu lực"),
    ("10 ngày sau khi; kết thúc quý II/2026", "10 ngày sau khi kết thúc quý II/2026"),
    ("10 ngày sau khi, ngày kết thúc quý", "10 ngày sau khi kết thúc quý"),
    ("sau 30 ngày kể từ ngày 20/5/2026, từ 8 giờ đến 11 giờ", "sau 30 ngày kể từ ngày 20/5/2026"),
    ("Ngày 15 tháng cuối quý, từ năm 2026", "hằng quý, ngày 15 tháng cuối quý, từ năm 2026"),
    ("Ngày 15 tháng cuối quý đến hết năm 2027", "hằng quý, ngày 15 tháng cuối quý đến hết năm 2027"),
])  # fmt: skip
def test_the_same(text: str, usual: str) -> None:
    """A doubled word, a mark behind "sau khi" or a recurrence said without "hằng quý" changes nothing."""
    assert meaning(parse(text)) == meaning(parse(usual))


@pytest.mark.parametrize("behind", [
    "", ", báo cáo trước ngày 15/7/2026", " trước ngày 30/6/2026", "; thường xuyên", " hoặc hằng năm",
    " trong quý II/2026", ":",
])  # fmt: skip
def test_a_plan_ends_before_the_last_time(behind: str) -> None:
    """ "Theo Kế hoạch … trong quý II" ends in that quarter, whatever follows; the plan's name has no time."""
    read = parse(f"Theo Kế hoạch số 5/KH-UBND trong quý II/2026{behind}")
    assert read.due == date(2026, 6, 30)
    assert [part.waits_for for part in read.also if part.waits_for] == ["Kế hoạch số 5/KH-UBND"]


VOCABULARY = re.split(r"[|\n]", """\
trước ngày|ngày|tháng|quý|năm|24/8|15/5/2026|31/2/2023|29/2/2024|5|12|13|2025|2026|2027|I|III|V|/|-|,|.|;|(
từ|đến|đến hết|trong|giai đoạn|hằng năm|hằng quý|hằng tháng|hằng tuần|định kỳ|6 tháng|đầu năm|cuối năm|giữa
cuối|thứ Sáu|thường xuyên|và những năm tiếp theo|hoặc|và|đột xuất|theo yêu cầu|theo kế hoạch|sau khi|sau
kể từ|05 ngày làm việc|chậm nhất|hoàn thành|kịp thời|báo cáo|Bộ Nội vụ|tháng cuối quý|1/lần|từng giai đoạn
2O23|)|năm sau|tháng liền kề|năm báo cáo|tháng:|8 giờ 30 phút|trước 17h00|kết thúc|hết|quý II/2026
9 tháng|kỳ họp thứ 5|đưa vào sử dụng|bắt đầu|từ khi ban hành|10 ngày sau khi|sau 30 ngày kể từ|ngày ban hành
trong tháng|ngày 31|tháng đầu quý sau|thứ Hai|2 tháng một lần|10/6|và ngày 15|từng
chậm nhất 5 ngày""")  # fmt: skip
SENTENCES = st.lists(st.sampled_from(VOCABULARY), max_size=9).map(" ".join)
TEXTS = st.one_of(SENTENCES, SENTENCES, st.text(max_size=60))
PHRASES = st.sampled_from([text for text, _year, _expected in CASES])
PAIRS = st.tuples(PHRASES, st.sampled_from(("; ", ", ", " và ", ". ", " ")), PHRASES).map("".join)


def spoilt(phrase: str, place: int, word: str) -> str:
    """A phrase with another word in the place of one of its own."""
    words = phrase.split()
    words[place % len(words)] = word
    return " ".join(words)


SPOILT = st.builds(spoilt, PHRASES, st.integers(0, 9), st.sampled_from(VOCABULARY))
# Words at random are hardly ever a deadline.
ANY = st.one_of(TEXTS, PHRASES, PAIRS, SPOILT)


def flat(deadline: Deadline) -> list[Deadline]:
    return [deadline, *(inner for part in deadline.also for inner in flat(part))]


@given(ANY, st.one_of(st.none(), st.integers(2020, 2035)))
def test_never_raises(text: str, year: int | None) -> None:
    """Any text gives a deadline that can be said, written and rolled out."""
    deadline = parse(text, year)
    assert describe(deadline)
    assert as_json(deadline)
    for part in flat(deadline):
        assert (part.kind is Kind.NONE) == bool(part.problem)
        part.late_after()
        part.due_from(date(2026, 1, 31))
        assert not (part.start and part.due) or part.start <= part.due
        if part.rrule:
            rrulestr(part.rrule, dtstart=part.start and None)
        assert bool(part.rrule) == (part.kind is Kind.RECURRING)


LATER = re.compile("năm (liền |sau|kế|tiếp theo|tới)|kể từ|sau khi", re.IGNORECASE)


@given(ANY)
def test_never_guesses_a_year(text: str) -> None:
    """Without the plan's year every day is of a year in the text, or the day just before or after it.

    Of the year after it too, where the text says "năm sau" or counts from an end.
    """
    years = {int(y) for y in re.findall(r"[0-9]{4}", text)}
    if LATER.search(text):
        years |= {year + 1 for year in years}
    for part in flat(parse(text)):
        for day in (part.due, part.start):
            near = {day + timedelta(days=n) for n in (-1, 0, 1)} if day else set()
            assert not day or years & {d.year for d in near}


@given(ANY)
def test_text_is_idempotent(text: str) -> None:
    """The kept text is read as the same deadline again."""
    deadline = parse(text, 2026)
    assert parse(deadline.text, 2026) == deadline


@given(
    st.integers(0, 40),
    st.integers(0, 15),
    st.integers(2000, 2099),
    st.sampled_from(["", "ngày ", "trước ngày "]),
)
def test_only_days_that_exist(day: int, month: int, year: int, lead: str) -> None:
    """A day that is not in the calendar is never read, and every other is."""
    try:
        named = date(year, month, day)
    except ValueError:
        assert parse(f"{lead}{day}/{month}/{year}").kind is Kind.NONE
    else:
        due = named - timedelta(days=1) if lead.startswith("trước") else named
        assert parse(f"{lead}{day}/{month}/{year}").due == due


def test_a_page_of_text_is_no_deadline() -> None:
    """A text far longer than any deadline is refused at once; reading it would take minutes."""
    with no_hang():
        read = parse("hằng năm " * 2000)
    assert read.kind is Kind.NONE
    assert read.problem is not None


@pytest.mark.soak
@settings(max_examples=50_000, deadline=None)
@given(TEXTS, st.one_of(st.none(), st.integers(2020, 2035)))
def test_never_raises_for_long(text: str, year: int | None) -> None:
    """Fifty thousand texts are read, or refused with a problem, and none raises."""
    read = parse(text, year)
    assert (read.kind is Kind.NONE) == (read.problem is not None)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("05 ngày trước ngày họp", date(2026, 6, 10)),
        ("01 ngày trước ngày họp", date(2026, 6, 14)),
        # 15/6/2026 is a Monday: Friday is one working day before it.
        ("01 ngày làm việc trước ngày họp", date(2026, 6, 12)),
        ("trước 05 ngày làm việc so với ngày họp", date(2026, 6, 8)),
        ("trước mùa mưa bão", date(2026, 6, 14)),
    ],
)
def test_a_term_back_from_an_event(text: str, due: date) -> None:
    """A term that ends before an event is counted back from its day, which is not counted."""
    read = parse(text, 2026)
    assert read.due_from(date(2026, 6, 15)) == due
    assert read.due_from(date.min) is None
