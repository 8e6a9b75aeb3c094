"""What sphinx-needs itself draws on pages of the site: its words, and when it is drawn again."""

import re
import sys
from pathlib import Path

import pytest

from conftest import Run

TASKS = "needs/kh-1-2026/nhiem-vu.md"
COLUMNS = "id;title;owner;due;task_state;owner_back"
TABLE = f":::{{needtable}}\n:filter: id == 'NV-1-2026-II-1'\n:columns: {COLUMNS}\n:::\n"


@pytest.fixture
def site(small: Path) -> Path:
    """The small plan with a site around it: a home page, and two in docs/."""
    (small / "conf.py").write_text('extensions = ["kehoach"]\n', encoding="utf-8")
    home = "# Giả định\n\n```{toctree}\n:glob:\n\ndocs/*\nneeds/**\n```\n"
    (small / "index.md").write_text(home, encoding="utf-8")
    write(small, "xem", "Chưa có gì.\n")
    write(small, "khac", "Không nêu mục nào.\n")
    return small


def write(root: Path, name: str, text: str) -> None:
    """Make a page of docs/."""
    (root / "docs").mkdir(exist_ok=True)
    (root / "docs" / f"{name}.md").write_text(f"# Trang {name}\n\n{text}", encoding="utf-8")


def page(root: Path, name: str = "xem") -> str:
    """What a page of docs/ has become."""
    return (root / "build" / "html" / "docs" / f"{name}.html").read_text("utf-8")


def words(html: str) -> str:
    """The text of a page as one line."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_a_table_speaks_vietnamese(site: Path, sphinx_build: Run) -> None:
    """Heads, controls, states and days are officials' words, links are titles; own heads stay."""
    agencies = ':::{needtable}\n:types: agency\n:columns: id as "Số hiệu", type, kind\n:style: table\n:::\n'
    write(site, "xem", f"{TABLE}\n{agencies}\n:::{{needtable}}\n:types: waiver\n:filter: False\n:::\n")
    made = sphinx_build(site)
    assert (made.returncode, made.stderr) == (0, "")
    html = page(site)
    heads = [words(head) for head in re.findall(r"<th [^>]*>(.*?)</th>", html, re.DOTALL)]
    first = ["Mã", "Tên", "Cơ quan chủ trì", "Hạn hoàn thành", "Tình trạng", "Chủ trì"]
    assert heads == [*first, "Số hiệu", "Loại", "Loại"]
    row = html.partition('data-need-id="NV-1-2026-II-1"')[2].partition("</tr>")[0]
    assert words(row) == (
        "> NV-1-2026-II-1 Tổ chức hội nghị phổ biến Luật Sở A (giả định) 30/09/2026 Chưa có thông tin"
    )
    assert 'data-sort="2026-09-30"' in row
    assert "&quot;search&quot;: &quot;Tìm&quot;" in html
    assert "Không có mục nào." in words(html)
    assert not re.search(r"no-information|No needs|>\s*Owner|Showing", html)


# what stands on the page; an edit of a task: what was there, what is; what the page then shows
JOINT = "{need_count}`type=='task' and ownership == 'joint'`"
DRAWN = {
    "needtable": (TABLE, "} Tổ chức hội nghị", "} Mở hội nghị", "Mở hội nghị"),
    "needlist": (":::{needlist}\n:types: task\n:::\n", "} Tổ chức hội nghị", "} Mở hội nghị", "Mở hội nghị"),
    "need_count": (f"Cùng làm: {JOINT} việc.\n", "ownership: joint", "ownership: each", "làm: 0 việc"),
    "need": ("Xem {need}`NV-1-2026-II-1`.\n", "} Tổ chức hội nghị", "} Mở hội nghị", "Mở hội nghị"),
}


@pytest.mark.parametrize("case", DRAWN.values(), ids=DRAWN)
def test_a_page_is_drawn_again_when_what_it_shows_changes(
    site: Path, case: tuple[str, str, str, str], sphinx_build: Run
) -> None:
    """After an edit in ``needs/`` the next build writes the page as a cold build does, and no other page."""
    text, old, new, shown = case
    write(site, "xem", text)
    tasks = site / TASKS
    assert sphinx_build(site).returncode == 0
    other = site / "build/html/docs/khac.html"
    before, written = page(site), other.stat().st_mtime_ns
    assert shown not in words(before)
    tasks.write_text(tasks.read_text("utf-8").replace(old, new), encoding="utf-8")
    made = sphinx_build(site)
    assert (made.returncode, made.stderr) == (0, "")
    warm = page(site)
    assert shown in words(warm)
    assert other.stat().st_mtime_ns == written
    assert sphinx_build(site, "html", "-E", "-a").returncode == 0
    assert page(site) == warm


def test_a_page_is_drawn_again_on_another_day(site: Path, sphinx_build: Run) -> None:
    """What is computed changes with the day that the figures are of, and the pages that show it with that."""
    write(site, "xem", TABLE)
    assert sphinx_build(site, "html", "-D", "kehoach_as_of=2026-09-30").returncode == 0
    assert "Đang thực hiện, trong hạn" in words(page(site))
    assert sphinx_build(site, "html", "-D", "kehoach_as_of=2026-10-01").returncode == 0
    assert "Chưa có thông tin" in words(page(site))


#: Stands in for Graphviz, which may not be there: writes what it is given where it is told to.
DOT = """\
import pathlib, sys
drawn = sys.stdin.buffer.read()
for place in [argument[2:] for argument in sys.argv if argument.startswith("-o")]:
    pathlib.Path(place).write_bytes(b'<map id="m">\\n</map>\\n' if place.endswith(".map") else drawn)
"""


def test_a_flow_is_drawn_of_vietnamese_words(site: Path, sphinx_build: Run) -> None:
    """needflow hands Graphviz the titles of objects and of their types, and is drawn again after an edit."""
    dot = site.parent / "dot.py"
    dot.write_text(DOT, encoding="utf-8")
    with (site / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write(f"graphviz_dot, graphviz_dot_args = {sys.executable!r}, [{str(dot)!r}]\n")
    write(site, "xem", ":::{needflow}\n:types: task, deliverable\n:link_types: deliverables\n:::\n")
    assert sphinx_build(site).returncode == 0
    drawn = [path.read_text("utf-8") for path in (site / "build/html/_images").glob("*.png")]
    assert len(drawn) == 1
    assert "Nhiệm vụ" in drawn[0]
    assert "Hội nghị phổ biến Luật" in words(drawn[0])
    before = page(site)
    tasks = site / TASKS
    text = tasks.read_text("utf-8").replace("{deliverable} Hội nghị", "{deliverable} Buổi")
    tasks.write_text(text, encoding="utf-8")
    assert sphinx_build(site).returncode == 0
    assert page(site) != before


# what a page asks for, and the word in the one sentence that says what is missing
MISSING = {
    "needflow of another engine": (":::{needflow}\n:engine: plantuml\n:types: task\n:::\n", "PlantUML"),
    "needgantt": (":::{needgantt} G\n:types: task\n:::\n", "PlantUML"),
    "needsequence": (":::{needsequence} S\n:start: NV-1-2026-II-1\n:::\n", "PlantUML"),
    "needuml": (":::{needuml}\nclass X\n:::\n", "PlantUML"),
    "needpie": (":::{needpie} P\n:labels: A\n\ntype == 'task'\n:::\n", "Matplotlib"),
    "needbar": (":::{needbar} B\n\ntype == 'task'\n:::\n", "Matplotlib"),
    "needservice": (":::{needservice} github-issues\n:::\n", "KH023"),
    "needreport": (":::{needreport}\n:types:\n:::\n", "needreport"),
}


@pytest.mark.parametrize(("text", "said"), MISSING.values(), ids=MISSING)
def test_what_cannot_be_drawn_fails_the_build_by_its_name(
    site: Path, text: str, said: str, sphinx_build: Run
) -> None:
    """What sphinx-needs needs another program for says so in the build, and no page shows a gap instead."""
    write(site, "xem", text)
    made = sphinx_build(site)
    assert made.returncode != 0
    assert said in made.stderr
    assert "Traceback" not in made.stderr


LAYOUT = """
[needs.layouts.ngan]
grid = "simple"
layout.head = ["Mục <<meta('id')>>: <<meta('title')>>"]
layout.meta = ["<<meta_links_all()>>"]
"""


def test_the_cards_of_sphinx_needs_can_be_switched_on(site: Path, sphinx_build: Run) -> None:
    """``kehoach_stock_cards`` shows them by the project's layout, with the official text, and up to date."""
    with (site / "conf.py").open("a", encoding="utf-8") as settings:
        settings.write("kehoach_stock_cards = True\n")
    model = site / "ubproject.toml"
    text = model.read_text("utf-8").replace("[needs]\n", '[needs]\ndefault_layout = "ngan"\n', 1)
    model.write_text(f"{text}{LAYOUT}", encoding="utf-8")
    made = sphinx_build(site)
    assert (made.returncode, made.stderr) == (0, "")
    tasks = (site / "build/html" / TASKS.replace(".md", ".html")).read_text("utf-8")
    assert "Mục NV-1-2026-II-1 : Tổ chức hội nghị phổ biến Luật" in words(tasks)
    assert "Sở A chủ trì; Sở B, các xã, phường phối hợp." in words(tasks)
    agencies = site / "build/html/needs/agencies.html"
    assert "NV-1-2026-II-1" in agencies.read_text("utf-8")
    path = site / TASKS
    path.write_text(path.read_text("utf-8").replace("} Tổ chức hội nghị", "} Mở hội nghị"), encoding="utf-8")
    before = agencies.stat().st_mtime_ns
    assert sphinx_build(site).returncode == 0
    assert agencies.stat().st_mtime_ns != before
