"""Lists at any size: what a page shows of a long one, its parts, and the script that reaches every row."""

import re
from pathlib import Path

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from playwright.sync_api import Browser, expect

import generate
from conftest import DEMO_HOME, Run
from kehoach.extension.lists import FEW, PART, ROWS, SHORT, Cut, Drawn, Ledger, cut, divide, elements

TASKS = 320


def row(number: int, size: int) -> Markup:
    """A row of so many elements."""
    return Markup(f"<tr>{number}{'<td></td>' * (size - 1)}</tr>")


@given(st.lists(st.tuples(st.sampled_from(["I", "II", "III"]), st.integers(2, 60)), max_size=400))
def test_the_parts_of_a_list_hold_each_row_once_and_in_order(found: list[tuple[str, int]]) -> None:
    """Whatever the sizes: nothing is lost, no part is too long, and the page shows the first rows."""
    rows = [row(number, size) for number, (_section, size) in enumerate(found)]
    ledger = Ledger("docs/list")
    shown = cut(ledger, "key", rows, [section for section, _ in found], lambda c: "".join(c.shown))
    assert rows[: len(shown.shown)] == list(shown.shown)
    if len(shown.shown) == len(rows):
        assert not ledger.pages
        return
    assert len(rows) > SHORT
    assert len(shown.shown) >= FEW
    parts = [extra.body for extra in ledger.pages.values()]
    assert "".join(parts) == "".join(rows)
    assert all(elements(part) <= PART and part.count("<tr>") <= ROWS for part in parts)
    assert [address for _label, address in shown.parts] == [f"{name[5:]}.html" for name in ledger.pages]


def test_parts_are_called_after_their_chapters() -> None:
    """Whole chapters by their numbers, pieces of one by their rows too."""
    sections = ["I"] * 60 + ["II"] * 30 + ["III"] * 150 + ["IV"] * 5
    rows = [row(number, 12) for number in range(len(sections))]
    found = cut(Ledger("x"), "k", rows, sections, lambda c: "".join(c.shown))
    assert [label for label, _address in found.parts] == ["I – II", "III, 91–190", "III – IV"]


def test_long_lists_of_one_page_share_its_room() -> None:
    """What comes later shows fewer rows, but never none; a short list is whole in any case."""
    ledger = Ledger("x")
    lists = [[row(number, 12) for number in range(200)] for _list in range(5)]
    shown = [cut(ledger, "k", rows, [""] * 200, lambda c: "".join(c.shown)) for rows in lists]
    assert [len(one.shown) for one in shown] == [ROWS, 66, FEW, FEW, FEW]
    assert len({one.script for one in shown}) == 5
    assert cut(ledger, "k", lists[0][:SHORT], [""] * SHORT, lambda _c: "") == Cut(lists[0][:SHORT])


def test_sections_that_do_not_fit_stand_on_pages_of_their_own() -> None:
    """The page has the first of them and leads to all, from each page."""
    sections = [Drawn(str(n), f"s-{n}", Markup("<p></p>" * 1000)) for n in range(5)]
    ledger = Ledger("docs/x")
    links, first = divide(ledger, "k", sections, lambda links, _shown: str(links))
    assert first == sections[:2]
    assert [address for _label, address in links] == [
        "#s-0",
        "#s-1",
        *(f"x--k-{n}.html#s-{s}" for n, s in ((2, 2), (2, 3), (3, 4))),
    ]
    assert "x.html#s-0" in ledger.pages["docs/x--k-2"].body
    assert "'#s-2'" in ledger.pages["docs/x--k-2"].body
    assert [page.label for page in ledger.pages.values()] == ["2 – 3", "4"]


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory, run_module: Run) -> Path:
    """A generated plan with all views, and the list of tasks on its front page."""
    root = tmp_path_factory.mktemp("long")
    generate.generate(root, TASKS)
    (root / "conf.py").write_text(
        'extensions = ["kehoach"]\ninclude_patterns = ["index.md", "docs/**", "needs/**"]\n'
    )
    (root / "index.md").write_text(f"# Giả định\n{DEMO_HOME}", encoding="utf-8")
    out = root / "build" / "html"
    done = run_module("sphinx", ["-q", "-d", str(root / "build" / "doctrees"), str(root), str(out)])
    assert (done.returncode, done.stderr) == (0, "")
    return out


def test_every_task_is_in_the_parts_and_each_link_leads_to_its_card(long_site: Path) -> None:
    """The pages beside the front page have all tasks, each once, without a script."""
    parts = sorted(
        long_site.glob("index--glance-*.html"), key=lambda path: int(re.findall(r"\d+", path.stem)[-1])
    )
    assert len(parts) == 4
    links = [
        str(link["href"])
        for part in parts
        for link in BeautifulSoup(part.read_text("utf-8"), "html.parser").select(".glance tbody th a")
    ]
    assert len(links) == len(set(links)) == TASKS
    cards = {
        page: (long_site / page).read_text("utf-8") for page in {link.partition("#")[0] for link in links}
    }
    for link in links:
        page, _, need = link.partition("#")
        assert f'id="{need}"' in cards[page]


def test_no_page_of_a_long_plan_is_heavy(long_site: Path) -> None:
    """Lists have 3,000 elements at most, pages of cards and of the official text a hundred a card or task."""
    for path in long_site.rglob("*.html"):
        text = path.read_text("utf-8")
        tasks = text.count('class="card card-') or (
            text.count('class="state ') if "source" in path.name else 0
        )
        assert elements(text) <= max(3000, 100 * tasks), (path.name, elements(text))


def test_the_filters_of_a_long_list_reach_every_task(long_site: Path, running: Browser) -> None:
    """From its folder: words, facets and sorting find rows that the page has not; a part prints by itself."""
    context = running.new_context(offline=True, locale="vi-VN", viewport={"width": 1280, "height": 900})
    tab = context.new_page()
    tab.goto((long_site / "index.html").as_uri())
    rows, count = tab.locator(".glance tbody tr"), tab.locator("#danh-sach [role=status]")
    expect(count).to_have_text(f"{TASKS}/{TASKS} dòng")
    assert rows.count() == ROWS
    tab.locator("#danh-sach input").fill("IV.10.k")
    expect(count).to_have_text(f"1/{TASKS} dòng")
    assert rows.locator("td").first.inner_text() == "IV.10.k"
    tab.locator("#danh-sach input").fill("")
    expect(count).to_have_text(f"{TASKS}/{TASKS} dòng")
    tab.locator("#danh-sach thead button").first.click()
    tab.locator("#danh-sach thead button").first.click()
    expect(rows.first.locator("td").first).to_have_text("V.2.k")
    tab.locator("#danh-sach button.more").click()
    expect(rows).to_have_count(2 * ROWS)
    tab.goto((long_site / "index.html").as_uri() + "?tt=ongoing#danh-sach")
    expect(count).not_to_have_text(f"{TASKS}/{TASKS} dòng")
    shown = int(count.inner_text().partition("/")[0])
    assert 30 < shown < TASKS
    assert rows.count() == min(shown, ROWS)
    assert set(tab.locator(".glance .state").all_inner_texts()) <= {"Thường xuyên", "Định kỳ"}
    tab.locator(".glance tbody th a").last.click()
    expect(tab.locator(".card:target")).to_have_count(1)
    tab.goto((long_site / "index--glance-2.html").as_uri())
    printed = pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True))
    sheets = [sheet.get_textpage().get_text_range() for sheet in printed]
    assert len(sheets) > 3
    for number, text in enumerate(sheets, 1):
        assert f"{number}/{len(sheets)}" in text
        assert "Tình trạng" in text  # the head of the table, on each sheet
    context.close()
