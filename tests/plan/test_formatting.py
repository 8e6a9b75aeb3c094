"""A page that a formatter of Markdown has rewritten is one finding, and the objects in it are still there."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from kehoach import rules
from kehoach.plan import reader

PLAN = Path("needs") / "kh-1-2026"


def escaped(text: str) -> str:
    """As mdformat with its MyST plugin 0.3 leaves a page."""
    return re.sub(r"^:::$", "  :::", text.replace(":::{", ":::\\{"), flags=re.MULTILINE)


def joined(text: str, width: int = 10_000) -> str:
    """As `mdformat --wrap` and prettier's `--prose-wrap always` leave it: paragraphs as one, then wrapped."""
    paragraphs = []
    for paragraph in text.split("\n\n"):
        lines = [""]
        for word in paragraph.split():
            if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
                lines.append(word)
            else:
                lines[-1] = f"{lines[-1]} {word}".strip()
        paragraphs.append("\n".join(lines))
    return "\n\n".join(paragraphs) + "\n"


FORMATTERS: dict[str, Callable[[str], str]] = {
    "escaped": escaped,
    "joined": joined,
    "wrapped at 80": lambda text: joined(text, 80),
    "wrapped at 40": lambda text: joined(text, 40),
}


@pytest.mark.parametrize("formatter", FORMATTERS.values(), ids=FORMATTERS)
def test_a_formatted_page_is_one_finding(small: Path, formatter: Callable[[str], str]) -> None:
    """Each page has one, which says how to take it back; nothing that names its objects has any."""
    before = set(reader.read(small).needs)
    pages = sorted((small / PLAN).glob("*.md"))
    for page in pages:
        page.write_text(formatter(page.read_text("utf-8")), encoding="utf-8")
    plan = reader.read(small)
    found = rules.check(plan)
    assert [(f.code, small / f.path) for f in found] == [("KH024", page) for page in pages]
    assert all(f"git restore {f.path}" in f.message for f in found)
    assert set(plan.needs) == before


def test_a_list_that_prettier_has_marked_anew(small: Path) -> None:
    """Stars, which no official text has, beside a closing line that only a formatter indents."""
    page = small / PLAN / "nhiem-vu.md"
    text = page.read_text("utf-8").replace("2. Tuyên", "- Gồm:\n\n* Tuyên", 1)
    page.write_text(text.replace("\n:::\n", "\n  :::\n", 1), encoding="utf-8")
    assert [found.code for found in rules.check(reader.read(small))] == ["KH024"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{task} Tổ chức hội nghị", "{task} Họp lúc 8:00, gồm :a và b:"),
        ("{task} Tổ chức hội nghị", "{task} Họp :id: CQ-A :kind: agency"),
        ("\n:::\n", "\n :::\n"),
        ("{task} Tổ chức hội nghị", "{task} Tổ chức *hội nghị*"),
    ],
)
def test_what_people_write_is_no_damage(small: Path, old: str, new: str) -> None:
    """Colons in titles, a space before a closing line and emphasis are nobody's formatter."""
    page = small / PLAN / "nhiem-vu.md"
    page.write_text(page.read_text("utf-8").replace(old, new, 1), encoding="utf-8")
    assert "KH024" not in {found.code for found in rules.check(reader.read(small))}
