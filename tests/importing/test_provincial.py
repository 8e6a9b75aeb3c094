"""Twelve documents in the manner of provincial offices, none like another, and what each gives whom to do.

All of them are fictional. Heads stand in two columns, as Word has them.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import pytest
from docx import Document

from conftest import ROOT
from kehoach.importing import analysis, readers, structure
from kehoach.importing.preamble import options_of, title_of

pytestmark = pytest.mark.usefixtures("read_here")


@dataclass(frozen=True)
class Sent:
    """A document: its head in two columns, its paragraphs and tables, and what is right.

    ``says`` are options of its plan, and its title; ``gives`` who leads, who helps and by when.
    """

    left: list[str]
    right: list[str]
    body: list[str | list[list[str]]]
    says: dict[str, str]
    gives: list[list[str | None]]


def _word(sent: Sent, path: Path) -> None:
    document = Document()
    head = document.add_table(rows=len(sent.left), cols=2)
    for row, left, right in zip(head.rows, sent.left, sent.right, strict=True):
        row.cells[0].text, row.cells[1].text = left, right
    for part in sent.body:
        if isinstance(part, str):
            document.add_paragraph(part)
            continue
        table = document.add_table(rows=len(part), cols=len(part[0]))
        for row, texts in zip(table.rows, part, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text
    document.save(str(path))


def _plain(sent: Sent, path: Path) -> None:
    lines = "\n".join(line for line in (*sent.left, *sent.right, *sent.body) if isinstance(line, str))
    path.write_text(lines + "\n", encoding="utf-8")


def _web(sent: Sent, path: Path) -> None:
    cells = "".join(
        f"<td>{'<br>'.join(cell.split(chr(10)))}</td>"
        for cell in ("\n".join(sent.left), "\n".join(sent.right))
    )
    said = "".join(f"<p>{line}</p>" for line in sent.body)
    path.write_text(f"<html><body><table><tr>{cells}</tr></table>{said}</body></html>", encoding="utf-8")


def _sent(name: str) -> tuple[str, Sent]:
    made = dict(SENT[name])
    return made.pop("form"), Sent(**made)


_MAKE = {"docx": _word, "txt": _plain, "html": _web}


#: Each by its name: ``form``, what its file is.
SENT = {
    made.pop("name"): made for made in json.loads((ROOT / "tests/tables/provincial.json").read_text("utf-8"))
}


@pytest.mark.parametrize("name", SENT)
def test_a_document_of_an_office(name: str, tmp_path: Path) -> None:
    """Its head and every duty are read as a careful reader does."""
    form, sent = _sent(name)
    _MAKE[form](sent, tmp_path / f"a.{form}")
    material = readers.read(tmp_path / f"a.{form}")
    found = analysis.read(material.text, wrapped=material.wrapped)
    said = {"title": title_of(found.official)[0], **options_of(found.official)}
    assert {key: said.get(key) for key in sent.says} == sent.says
    given = [["; ".join(one.owners), "; ".join(one.partners), one.deadline] for one in found.all]
    assert given == sent.gives


def test_what_a_document_does_not_say_is_named(tmp_path: Path) -> None:
    """Of a letter, its addressees are told, and its report cycle and legal bases as not found."""
    _form, sent = _sent("cong van")
    _word(sent, tmp_path / "a.docx")
    material = readers.read(tmp_path / "a.docx")
    told = json.loads(structure.as_json(analysis.read(material.text, wrapped=False), material))
    assert told["document"]["addressees"][0] == "Kính gửi:"
    assert told["not_found"] == ["report_cycle", "bases"]
