"""What passes the check is harmless to MyST and means the same to it, on texts made to break that."""

import json
import re
import sys
import tempfile
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import ROOT, no_hang
from kehoach import rules
from kehoach.language.text import INVISIBLE, UNUSUAL
from kehoach.plan import Frame, Need, model, reader, syntax
from kehoach.plan.directives import Collected, read_page
from kehoach.plan.syntax import split_links
from mystery import Directed, see

# Everything that means something to MyST, CommonMark, YAML or our reader, and what looks like it.
PIECES: list[str] = json.loads((ROOT / "tests/tables/pieces.json").read_text("ascii"))
PAGES = st.lists(st.sampled_from(PIECES), max_size=24).map("".join)
NEEDS = st.lists(st.sampled_from(PIECES), max_size=10).map("".join)
#: A page with a need, in which something is wrong more often than in one made at random.
IN_A_NEED = st.builds(":::{{task}} Việc{}\n:id: NV-1{}\n{}\n:::\n{}".format, NEEDS, NEEDS, NEEDS, NEEDS)
#: A page of real objects, and their model.
PAGE = (ROOT / "tests/projects/small/needs/kh-1-2026/nhiem-vu.md").read_text("utf-8")
MODEL = model.load(ROOT)
#: What was found to be read otherwise by MyST than by the reader.
FOUND = [
    # a template engine, reached by an option that only YAML reads
    ':::{agency} A\n:id: CQ-A\n:"jinja_content" : true\n{{ 1 }}\n:::\n',
    ':::{task} V\n:id: NV-1\n: "jinja_content": true\n:::\n',
    ':::{task} V\n:id: NV-1\n:"x y": a\n:::\n',
    # a file of the machine, copied into the site
    "[x](../../../etc/passwd)\n",
    "[x](/conf.py)\n",
    # the address of a link given elsewhere
    "[x]: ftp://evil.example/\n\n:::{task} V\n:id: NV-1\n\n[x]\n:::\n",
    # raw HTML in what the reader took for the address of a link
    "[^1]: <script>x</script>\n\na[^1]\n",
    "-   a\n\n        code\n",
    "Tiêu đề\n=\n",
    "  # Tiêu đề\n",
    "# C#\n",
    "#\xa0x\n",
    "::::{task} V\n:id: NV-1\n:::\n::::\n",
    ":::{frame} mất\nx\n:::\n",
    "a\x00b\n",
    "%\n",
    "# \n# \n",
    "+ + +\n",
    "--  -\n",
    "_ _ _\n",
    "- # a\n",
    ":::{task} V\xa0\n:id: NV-1\n:::\n",
]
#: Rules on what a need says rather than on how it is written.
DATA = ("KH015", "KH016", "KH017", "KH018", "KH019")


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A project with the model and no pages."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        (root / "needs").mkdir()
        (root / "ubproject.toml").write_bytes((ROOT / "ubproject.toml").read_bytes())
        yield root


@pytest.mark.fuzz
@given(st.one_of(PAGES, IN_A_NEED))
def test_what_passes_is_harmless(folder: Path, text: str) -> None:
    """A page without findings becomes paragraphs, lists, emphasis, links and the needs we read."""
    compare(folder, text)


@pytest.mark.parametrize("text", FOUND)
def test_what_was_found(folder: Path, text: str) -> None:
    """What once was read otherwise is refused, or now is read alike."""
    compare(folder, text)


@pytest.mark.fuzz
@given(st.integers(0, len(PAGE)), st.integers(0, 3), st.sampled_from([*PIECES, "\n", ""]))
def test_what_is_read_at_once_is_read_alike_line_by_line(at: int, lost: int, piece: str) -> None:
    """However a page is damaged, the expression for plain objects changes nothing of what is read."""
    text = PAGE[:at] + piece + PAGE[at + lost :]
    at_once, by_line = Collected(MODEL), Collected(MODEL)
    read_page("x.md", text, at_once)
    assert syntax.PLAIN.search(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(syntax, "PLAIN", re.compile(r"(?!)"))
        read_page("x.md", text, by_line)
    assert at_once == by_line


def test_usual_text_holds_nothing_that_is_mended() -> None:
    """No character that the reader takes for usual is one that it mends or reports, of all there are."""
    usual = UNUSUAL.sub("", "".join(map(chr, range(sys.maxunicode + 1))))
    assert len(usual) > 800
    for mended in (INVISIBLE, syntax.HIDDEN_LINE_END, syntax.NO_WIDTH, syntax.LINE_END):
        assert not mended.search(usual)
    assert not any(map(unicodedata.combining, usual))


def compare(root: Path, text: str) -> None:
    """Fail where a page passes the check and MyST makes something else of it than the reader."""
    (root / "needs" / "x.md").write_bytes(text.encode())
    with no_hang():
        plan = reader.read(root)
    if any(found.code < "KH100" and found.code not in DATA for found in rules.check(plan)):
        return
    seen = see(text)
    assert seen.harmful == []
    assert [a for a in seen.addresses if not a.lower().startswith(("http://", "https://", "mailto:"))] == []
    assert seen.headings == len(plan.headings)
    needs = sorted((*plan.needs.values(), *plan.duplicates), key=lambda need: need.line)
    links = {name: set(need_type.links) for name, need_type in plan.model.types.items()}
    theirs = [normal(found, links.get(found.name, set())) for found in seen.directives]
    assert [found for found in theirs if found.name == "frame"] == [framed(frame) for frame in plan.frames]
    assert [found for found in theirs if found.name != "frame"] == [directed(need) for need in needs]


def normal(found: Directed, links: set[str]) -> Directed:
    """A directive without what neither reader regards: spaces around values and texts, empty links."""
    options = {
        name: ",".join(split_links(value)) if name in links else value
        for name, value in found.options.items()
    }
    return Directed(found.name, found.title.strip(), options, found.body.strip())


def directed(need: Need) -> Directed:
    """A need as its directive is handed over."""
    links = {name: ",".join(ids) for name, ids in need.links.items()}
    options = {**({"id": need.id} if "id" in need.lines else {}), **need.options, **links}
    return Directed(need.type, need.title, options, need.body.strip())


def framed(frame: Frame) -> Directed:
    """A frame as its directive is handed over."""
    return Directed("frame", "", {}, frame.text.strip())
