"""Whatever is readable is said back in plain words that read to the same meaning."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deadline.test_deadline import ANY, CASES
from kehoach.changes.meaning import meaning
from kehoach.deadline import Deadline, Kind, describe, parse
from kehoach.deadline.plainly import said_plainly


def apart_from_haste(read: Deadline) -> Deadline:
    """What is meant, where all words of haste mean the same."""
    also = tuple(map(apart_from_haste, read.also))
    return meaning(replace(read, text="" if read.kind is Kind.VAGUE else read.text, also=also))


def agrees(text: str, year: int | None) -> None:
    read = parse(text, year)
    plain = said_plainly(read)
    assert bool(plain) == (read.problem is None)
    if plain:
        assert apart_from_haste(parse(plain)) == apart_from_haste(read)


@pytest.mark.parametrize(("text", "year", "_expected"), CASES)
def test_cases(text: str, year: int, _expected: object) -> None:
    """Every row of the tables is said back."""
    agrees(text, year)


@given(ANY, st.integers(2020, 2035))
def test_any(text: str, year: int) -> None:
    """Whatever is read of any text is said back, with every year in the words."""
    agrees(text, year)


@pytest.mark.soak
@settings(max_examples=50_000, deadline=None)
@given(ANY, st.integers(2020, 2035))
def test_any_for_long(text: str, year: int) -> None:
    """The same for fifty thousand texts."""
    agrees(text, year)


@pytest.mark.parametrize(("text", "plain"), [
    ("Xong trong Quý II", "đến hết tháng 6/2026"),
    ("Trước ngày 24/8", "trước ngày 24/8/2026"),
    ("Từ 20 giờ 15 phút - 20 giờ 45 phút ngày 24 tháng 4", "ngày 24/4/2026"),
    ("Trước ngày 31/01 năm liền kề", "trước ngày 31/1/2027"),
    ("Tháng: ngày 22 hàng tháng", "ngày 22 hằng tháng"),
    ("trước ngày 31 hằng tháng", "trước ngày 31 hằng tháng"),
    ("02 ngày làm việc sau khi hết quý", "2 ngày làm việc sau khi kết thúc quý"),
    ("Quý I, 6 tháng, 9 tháng và năm", "hằng quý"),
    ("trước 15/9; báo cáo trước 30/9", "trước ngày 15/9/2026. báo cáo trước ngày 30/9/2026"),
    ("Năm 2026 (sau khi Luật có hiệu lực)", "đến hết tháng 12/2026. (sau khi Luật có hiệu lực)"),
    ("Quý V năm 2023", ""),
    ("trước tháng 6/2026", "trước tháng 6/2026"),
    ("giữa tháng 6/2026", "giữa tháng 6/2026"),
    ("cuối tháng 6/2026", "đến hết tháng 6/2026"),
    ("từ ngày 1/5/2026 đến ngày 30/6/2026", "từ ngày 1/5/2026 đến ngày 30/6/2026"),
    ("Từ quý II/2027", "từ ngày 1/4/2027"),
    ("thường xuyên, từ năm 2026 đến năm 2030", "thường xuyên, từ ngày 1/1/2026 đến ngày 31/12/2030"),
    ("thường xuyên đến năm 2027", "thường xuyên, đến hết ngày 31/12/2027"),
    ("hằng ngày", "hằng ngày"),
    ("2 tuần một lần", "2 tuần một lần"),
    ("định kỳ 9 tháng", "tháng 9 hằng năm"),
    ("ngày 31 hằng tháng", "ngày 31 hằng tháng"),
    ("ngày 20 tháng cuối quý", "ngày 20 tháng cuối quý"),
    ("trước thứ Sáu hằng tuần", "trước thứ Sáu hằng tuần"),
    ("5 ngày sau khi kết thúc quý", "5 ngày sau khi kết thúc quý"),
    ("5 ngày sau khi kết thúc 2 tháng", "5 ngày sau khi kết thúc 2 tháng"),
    ("10 ngày sau khi kết thúc 9 tháng", "10 ngày sau khi kết thúc 9 tháng"),
    ("10 ngày sau khi kết thúc năm", "10 ngày sau khi kết thúc năm"),
    ("trong thời hạn 02 năm kể từ ngày ký", "trong 2 năm kể từ ngày ký"),
    ("trong thời hạn 18 tháng kể từ ngày ký", "trong 18 tháng kể từ ngày ký"),
    ("trong vòng 200 tuần kể từ ngày ký", "trong 200 tuần kể từ ngày ký"),
    ("trong 5 ngày làm việc kể từ ngày ký", "trong 5 ngày làm việc kể từ ngày ký"),
    ("sau 30 ngày kể từ ngày ký", "sau 30 ngày kể từ ngày ký"),
    ("Quý II/2026, báo cáo trước ngày 15/7/2026", "đến hết tháng 6/2026. báo cáo trước ngày 15/7/2026"),
    ("theo thời hạn quý tại văn bản", "theo thời hạn quý tại văn bản"),
    ("mỗi giai đoạn", "theo mỗi giai đoạn"),
    ("chậm nhất 5 ngày (từ ngày kết thúc tháng)", "chậm nhất 5 ngày. (sau ngày kết thúc tháng)"),
    ("từ năm 2026, 5 ngày sau khi kết thúc 6 tháng", "từ ngày 1/1/2026, 5 ngày sau khi kết thúc 6 tháng"),
    ("Ngày 15 tháng cuối quý, năm 2026 - 2027",
     "ngày 15 tháng cuối quý, từ ngày 1/1/2026 đến ngày 31/12/2027"),
    ("trước mùa mưa bão năm 2027: Ngày 15, 16/5/2026. 5 ngày trước ngày họp",
     "ngày 16/5/2026. trước mùa mưa bão năm 2027: Ngày 15. hoàn thành 5 ngày trước ngày họp"),
])  # fmt: skip
def test_words(text: str, plain: str) -> None:
    """Each kind of deadline has its plain words, those of officials; a plain deadline has its own."""
    assert said_plainly(parse(text, 2026)) == plain
    agrees(text, 2026)


def test_described() -> None:
    """``describe`` says the plain words unless the text has them already."""
    assert "trước ngày 24/8/2026" in describe(parse("Trước ngày 24/8", 2026))
    assert "plain words" not in describe(parse("trước ngày 24/8/2026"))
