"""Forms that offices write: read whole, or refused at the line that is wrong."""

from dataclasses import replace
from pathlib import Path

import pytest

from conftest import ROOT
from kehoach import rules
from kehoach.documents import form_named
from kehoach.files.git import Repository
from kehoach.files.tree import Folder
from kehoach.plan import FaultKind, forms, reader
from kehoach.plan.forms import FIELDS
from kehoach.reports.tables import Scope
from kehoach.reports.tables.forms import columns_of
from kehoach.rules.form import form_of_report
from kehoach.rules.registry import Check
from reports.test_status import on, real_plan

SOUND = """\
title = "BIỂU"
rows = "agencies"
total = "Cộng"
after = [
  "Ghi chú: số liệu giả định.",
]

[[columns]]
label = "Cơ quan"
value = "name"

[[columns]]
group = ["Nhiệm vụ"]
label = "Tổng"
value = "counted"
width = 9
"""


def test_a_sound_form_is_read() -> None:
    """With its words, its columns and their groups."""
    form, faults = forms.read("forms/bieu.toml", SOUND.encode())
    assert faults == []
    assert form
    assert (form.name, form.rows, form.total, form.landscape) == ("bieu", "agencies", "Cộng", True)
    assert [(c.group, c.label, c.value, c.width) for c in form.columns] == [
        ((), "Cơ quan", "name", 0),
        (("Nhiệm vụ",), "Tổng", "counted", 9),
    ]


@pytest.mark.parametrize(
    ("old", "new", "line", "what", "near"),
    [
        ('value = "counted"', 'value = "count"', 15, "value", "counted"),
        ('value = "name"', 'value = "task"', 10, "value", ""),
        ('rows = "agencies"', 'rows = "agency"', 2, "rows", ""),
        ('rows = "agencies"', 'rows = "tasks"', 3, "total", ""),
        ('title = "BIỂU"', 'titel = "BIỂU"', 1, "key", "title"),
        ('title = "BIỂU"', 'title = ""', 1, "not-text", ""),
        ('total = "Cộng"', "total = 3", 3, "not-text", ""),
        ('group = ["Nhiệm vụ"]', 'group = "Nhiệm vụ"', 13, "not-words", ""),
        ("width = 9", "width = 0", 16, "not-width", ""),
        ("width = 9", "width = true", 16, "not-width", ""),
        ('total = "Cộng"', 'landscape = "có"', 3, "not-flag", ""),
        ('label = "Tổng"', 'nhan = "Tổng"', 14, "key", ""),
        ('label = "Cơ quan"\n', "", 8, "missing", ""),
        ('title = "BIỂU"', "title = BIỂU", 1, "toml", ""),
        ("width = 9", "width = ", 16, "toml", ""),
        ("width = 9", '"""', 16, "toml", ""),
        ("[[columns]]\ngroup", "[columns]\ngroup", 12, "toml", ""),
    ],
)
def test_a_wrong_line_is_named(old: str, new: str, line: int, what: str, near: str) -> None:
    """Each mistake is found at its line, with the nearest word that would be right."""
    assert old in SOUND
    form, faults = forms.read("forms/bieu.toml", SOUND.replace(old, new, 1).encode())
    assert form is None
    assert (faults[0].line, faults[0].field, faults[0].hint) == (line, what, near)
    assert all(fault.kind is FaultKind.FORM for fault in faults)


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", ["missing", "missing", "missing"]),
        ('title = "B"\nrows = "tasks"\ncolumns = []\n', ["missing"]),
        ('title = "B"\nrows = "tasks"\ncolumns = ["task"]\n', ["not-columns"]),
        ('title = "B"\nrows = "tasks"\n[columns]\nlabel = "x"\n', ["not-columns"]),
        ('title = "B"\nrows = "tasks"\n' + '[[columns]]\nlabel = "x"\n' * 31, ["wide"]),
        ("# " + "x" * 50_000, ["long"]),
        ("a = " + "[" * 5000, ["toml"]),
        ("a = 1" + "0" * 5000, ["toml"]),
    ],
)
def test_what_is_no_form_is_refused(text: str, what: list[str]) -> None:
    """Empty, without columns, too wide, too long, or nested to no end."""
    form, faults = forms.read("forms/x.toml", text.encode())
    assert form is None
    assert [fault.field for fault in faults] == what


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (SOUND.encode("utf-16"), FaultKind.ENCODING),
        (SOUND.replace("\n", "\r\n").encode(), FaultKind.LINE_ENDS),
        (SOUND.replace("BIỂU", "BIE\u0302\u0309U").encode(), FaultKind.NOT_NFC),
        (SOUND.replace("BIỂU", "BI\u202eỂU").encode(), FaultKind.INVISIBLE),
        (("<<<<<<< a\n" + SOUND + "=======\n>>>>>>> b\n").encode(), FaultKind.CONFLICT),
    ],
)
def test_the_bytes_of_a_form_are_those_of_a_page(raw: bytes, kind: FaultKind) -> None:
    """Encoding, line ends, letters and conflicts are faults of forms too."""
    form, faults = forms.read("forms/bieu.toml", raw)
    assert form is None
    assert kind in {fault.kind for fault in faults}


def test_every_fault_has_its_words(small: Path) -> None:
    """Whatever can be wrong with a form, the finding says it in a sentence."""
    mistakes = {"a": "x = 1", "b": SOUND.replace("9", "0"), "c": SOUND + SOUND, "d": "columns = 1", "e": "["}
    mistakes["f"] = SOUND.replace('total = "Cộng"', 'total = []\nlandscape = 1\nrecipients = "x"')
    mistakes["g"] = SOUND.replace('"agencies"', '"tasks"')
    folder = small / "forms"
    folder.mkdir()
    for name, text in mistakes.items():
        (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    found = [f for f in rules.check(reader.read(small)) if f.path.startswith("forms/")]
    assert {finding.path for finding in found} == {f"forms/{name}.toml" for name in mistakes}
    assert all(finding.code == "KH028" and finding.message for finding in found)
    assert not any('Did you mean ""' in finding.message for finding in found)


def test_only_the_folder_of_forms_is_read(small: Path) -> None:
    """A file elsewhere, or of another kind, is no form."""
    for path in ("forms/con/x.toml", "x.toml", "forms/x.txt", "docs/forms/x.toml"):
        (small / path).parent.mkdir(parents=True, exist_ok=True)
        (small / path).write_text("x = 1", encoding="utf-8")
    assert list(form_of_report(Check(reader.read(small)))) == []


def test_a_revision_holds_the_forms_that_its_folder_held() -> None:
    """A folder and git name the same pages and forms."""
    with Repository(ROOT) as repository:
        revision = repository.revision("HEAD")
        entries = {**revision.entries, "forms/x.toml": revision.entries["README.md"]}
        assert "forms/x.toml" in replace(revision, entries=entries).site()
        assert "README.md" in Folder(ROOT).site()


@pytest.mark.parametrize("rows", FIELDS)
def test_columns_are_those_that_can_be_named(rows: str) -> None:
    """The fields that a check allows are the columns that there are, without one more or less."""
    progress = on(real_plan().of_type("plan")[0].day("issued"))  # type: ignore[arg-type] # it was issued
    scope = Scope(progress.plan.plans[0], progress)
    assert set(columns_of(rows, [scope], ())) == set(FIELDS[rows])


@pytest.mark.parametrize(("name", "count"), [("tong-hop-13-cot", 13), ("6-ro", 9), ("chi-tieu", 7)])
def test_built_in_forms_are_sound(tmp_path: Path, name: str, count: int) -> None:
    """They are read like any other, and one of an office with the same name goes before."""
    assert len(form_named(tmp_path, name).columns) == count
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms" / f"{name}.toml").write_text(SOUND, encoding="utf-8")
    assert form_named(tmp_path, name).title == "BIỂU"
