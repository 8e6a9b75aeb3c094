"""Sentences with a time or an order that give no task are named, and letters in plain paragraphs are read."""

import json
from pathlib import Path

import pytest

from conftest import Run
from kehoach.importing import analysis


def _paper(doc_type: str, body: str) -> str:
    return (
        "UBND TỈNH X\nSố: 5/UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
        f"X, ngày 05 tháng 01 năm 2026\n{doc_type}\nViệc giả định\n{body}"
    )


def _letter(body: str) -> str:
    head = (
        "UBND TỈNH X\nSố: 5/UBND-NC\nV/v rà soát giả định\nX, ngày 05 tháng 01 năm 2026\nKính gửi: Các sở.\n"
    )
    return f"{head}{body}Nơi nhận:\n- Như trên.\n"


INVITATION = _paper(
    "GIẤY MỜI",
    "UBND tỉnh trân trọng kính mời các đồng chí dự họp:\n1. Thành phần\n- Lãnh đạo Sở Y tế.\n"
    "2. Thời gian: 08 giờ 00, ngày 15/3/2026 (thứ Sáu).\n3. Địa điểm: Phòng họp số 2.\n4. Chuẩn bị\n"
    "- Giao Sở A chuẩn bị báo cáo giả định, gửi về Văn phòng trước ngày 10/3/2026.\n"
    "- Sở B chuẩn bị ý kiến giả định.\n- Các đại biểu gửi danh sách trước ngày 12/3/2026.\n",
)
#: What of each text is named, by the beginnings of its words.
NAMED = {
    "invitation": (INVITATION, ["2. Thời gian", "- Giao Sở A", "- Sở B", "- Các đại biểu"]),
    "report": (
        _paper(
            "BÁO CÁO",
            "I. KẾT QUẢ\n1. Sở A đã mở 5 lớp giả định, xong trước ngày 30/11/2025.\n2. Sở B phối hợp với "
            "Sở C sửa 02 cầu.\nII. PHƯƠNG HƯỚNG\n1. Sở A tiếp tục rà soát, xong trước ngày 30/6/2026.\n"
            "2. Đề nghị Bộ B hướng dẫn việc giả định.\n",
        ),
        ["1. Sở A tiếp tục", "2. Đề nghị Bộ B"],
    ),
    "aims": (
        _paper(
            "KẾ HOẠCH",
            "I. MỤC TIÊU\n1. Hết quý II/2026 sửa xong 10 cầu, xong trước ngày 30/6/2026.\n2. Việc chung.\n"
            "II. NHIỆM VỤ\n1. Sở A lập sổ giả định.\n",
        ),
        ["1. Hết quý II"],
    ),
    "nobody": (
        _paper(
            "KẾ HOẠCH", "I. VIỆC\n1. Sửa cầu giả định, hoàn thành trước ngày 30/6/2026.\n2. Sở A lập sổ.\n"
        ),
        ["1. Sửa cầu"],
    ),
    "a heading whose time is handed down": (
        _paper("KẾ HOẠCH", "I. VIỆC\n1. Trong quý II/2026:\n- Sở A lập sổ giả định.\n"),
        [],
    ),
    "the day before, the day, the day after": (
        _paper(
            "KẾ HOẠCH",
            "I. VIỆC\n1. Sửa cầu, xong trước ngày 05/01/2026.\n2. Sửa cầu hai, xong trước ngày 06/01/2026."
            "\n3. Sửa cầu ba, xong trước ngày 07/01/2026.\n",
        ),
        ["2. Sửa cầu hai", "3. Sửa cầu ba"],
    ),
}


@pytest.mark.parametrize("name", NAMED)
def test_what_gives_no_task_is_named(name: str) -> None:
    """Days and orders that are no task are told; who comes, and what lay before the document, is not."""
    text, right = NAMED[name]
    words = [one.paragraph.written for one in analysis.read(text).left_out]
    assert [written[: len(begins)] for written, begins in zip(words, right, strict=True)] == right


def test_the_report_and_the_data_name_them(kehoach: Run, empty: Path, tmp_path: Path) -> None:
    """An invitation gives no task, and each of its sentences with a day or an order is an entry with why."""
    (tmp_path / "moi.txt").write_text(INVITATION, encoding="utf-8")
    done = kehoach("--lang", "en", "import", tmp_path / "moi.txt", "--plan", "gm-5-2026", "--root", empty)
    assert "No task was found" in done.stdout
    assert "source.txt, line 14: - Giao Sở A" in done.stdout
    assert "a document of this type gives no tasks: Giấy mời" in done.stdout
    told = json.loads(kehoach("import", tmp_path / "moi.txt", "--format", "json").stdout)
    assert told["items"] == []
    assert told["figures"]["left_out"] == 4
    assert [one["line"] for one in told["left_out"]] == [11, 14, 15, 16]
    assert told["left_out"][1]["deadline"] == "trước ngày 10/3/2026"


LETTERS: dict[str, tuple[str, list[tuple[str, str | None]]]] = {
    "grounds, then who gives": (
        "Thực hiện Công văn số 3/BNV của Bộ Nội vụ về việc giả định, Ủy ban nhân dân tỉnh đề nghị các sở, "
        "ban, ngành rà soát, báo cáo trước ngày 20/01/2026.\nGiao Sở A tổng hợp trước ngày 25/01/2026.\n"
        "Sở B bố trí kinh phí giả định.\n",
        [("các sở, ban, ngành", "trước ngày 20/01/2026"), ("Sở A", "trước ngày 25/01/2026"), ("Sở B", None)],
    ),
    "who gives comes first": (
        "Chủ tịch Ủy ban nhân dân tỉnh X giao Sở A chủ trì kiểm tra, báo cáo trước ngày 20/01/2026.\n",
        [("Sở A", "trước ngày 20/01/2026")],
    ),
    "what was comes first": (
        "Sở C có Tờ trình số 5/TTr-SC về việc giả định.\nSở D phối hợp với Sở C đề xuất việc giả định.\n"
        "UBND tỉnh yêu cầu Sở A kiểm tra trong tháng 02/2026.\n",
        [("Sở A", "trong tháng 02/2026")],
    ),
    "thanks": ("Ủy ban nhân dân tỉnh trân trọng cảm ơn quý cơ quan.\n", []),
}


@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_in_plain_paragraphs(name: str) -> None:
    """Without any number the first sentence that gives somebody something to do begins what is to be done."""
    body, right = LETTERS[name]
    assert [(*one.owners, one.deadline) for one in analysis.read(_letter(body)).all] == right
