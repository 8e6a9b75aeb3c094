"""The time that a report is about is read from the words that officials use, and never guessed."""

import pytest

from conftest import no_hang
from kehoach.deadline import periods


def said(text: str, year: int | None = 2026) -> str:
    return ", ".join(f"{s.first:%d/%m/%y}-{s.last:%d/%m/%y}" for s in periods(text, year))


@pytest.mark.parametrize(("text", "spans"), [
    ("quý II", "01/04/26-30/06/26"),
    ("quý 2/2026", "01/04/26-30/06/26"),
    ("Quý II năm 2026", "01/04/26-30/06/26"),
    ("QUÝ II/2025", "01/04/25-30/06/25"),
    ("tháng 6/2026", "01/06/26-30/06/26"),
    ("tháng 2 năm 2024", "01/02/24-29/02/24"),
    ("6/2026", "01/06/26-30/06/26"),
    ("6 tháng đầu năm", "01/01/26-30/06/26"),
    ("6 tháng cuối năm 2025", "01/07/25-31/12/25"),
    ("6 tháng", "01/01/26-30/06/26"),
    ("9 tháng", "01/01/26-30/09/26"),
    ("09 tháng đầu năm 2026", "01/01/26-30/09/26"),
    ("chín tháng năm 2025", "01/01/25-30/09/25"),
    ("năm 2026", "01/01/26-31/12/26"),
    ("2026", "01/01/26-31/12/26"),
    ("quý I, II/2026", "01/01/26-31/03/26, 01/04/26-30/06/26"),
    ("quý I và quý II năm 2025", "01/01/25-31/03/25, 01/04/25-30/06/25"),
    ("Quý IV/2025; quý I/2026", "01/10/25-31/12/25, 01/01/26-31/03/26"),
    ("tháng 5, 6, 7/2026", "01/05/26-31/05/26, 01/06/26-30/06/26, 01/07/26-31/07/26"),
    ("tháng 1 - tháng 6/2026", "01/01/26-30/06/26"),
    ("từ tháng 1 đến tháng 6 năm 2026", "01/01/26-30/06/26"),
    ("kỳ báo cáo quý II/2026", "01/04/26-30/06/26"),
    ("hạn 18/3/2026", "18/03/26-18/03/26"),
    ("lần 2", ""), ("đợt 1 năm 2026", ""), ("quý V/2026", ""), ("tháng 13/2026", ""), ("31/2/2026", ""),
    ("", ""), ("hằng quý", ""), ("thường xuyên", ""), ("trước quý II/2026", ""), ("từ quý II/2026", ""),
    ("sau quý II/2026", ""), ("đến hết quý II/2026", ""), ("tháng 6 - tháng 1/2026", ""), ("báo cáo", ""),
    ("quý II/2026 đã gửi", ""), ("12 tháng", ""),
])  # fmt: skip
def test_periods(text: str, spans: str) -> None:
    """Each value is read as its first and last days, or not at all."""
    assert said(text) == spans


def test_year_of_the_paper() -> None:
    """Without a year in the text nor of the paper there is no period."""
    assert said("quý II", None) == ""
    assert said("quý II/2025", None) == "01/04/25-30/06/25"


def test_a_page_of_text_is_no_period() -> None:
    """A text far longer than any period is refused at once."""
    with no_hang():
        assert said("tháng 5, " * 2000) == ""
