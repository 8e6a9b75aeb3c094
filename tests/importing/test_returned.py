"""A document of ours that comes back: exactly what was changed in it is named, and nothing else."""

import io
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import docx
import pytest
from docx.document import Document as WordDocument
from docx.text.paragraph import Paragraph

from conftest import ROOT, Run, copy_of
from kehoach import documents, renewal
from kehoach.editing.drafts import Draft
from kehoach.export import word
from kehoach.importing import readers, returned
from kehoach.importing.returned import Returned
from kehoach.language import i18n
from kehoach.plan import Plan, reader
from kehoach.progress import Progress

AS_OF = date(2026, 11, 22)
pytestmark = pytest.mark.usefixtures("read_here")


@dataclass(frozen=True)
class Sent:
    """The Word of a plan as it goes out, and whether it is a draft."""

    content: bytes
    draft: bool


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Sent]:
    """The Word of the demo plan, of its next plan, and of the real plan."""
    i18n.use("en")
    root = copy_of("demo", tmp_path_factory.mktemp("sent"))
    draft = Draft(root)
    renewal.renew(draft, Progress(draft.plan, AS_OF), draft.plan.needs["KH-9-2026"], 2027)
    plans: dict[str, Plan] = dict.fromkeys(("KH-9-2026", "KH-DT-9-2027"), draft.plan)
    plans["KH-172-2023"] = reader.read(ROOT)
    return {
        name: Sent(
            word.word(documents.official_text(Progress(plan, AS_OF), plan.needs[name])),
            plan.needs[name].unsigned,
        )
        for name, plan in plans.items()
    }


@pytest.fixture
def compare(tmp_path: Path) -> Callable[[Sent, Path], Returned]:
    """Holds a file that came back against what went out."""

    def compared(sent: Sent, file: Path) -> Returned:
        ours = tmp_path / "ours.docx"
        ours.write_bytes(sent.content)
        texts = [readers.read(path).text for path in (ours, file)]
        return returned.compare(*texts, draft=sent.draft, wrapped=False, ignored=("DRAFT",))

    return compared


Compare = Callable[[Sent, Path], Returned]


@contextmanager
def edited(content: bytes, path: Path) -> Iterator[WordDocument]:
    """A Word file, open to be changed."""
    made = docx.Document(io.BytesIO(content))
    yield made
    made.save(str(path))


def paragraph(made: WordDocument, words: str) -> Paragraph:
    """The paragraph of the text that begins so."""
    return next(p for p in made.paragraphs if p.text.startswith(words))


def test_nothing_is_changed(sent: dict[str, Sent], compare: Compare, tmp_path: Path) -> None:
    """What comes back as it went out differs nowhere: the demo, its next plan, the real plan."""
    for plan in sent.values():
        (tmp_path / "back.docx").write_bytes(plan.content)
        assert compare(plan, tmp_path / "back.docx") == Returned((), ())


def ten_changes(made: WordDocument) -> None:
    """Change ten places of the next plan, as people do in an office program."""
    subject = next(p for p in made.paragraphs if p.text.startswith("TRIỂN KHAI"))
    subject.runs[0].text = subject.runs[0].text.replace("TRIỂN KHAI", "TĂNG CƯỜNG")
    _say(paragraph(made, "Ủy ban nhân dân tỉnh X ban hành"), "cụ thể như sau", "với nội dung như sau")
    _say(paragraph(made, "- Triển khai thi hành Luật"), "kịp thời, đồng bộ", "kịp thời")
    _say(paragraph(made, "II. "), "TRỌNG TÂM", "CHỦ YẾU")
    _say(paragraph(made, "- Thời gian thực hiện: Ngày 30/6/2027"), "30/6/2027", "31/7/2027")
    _say(paragraph(made, "- Cơ quan chủ trì: Sở Tài chính"), "Tài chính", "Tư pháp")
    _say(paragraph(made, "- Cơ quan thực hiện: Sở Khoa học"), ", Báo và Đài tỉnh X", "")
    _say(paragraph(made, "4. Cập nhật"), "pháp luật", "quốc gia về pháp luật")
    first = paragraph(made, "17. Đề nghị")
    added = ("18. Tổng kết việc thi hành Luật.", "- Cơ quan chủ trì: Sở Nội vụ.")
    for words in added:
        first.insert_paragraph_before(words)
    gone = paragraph(made, "8. Tổ chức hội thảo")
    for _line in range(4):
        behind = gone._p.getnext()
        gone._p.getparent().remove(gone._p)
        gone = Paragraph(behind, gone._parent)


def _say(line: Paragraph, old: str, new: str) -> None:
    run = next(run for run in line.runs if old in run.text)
    run.text = run.text.replace(old, new)


TEN = [
    ("subject", "TRIỂN KHAI", "TĂNG CƯỜNG"),
    ("body", "cụ thể như sau", "với nội dung như sau"),
    ("body", "kịp thời, đồng bộ", "kịp thời"),
    ("body", "TRỌNG TÂM", "CHỦ YẾU"),
    ("body", "30/6/2027", "31/7/2027"),
    ("body", "Sở Tài chính", "Sở Tư pháp"),
    ("body", "Báo và Đài", "Sở Khoa học và Công nghệ"),
    ("body", "pháp luật", "quốc gia về pháp luật"),
    ("body", "8. Tổ chức hội thảo", ""),
    ("body", "", "18. Tổng kết"),
]


def assert_exactly_ten(found: Returned) -> None:
    """The ten places in the order of the text, each with what it said and says."""
    assert found.signed == ()
    assert len(found.differences) == len(TEN), found.differences
    for place, (part, ours, theirs) in zip(found.differences, TEN, strict=True):
        assert (place.part, bool(place.ours), bool(place.theirs)) == (part, bool(ours), bool(theirs))
        assert ours in " ".join(place.ours)
        assert theirs in " ".join(place.theirs)


def test_exactly_ten_places_are_changed(sent: dict[str, Sent], compare: Compare, tmp_path: Path) -> None:
    """Of ten changes each is one difference, a clause taken out and one put in too."""
    plan = sent["KH-DT-9-2027"]
    with edited(plan.content, tmp_path / "back.docx") as made:
        ten_changes(made)
    assert_exactly_ten(compare(plan, tmp_path / "back.docx"))


def test_what_signing_puts_in_is_no_difference(
    sent: dict[str, Sent], compare: Compare, tmp_path: Path
) -> None:
    """Number and day of a draft are told apart; of a signed plan they are differences."""
    for name, differences in (("KH-DT-9-2027", 0), ("KH-9-2026", 2)):
        plan = sent[name]
        with edited(plan.content, tmp_path / "back.docx") as made:
            for line in _head(made):
                if line.text.startswith("Số:"):
                    line.runs[0].text = "Số: 15/KH-UBND"
                elif "ngày" in line.text:
                    line.runs[0].text = "X, ngày 06 tháng 01 năm 2027"
        found = compare(plan, tmp_path / "back.docx")
        assert len(found.differences) == differences
        assert found.signed == (("Số: 15/KH-UBND", "X, ngày 06 tháng 01 năm 2027") if not differences else ())


def _head(made: WordDocument) -> list[Paragraph]:
    return [line for row in made.tables[0].rows for cell in row.cells for line in cell.paragraphs]


def test_the_lines_of_a_pdf_are_no_paragraphs() -> None:
    """Where lines are wrapped, words are compared: line ends and the foot of a page are no differences."""
    head = "I. NHIỆM VỤ\n\n1. Rà soát văn bản của tỉnh có liên quan đến Luật.\n- Cơ quan chủ trì: Sở Tư pháp."
    back = (
        "I. NHIỆM VỤ\n1. Rà soát văn bản của tỉnh có\nBản giả định 2\nliên quan đến Luật.\n"
        "- Cơ quan chủ trì: Sở Nội vụ."
    )
    found = returned.compare(head, back, draft=False, wrapped=True, ignored=("Bản giả định",))
    (place,) = found.differences
    assert (place.ours, place.theirs) == (("Tư pháp.",), ("Nội vụ.",))


HEAD = (
    "ỦY BAN NHÂN DÂN TỈNH X\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n{number}\n"
    "X, {day} năm 2027\nKẾ HOẠCH\nVỀ CÔNG TÁC MẪU\nỦy ban nhân dân tỉnh X ban hành Kế hoạch như sau:\n"
)
MIXED = (
    "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH X Độc lập - Tự do - Hạnh phúc\n"
    "{number} X, {day} năm 2027\nKẾ HOẠCH\n{subject}\nỦy ban nhân dân tỉnh X ban hành Kế\nhoạch như sau:\n"
)


@pytest.mark.parametrize(
    ("number", "subject", "differences", "signed"),
    [
        ("Số: …/KH-UBND", "VỀ CÔNG TÁC MẪU", 0, ()),
        ("Số: 15/KH-UBND", "VỀ CÔNG TÁC MẪU", 0, ("15/KH-UBND",)),
        ("Số: …/KH-UBND", "VỀ CÔNG TÁC KHÁC", 1, ()),
    ],
)
def test_two_columns_of_a_pdf_as_one(
    number: str, subject: str, differences: int, signed: tuple[str, ...]
) -> None:
    """A letterhead whose columns stand in one line each is compared by its words."""
    ours = HEAD.format(number="Số: …/KH-UBND", day="ngày … tháng …")
    theirs = MIXED.format(number=number, day="ngày … tháng …", subject=subject)
    found = returned.compare(ours, theirs, draft=True, wrapped=True)
    assert (len(found.differences), found.signed) == (differences, signed)


def test_the_command_names_each_place(
    demo: Path, kehoach: Run, sent: dict[str, Sent], tmp_path: Path
) -> None:
    """Exit code 0 where nothing differs, 1 with each place by its object; nothing is written."""
    before = sorted(path.name for path in (demo / "needs/kh-9-2026").iterdir())
    back = tmp_path / "back.docx"
    back.write_bytes(sent["KH-9-2026"].content)
    compare = ("import", back, "--plan", "kh-9-2026", "--compare", "--root", demo)
    same = kehoach(*compare)
    assert (same.returncode, same.stdout) == (0, "Đúng từng chữ với KH-9-2026.\n")
    with edited(back.read_bytes(), back) as made:
        _say(paragraph(made, "- Thời gian thực hiện: Quý I năm 2026"), "Quý I ", "Quý II ")
        # A line that many tasks have is that of the one in which it is changed.
        alike = [p for p in made.paragraphs if p.text == "- Cơ quan chủ trì: Sở Tư pháp."]
        _say(alike[2], "Tư pháp", "Nội vụ")
    other = kehoach(*compare)
    assert other.returncode == 1
    assert "1. needs/kh-9-2026/ii-nhiem-vu.md:5: NV-9-2026-II-1 `deadline`\n" in other.stdout
    assert "2. needs/kh-9-2026/ii-nhiem-vu.md:78: NV-9-2026-II-4 `owner`\n" in other.stdout
    assert "   + - Thời gian thực hiện: Quý II năm 2026.\n" in other.stdout
    assert sorted(path.name for path in (demo / "needs/kh-9-2026").iterdir()) == before


@pytest.mark.soak
def test_libreoffice_changes_nothing_of_its_own(
    sent: dict[str, Sent], compare: Compare, tmp_path: Path
) -> None:
    """Opened and saved by LibreOffice, none differs; with the ten changes, exactly those are found."""
    office = shutil.which("soffice")
    assert office, "LibreOffice has to be there: apt install libreoffice-writer"
    for name, plan in sent.items():
        (tmp_path / f"{name}.docx").write_bytes(plan.content)
    plan = sent["KH-DT-9-2027"]
    with edited(plan.content, tmp_path / "ten.docx") as made:
        ten_changes(made)
    out = tmp_path / "saved"
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(path) for path in sorted(tmp_path.glob("*.docx"))]
    command = [office, "--headless", profile, "--convert-to", "docx", "--outdir", str(out), *files]
    subprocess.run(command, check=True, capture_output=True, timeout=300, env=os.environ)
    for name, each in sent.items():
        assert compare(each, out / f"{name}.docx") == Returned((), ())
    assert_exactly_ten(compare(plan, out / "ten.docx"))
