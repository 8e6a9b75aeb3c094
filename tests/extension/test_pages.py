"""The built site in a browser: opened from its folder, without a network."""

import re
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit
from urllib.request import url2pathname

import axe_playwright_python
import pypdfium2
import pytest
from playwright.sync_api import Browser, Locator, Page, ViewportSize, expect

from conftest import PROJECTS, ROOT, Run, add_second_plan, loop_kept, without_downloads
from kehoach.extension.defaults import COLLECTED
from kehoach.extension.navigation import INDICATORS
from kehoach.plan import VERBATIM, Need, Plan, reader

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text("utf-8")
TASKS = "needs/kh-172-2023/ii-noi-dung-thuc-hien"
TASK_A = "NV-172-2023-II-1-A"
SCHEMES = pytest.mark.parametrize("scheme", ["light", "dark"])
#: The widths of a telephone and of A4 paper between its margins, in CSS pixels.
TELEPHONE = 390
PAPER = 680
SCREEN: ViewportSize = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Site:
    """The built site, and the plan that it shows."""

    folder: Path
    plan: Plan

    def pages(self) -> list[str]:
        """Every page, as ``docs/rules``."""
        return sorted(p.relative_to(self.folder).as_posix()[:-5] for p in self.folder.rglob("*.html"))

    def url(self, page: str) -> str:
        """The address of a page in the folder."""
        return (self.folder / f"{page}.html").as_uri()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory, sphinx_build: Run) -> Site:
    """The site of the real plan, built once (by each of pytest's workers)."""
    return built(prepared(tmp_path_factory.mktemp("site"), ROOT / "needs"), sphinx_build)


@pytest.fixture(scope="session")
def two_plans(tmp_path_factory: pytest.TempPathFactory, sphinx_build: Run) -> Site:
    """The same site with the two fictional plans of the demo in it."""
    root = prepared(tmp_path_factory.mktemp("two-plans"), PROJECTS / "demo" / "needs")
    add_second_plan(root)
    without_downloads(root)
    return built(root, sphinx_build)


def prepared(root: Path, needs: Path) -> Path:
    """The real site in a folder, with those plans in it, ready to be built."""
    for name in ("conf.py", "ubproject.toml", "index.md", "README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        shutil.copy(ROOT / name, root)
    shutil.copytree(ROOT / "docs", root / "docs")
    shutil.copytree(needs, root / "needs")
    return root


def built(root: Path, sphinx_build: Run) -> Site:
    """Build a site."""
    done = sphinx_build(root)
    assert (done.returncode, done.stderr) == (0, "")
    return Site(root / "build" / "html", reader.read(root))


@dataclass(frozen=True)
class Window:
    """The only tab of all tests, as opening one for each took as long as a page; and what pages did wrong."""

    tab: Page
    complaints: list[str]

    @contextmanager
    def used(self) -> Iterator[Page]:
        """The tab as new; fails in the end when a page asked for what is not in its folder, or complained."""
        yield self.tab
        self.tab.evaluate("localStorage.clear()")  # where Sphinx keeps what was searched
        self.tab.goto("about:blank")
        self.tab.emulate_media(media="screen", color_scheme="light")
        self.tab.set_viewport_size(SCREEN)
        said = self.complaints.copy()
        self.complaints.clear()
        assert said == []


@pytest.fixture(scope="session")
def window(running: Browser) -> Iterator[Window]:
    """One tab without a network."""
    context = running.new_context(offline=True, locale="vi-VN", viewport=SCREEN)
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("request", lambda request: None if _own(request.url) else complaints.append(request.url))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("console", lambda said: complaints.append(said.text) if said.type in BAD_NEWS else None)
    with loop_kept():
        yield Window(opened, complaints)
    context.close()


@pytest.fixture
def tab(window: Window) -> Iterator[Page]:
    """The tab, as new for each test."""
    with window.used() as tab:
        yield tab


@dataclass(frozen=True)
class Seen:
    """What a page shows when it is opened."""

    language: str
    title: str
    headings: int
    #: Texts, labels, hints and titles.
    texts: list[str]
    #: The words of each table with names in it.
    tables: list[str]
    #: All addresses that it leads to, and all that lead to a place on it.
    links: list[str]
    anchors: list[str]
    #: How wide it is, in CSS pixels, by medium.
    widths: dict[str, int]


LOOK = """() => {
    const texts = [document.title];
    const walker = document.createTreeWalker(document.documentElement, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        if (!walker.currentNode.parentElement.closest("script, style, pre, code")) {
            texts.push(walker.currentNode.data);
        }
    }
    const all = (selector, what) => [...document.querySelectorAll(selector)].map(what);
    for (const name of ["aria-label", "aria-description", "alt", "title", "placeholder", "data-label"]) {
        texts.push(...all(`[${name}]`, (element) => element.getAttribute(name)));
    }
    return {
        language: document.documentElement.lang,
        title: document.title,
        headings: document.querySelectorAll("h1").length,
        texts: texts.map((text) => text.trim()).filter(Boolean),
        tables: all("table.filterable:not(.glossary)", (table) => table.innerText),
        // A link in a drawing keeps its address elsewhere than one in the text.
        links: all("a[href]", (link) => new URL(link.getAttribute("href"), link.baseURI).href),
        anchors: all("[id]", (element) => element.id),
    };
}"""


@pytest.fixture(scope="session")
def seen(site: Site, window: Window) -> dict[str, Seen]:
    """Every page of the site, opened once without a complaint."""
    with window.used() as tab:
        return {name: _look(tab, site, name) for name in site.pages()}


def _look(tab: Page, site: Site, name: str) -> Seen:
    open_page(tab, site, name)
    shown = Seen(**tab.evaluate(LOOK), widths={})
    media: list[tuple[Literal["screen", "print"], int]] = [("screen", TELEPHONE), ("print", PAPER)]
    for medium, width in media:
        tab.emulate_media(media=medium)
        tab.set_viewport_size({"width": width, "height": 844})
        shown.widths[medium] = tab.evaluate("document.documentElement.scrollWidth")
    tab.emulate_media(media="screen")
    tab.set_viewport_size(SCREEN)
    return shown


BAD_NEWS = ("error", "warning")


def _own(url: str) -> bool:
    return url.startswith(("file:", "data:"))


# -- what a page shows ------------------------------------------------------------------------------


def test_the_site_has_our_pages_only(site: Site) -> None:
    """There is a page for each source file, agency and past year, the search; nothing of another package."""
    sources = [ROOT / "index.md", *(ROOT / "docs").rglob("*.md"), *(ROOT / "needs").rglob("*.md")]
    ours = {path.relative_to(ROOT).as_posix()[:-3] for path in sources}
    agencies = {f"co-quan/{agency.id.lower()}" for agency in site.plan.of_type("agency")}
    names = [
        "api",
        "decisions",
        "hosting",
        "hostile",
        "importing",
        "mutants",
        "performance",
        "scale",
        "security",
    ]
    for_developers = {f"docs/{name}" for name in names}
    years = {f"ky/kh-172-2023-nam-{year}" for year in (2023, 2024, 2025)}
    # The plan has no indicators, and nothing is collected here.
    assert (
        set(site.pages()) == ours - for_developers - {INDICATORS, *COLLECTED} | {"search"} | agencies | years
    )


def test_each_period_that_has_ended_has_a_page(two_plans: Site, tab: Page) -> None:
    """Those of the plan's own cycle and its years; home and the leader's page lead there, each to others."""
    mine = [page for page in two_plans.pages() if page.startswith("ky/kh-9-2026-")]
    quarters = ["ky/kh-9-2026-quy-i-2026", "ky/kh-9-2026-quy-ii-2026", "ky/kh-9-2026-quy-iii-2026"]
    assert mine == quarters
    for name in ("index", "docs/views/summary"):
        open_page(tab, two_plans, name)
        listed = tab.locator("#bao-cao-theo-ky li", has_text="9/KH-UBND năm 2026").first
        assert listed.locator("a").all_inner_texts()[1:] == ["quý III/2026", "quý II/2026", "quý I/2026"]
    listed.get_by_text("quý III/2026").click()
    assert tab.url == two_plans.url(quarters[2])
    expect(tab.locator("h1")).to_have_text("Báo cáo quý III/2026, 9/KH-UBND năm 2026")
    expect(tab.locator("main")).to_contain_text("Số liệu từ ngày 15/06/2026 đến hết ngày 14/09/2026")
    rows = tab.locator("table.period-agencies tbody tr")
    assert rows.last.locator("td").all_inner_texts()[:4] == ["10", "2", "1", "7"]
    heads = tab.locator("table.period-agencies thead th[scope=colgroup]")
    assert heads.all_inner_texts() == ["Trong kỳ", "Lũy kế đến hết kỳ"]
    tab.get_by_text("quý II/2026", exact=True).last.click()
    assert tab.url == two_plans.url(quarters[1])


def test_pages_open_without_a_complaint(site: Site, seen: dict[str, Seen]) -> None:
    """Every page is Vietnamese, has a title and one main heading, and says nothing on the console."""
    assert list(seen) == site.pages()
    for name, page in seen.items():
        assert page.language == "vi", name
        assert page.title != "", name
        assert page.headings == 1 or name == "search", name


def test_home_shows_the_plan(site: Site, tab: Page) -> None:
    """The home page gives the plan's number, issuer, signer, days and bases, and says what is missing."""
    tab.goto(site.url("index"))
    tab.locator(".folded summary", has_text="Về kế hoạch này").click()
    shown = rows(tab, ".folded")
    assert shown["Số, ký hiệu"] == "172/KH-UBND"
    assert shown["Cơ quan ban hành"] == "Ủy ban nhân dân tỉnh Thanh Hóa"
    assert shown["Người ký"] == "Đỗ Minh Tuấn"
    assert shown["Ngày ban hành"] == shown["Ngày có hiệu lực"] == "26/06/2023"
    assert "Luật Thực hiện dân chủ ở cơ sở" in shown["Căn cứ"].splitlines()
    assert tab.locator(".kicker").inner_text() == "172/KH-UBND · 26/06/2023 · Ủy ban nhân dân tỉnh Thanh Hóa"
    notice = tab.locator(".admonition.warning").first.inner_text()
    assert 'dừng tại "[...]" ở mục II.1.c. Không tự bổ sung phần thiếu.' in notice


def test_home_begins_with_figures_that_add_up(two_plans: Site, tab: Page) -> None:
    """Done, overdue, due soon, waiting, a bar, the rest: each task once, and on the first screen."""
    tab.goto(two_plans.url("index"))
    numbers = [
        int(text) for text in tab.locator(".tile strong").evaluate_all("bs => bs.map(b => b.firstChild.data)")
    ]
    of = int(tab.locator(".tile strong small").inner_text().removeprefix("/"))
    parts = tab.locator(".view > .bar + .legend span").all_inner_texts()
    assert sum(int(text.split()[-1]) for text in parts) == of
    rest = tab.locator(".legend + p.as-of")
    apart = [int(a.split()[-1]) for a in rest.locator("a").all_inner_texts()]
    assert f"tổng số {of + sum(apart)}" in rest.inner_text()
    assert numbers[0] <= of
    for tile in tab.locator(".tile").all():
        box = tile.bounding_box()
        assert box
        assert box["y"] + box["height"] < 900


def test_a_figure_leads_to_what_it_counts(two_plans: Site, tab: Page) -> None:
    """The list that opens has as many rows, bodies outside the count aside."""
    for position in range(4):
        tab.goto(two_plans.url("index"))
        tile = tab.locator(".tile").nth(position)
        number = int(tile.locator("strong").evaluate("b => b.firstChild.data"))
        tile.click()
        shown = int(tab.get_by_role("status").last.inner_text().partition("/")[0])
        outside = {"Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh X (giả định)", "Báo và Đài tỉnh X (giả định)"}
        listed = tab.locator(".glance tbody tr:visible :is(td, th):nth-child(4)").all_inner_texts()
        agencies = [set(names.split("\n")) for names in listed]
        assert shown == len(agencies)
        assert number == sum(not named <= outside for named in agencies), tile.inner_text()


SOURCE = "docs/views/source"


def test_an_agency_has_its_papers_and_duties_on_its_page(site: Site, tab: Page) -> None:
    """Workbook, slips, letter and calendar are there as files, the reminder is copied; lists have a task."""
    tab.goto(site.url("co-quan/cq-snv"))
    offered = tab.locator(".actions a:visible").evaluate_all("links => links.map(link => link.href)")
    paths = [Path(url2pathname(urlsplit(address).path)) for address in offered]
    assert [path.name for path in paths] == [
        "theo-doi-CQ-SNV-KH-172-2023.xlsx",
        "phieu-CQ-SNV-KH-172-2023.pdf",
        "phieu-CQ-SNV-KH-172-2023.docx",
        "don-doc-CQ-SNV-KH-172-2023.docx",
        "lich-CQ-SNV-KH-172-2023.ics",
    ]
    assert all(path.is_file() for path in paths)
    tab.get_by_role("button", name="Chép nội dung nhắc").click()
    tab.get_by_role("button", name="Đã chép").wait_for()
    numbers = tab.locator(".tile strong").evaluate_all("all => all.map(one => Number(one.textContent))")
    lists = ("#can-lam", "#sap-den", "#cho", "#chu-tri .agency-tasks")
    assert numbers == [tab.locator(f"{name} tbody tr").count() for name in lists]


def test_the_source_is_shown_exactly(site: Site, tab: Page) -> None:
    """The view of the source has the text as in the file, to the space and empty line, all of it held."""
    tab.goto(site.url(SOURCE))
    shown = tab.locator(".as-held .line").evaluate_all("lines => lines.map(line => line.textContent)")
    text = (ROOT / "needs" / "kh-172-2023" / "source.txt").read_text("utf-8")
    assert [line.rstrip("\n") for line in shown] == text.removesuffix("\n").split("\n")
    styles = tab.locator(".as-held .line").evaluate_all("ls => ls.map(l => getComputedStyle(l).whiteSpace)")
    assert set(styles) == {"pre-wrap"}
    assert "45/45" in tab.locator("section .view, section p").all_inner_texts()[1]
    assert "(100 %)" in tab.locator("section").first.inner_text()


def test_each_clause_of_the_source_leads_to_its_object(site: Site, tab: Page) -> None:
    """Beside each clause stand its object, of a task also who, by when and how it stands; the cut says so."""
    tab.goto(site.url(SOURCE))
    rows = [
        (row.locator("td, th").nth(1), row.locator("td, th").nth(2))
        for row in tab.locator(".source tbody tr").all()
    ]
    for need in site.plan.needs.values():
        if need.type not in VERBATIM:
            continue
        beside = [right for left, right in rows if need.body.split("\n")[0] in left.inner_text()]
        assert len(beside) == 1, need.id
        assert beside[0].locator(f"a[href$='#{need.id}']").count() == 1, need.id
        if need.type == "task":
            said = beside[0].inner_text()
            assert all(owner.title in said for owner in site.plan.targets(need, "owner"))
            assert (need["deadline"] or "Chưa rõ") in said
            assert beside[0].locator(".state").count() == 1
    left, right = rows[-1]
    assert left.inner_text().strip() == "[...]"
    assert right.inner_text().strip() == site.plan.needs["KH-172-2023"]["truncated"]


def test_the_assignment_lists_the_tasks(site: Site, tab: Page) -> None:
    """Who does what: the three tasks with clause, title, agencies by name, deadline, last day."""
    tab.goto(site.url("docs/views/matrix"))
    cells = [row.locator("td, th").all_inner_texts() for row in tab.locator(".tasks tbody tr").all()]
    tasks = site.plan.of_type("task")
    assert [(row[0], row[1]) for row in cells] == [(task["clause"], task.title) for task in tasks]
    for row, task in zip(cells, tasks, strict=True):
        for cell, link in ((row[2], "owner"), (row[3], "partners")):
            # One that has ended is followed by who has taken over.
            shown = zip(cell.split("\n"), titles(site.plan, task, link), strict=True)
            assert all(words.startswith(title) for words, title in shown), cell
    assert [row[5] for row in cells] == ["30/09/2023", "Thường xuyên", "Chưa rõ"]
    assert [row[4] for row in cells] == [
        "Quý III năm 2023",
        "Thường xuyên",
        "Chưa rõ: Thời hạn của mục II.1.c",
    ]


def test_tables_show_no_ids(site: Site, seen: dict[str, Seen]) -> None:
    """What people read in tables are names; IDs are for files."""
    tables = [(name, table) for name, page in seen.items() for table in page.tables]
    for name, table in tables:
        assert re.findall(r"\b(?:CQ|NV|SP|MD|YC|CC|MT|MC|DC)-[A-Z0-9]+", table) == [], name
    assert len(tables) > len(site.plan.of_type("agency"))


def test_every_task_has_a_card_with_all_its_links(site: Site, tab: Page) -> None:
    """A card links basis, owner, partners and deliverables, and whatever names the task."""
    tab.goto(site.url(TASKS))
    for task in site.plan.of_type("task"):
        linked = links(tab, task.id)
        labels = site.plan.model.types["task"].labels
        assert linked[labels["basis"]] == list(task.to("basis")), task.id
        assert {*task.to("owner"), *task.to("partners")} <= set(linked["Rõ người"]), task.id
        assert linked["Rõ sản phẩm"] == list(task.to("deliverables")), task.id
        waivers = [need.id for need in site.plan.sources(task.id, "waives")]
        assert linked.get("Tạm bỏ qua kiểm tra", []) == waivers, task.id
    assert site.plan.sources("NV-172-2023-II-1-C", "waives")


def test_every_agency_card_links_back_to_its_tasks(site: Site, tab: Page) -> None:
    """An agency's card tells which tasks it leads and which it supports."""
    tab.goto(site.url("needs/agencies"))
    for agency in site.plan.of_type("agency"):
        linked = links(tab, agency.id)
        for option, label in (("owner", "Chủ trì"), ("partners", "Phối hợp")):
            expected = [need.id for need in site.plan.sources(agency.id, option)]
            assert linked.get(label, []) == expected, agency.id
    assert links(tab, "CQ-SNV")["Chủ trì"] == [TASK_A, "NV-172-2023-II-1-C"]


def test_every_link_leads_somewhere(site: Site, seen: dict[str, Seen]) -> None:
    """Every link inside the site names a page that is there and an anchor on it, or a file to download."""
    anchors = {site.url(name): {"", *page.anchors} for name, page in seen.items()}
    targets = {name: [to for to in page.links if to.startswith("file:")] for name, page in seen.items()}
    for name, hrefs in targets.items():
        for href in hrefs:
            address, _, anchor = href.partition("#")
            url, _, _asked = address.partition("?")
            if not url.endswith(".html"):
                assert Path(url2pathname(urlsplit(url).path)).is_file(), f"{name}: {href}"
            else:
                assert anchor in anchors.get(url, set()), f"{name}: {href}"


def test_the_official_text_stands_word_for_word(site: Site, tab: Page) -> None:
    """Line by line, each card and frame holds the text of its file and nothing else."""
    seen = 0
    for path in sorted({need.path for need in site.plan.needs.values()}):
        tab.goto(site.url(path.removesuffix(".md")))
        for need in site.plan.needs.values():
            if need.path == path and need.type in ("plan", "objective", "principle", "task"):
                lines = tab.locator(f"#{need.id} .verbatim p:not(.verbatim-caption)")
                assert lines.all_text_contents() == words_of(need.body), need.id
                seen += 1
        framed = [line for frame in site.plan.frames if frame.path == path for line in words_of(frame.text)]
        assert [t.strip() for t in tab.locator(".official-frame .line").all_text_contents()] == framed
    assert seen == 10


# -- tables and search ------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["so noi vu", "Sở Nội vụ", "SỞ  NỘI", "vu noi"])
def test_a_table_can_be_filtered_without_accents(words: str, site: Site, tab: Page) -> None:
    """The filter keeps rows that have all words, in any case, with or without accents, and counts them."""
    tab.goto(site.url("index"))
    tab.get_by_label("Lọc bảng").fill(words)
    assert visible_rows(tab) == ["II.1.a", "II.1.c"]
    assert tab.get_by_role("status").inner_text() == "2/3 dòng"
    tab.get_by_label("Lọc bảng").fill("")
    assert tab.get_by_role("status").inner_text() == "3/3 dòng"


def test_a_view_can_be_sent_as_a_link(site: Site, tab: Page) -> None:
    """What is filtered and sorted stands in the address, and is there again after a reload."""
    tab.goto(site.url("index"))
    tab.get_by_label("Lọc bảng").fill("so noi vu")
    tab.get_by_role("columnheader", name="Mục").get_by_role("button").click()
    tab.get_by_role("columnheader", name="Mục").get_by_role("button").click()
    sent = tab.url
    tab.goto(site.url("docs/reviewers"))
    tab.goto(sent)
    assert visible_rows(tab) == ["II.1.c", "II.1.a"]
    assert tab.get_by_label("Lọc bảng").input_value() == "so noi vu"


def test_the_timeline_shows_every_task_and_the_day(site: Site, tab: Page) -> None:
    """The drawing has a linked row a task and the day of the figures, and says so to screen readers."""
    tab.goto(site.url("docs/views/timeline"))
    drawing = tab.locator(".timeline svg")
    assert drawing.locator("a").count() == len(site.plan.of_type("task"))
    assert drawing.locator(".as-of-label").text_content() == "22/11/2026"
    assert "22/11/2026" in (drawing.locator("title").first.text_content() or "")
    assert "style=" not in drawing.inner_html()
    assert "onclick" not in drawing.inner_html()


def test_the_timeline_is_narrowed_with_its_table(two_plans: Site, tab: Page) -> None:
    """Table and drawing show the same tasks, as the address says; without a choice, and in print, all."""

    def drawn() -> list[str]:
        return [str(to) for to in tab.locator(".timeline .row:visible a").evaluate_all(HREFS)]

    tab.goto(two_plans.url("docs/views/timeline"))
    all_of_them, height = drawn(), tab.locator(".timeline").first.bounding_box()
    tab.get_by_label("Mọi tình trạng").select_option("open-overdue")
    tab.get_by_label("Mọi cơ quan").select_option("CQ-STP")
    listed = tab.locator(".timeline-table tbody tr:visible td a, .timeline-table tbody tr:visible th a")
    tasks = [to for to in listed.evaluate_all(HREFS) if "#NV-" in to]
    assert [to for to in drawn() if "#NV-" in to] == tasks != []
    narrow = tab.locator(".timeline:visible").first.bounding_box()
    assert height
    assert narrow
    assert narrow["height"] < height["height"] / 2
    sent = tab.url
    tab.goto(two_plans.url("index"))
    tab.goto(sent)
    assert [to for to in drawn() if "#NV-" in to] == tasks
    tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn() == all_of_them
    tab.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(tab.locator(".timeline .row:visible a[href*='#NV-']")).to_have_count(len(tasks))
    tab.get_by_label("Mọi tình trạng").select_option("")
    tab.get_by_label("Mọi cơ quan").select_option("")
    assert drawn() == all_of_them


HREFS = "links => links.map(link => link.getAttribute('href'))"
LINKED = "all => all.map(e => [...e.querySelectorAll('a')].map(link => link.getAttribute('href')))"


def test_a_filter_that_nothing_meets_leaves_no_row(site: Site, tab: Page) -> None:
    """The table is empty then, and the count says why."""
    tab.goto(site.url("index"))
    tab.get_by_label("Lọc bảng").fill("khong co dau")
    assert visible_rows(tab) == []
    assert tab.get_by_role("status").inner_text() == "0/3 dòng"


def test_a_table_can_be_sorted(site: Site, tab: Page) -> None:
    """A click on a column's head sorts by it, another turns the order round; both are announced."""
    tab.goto(site.url("index"))
    head = tab.get_by_role("columnheader", name="Hạn hoàn thành")
    head.get_by_role("button").click()
    assert visible_rows(tab) == ["II.1.a", "II.1.c", "II.1.b"]
    assert head.get_attribute("aria-sort") == "ascending"
    head.get_by_role("button").press("Enter")
    assert visible_rows(tab) == ["II.1.b", "II.1.c", "II.1.a"]
    assert head.get_attribute("aria-sort") == "descending"


@pytest.mark.parametrize("words", ["to chuc hoi nghi", "Tổ chức hội nghị"])
def test_search_leads_to_the_task(words: str, site: Site, tab: Page) -> None:
    """With or without accents the task comes first, and Enter ends at its card."""
    tab.goto(site.url("index"))
    tab.locator(".search input").fill(words)
    tab.locator(".search input").press("Enter")
    tab.wait_for_url(f"**/{TASKS}.html*")
    assert tab.evaluate("location.hash") == f"#{TASK_A}"
    box = tab.locator(f"#{TASK_A}").bounding_box()
    assert box
    assert 0 <= box["y"] < 450


def test_search_says_when_nothing_is_found(site: Site, tab: Page) -> None:
    """A search in vain ends with a Vietnamese sentence."""
    tab.goto(f"{site.url('search')}?q=xyzxyz")
    tab.get_by_text("Không tìm thấy kết quả nào").wait_for()


# -- several plans ----------------------------------------------------------------------------------


COMMUNE = "needs/kh-12-2026/ke-hoach"


def test_home_lists_the_plans(two_plans: Site, tab: Page) -> None:
    """Each plan in a row, the oldest first, with a link to its page; a text that is cut is told of above."""
    tab.goto(two_plans.url("index"))
    shown = [row.locator("td, th").all_inner_texts() for row in tab.locator(".plans tbody tr").all()]
    assert [[row[0], row[3], row[4]] for row in shown] == [
        ["9/KH-UBND", "05/01/2026", "41"],
        ["12/KH-UBND", "10/02/2026", "5"],
    ]
    assert "12/KH-UBND năm 2026: Dữ liệu giả định" in tab.locator(".admonition.warning").inner_text()
    tab.get_by_role("link", name="12/KH-UBND", exact=True).click()
    tab.wait_for_url(f"**/{COMMUNE}.html*")
    tab.goto(two_plans.url("docs/views/summary"))
    tab.locator(".folded > summary").click()
    cells = [row.locator("td, th").all_inner_texts() for row in tab.locator(".plan-cells tbody tr").all()]
    assert [row[:5] for row in cells] == [
        ["9/KH-UBND năm 2026", "5", "2", "7", "4"],
        ["12/KH-UBND năm 2026", "1", "0", "1", "1"],
        ["Mọi kế hoạch", "6", "2", "8", "5"],
    ]


def test_the_navigation_shows_each_plan_with_its_parts(two_plans: Site, site: Site, tab: Page) -> None:
    """By number, in the order of the text, on every page; a single plan stands there by itself."""
    for name in ("index", "docs/views/week", COMMUNE):
        tab.goto(two_plans.url(name))
        assert tab.locator(".site").inner_text() == "Theo dõi thực hiện kế hoạch"
        captions = tab.locator(".all .caption-text").all_text_contents()
        assert captions == ["Theo dõi", "Các kế hoạch", "Dùng chung", "Hướng dẫn"]
        entries = tab.locator(".all .toctree-l1:has(ul)")
        assert entries.locator("> a").all_text_contents() == [
            "Đầu mối",
            "Kế hoạch 9/KH-UBND năm 2026",
            "Kế hoạch 12/KH-UBND năm 2026",
        ]
        parts = entries.last.locator(".toctree-l2 > a").all_text_contents()
        assert parts[:3] == ["I. MỤC ĐÍCH", "V. NHIỆM VỤ", "IX. TỔ CHỨC THỰC HIỆN"]
    tab.goto(site.url("docs/views/week"))
    assert tab.locator(".site").inner_text() == "Kế hoạch 172/KH-UBND"
    captions = tab.locator(".all .caption-text").all_text_contents()
    assert captions == ["Theo dõi", "Kế hoạch 172/KH-UBND năm 2023", "Hướng dẫn"]


def test_tables_can_be_filtered_by_plan(two_plans: Site, tab: Page) -> None:
    """One of the plans can be chosen, beside the words; the choice stands in the address."""
    tab.goto(two_plans.url("index"))
    tab.locator(".table-filter").last.get_by_label("Kế hoạch").select_option("12/KH-UBND năm 2026")
    assert tab.get_by_role("status").last.inner_text() == "5/46 dòng"
    tab.reload()
    assert set(visible_rows(tab)) == {"12/KH-UBND năm 2026"}
    assert tab.locator(".plans tbody tr:visible").count() == 2
    tab.get_by_label("Lọc bảng").last.fill("doi thoai")
    assert tab.get_by_role("status").last.inner_text() == "1/46 dòng"


def test_one_late_list_names_the_plans(two_plans: Site, tab: Page) -> None:
    """What is late in any plan stands in one list, the latest first."""
    tab.goto(two_plans.url("docs/views/summary"))
    tab.locator(".folded > summary").click()
    late = tab.locator("table.late tbody tr :is(td, th):first-child").all_inner_texts()
    assert sorted(set(late)) == ["12/KH-UBND năm 2026", "9/KH-UBND năm 2026"]
    assert late != sorted(late)


def test_the_page_of_a_plan_shows_where_it_stands(two_plans: Site, site: Site, tab: Page) -> None:
    """Its cells, its late list and its tasks in their order; where it is the only one, home shows them."""
    tab.goto(two_plans.url(COMMUNE))
    assert visible_rows(tab) == ["V.1", "V.2", "V.3", "IX.1", "IX.2"]
    assert tab.locator("table.late tbody tr").count() == 2
    assert tab.locator("table.cells tbody tr").last.locator("td, th").nth(1).inner_text() == "1"
    tab.goto(site.url("needs/kh-172-2023/ke-hoach"))
    assert tab.locator("table").count() == 0


def test_cards_link_tasks_of_different_plans_both_ways(two_plans: Site, tab: Page) -> None:
    """Each names the plan of the other."""
    lower, upper = "NV-12-2026-V-2", "NV-9-2026-II-12"
    tab.goto(two_plans.url("needs/kh-12-2026/v-nhiem-vu"))
    assert links(tab, lower)["Cụ thể hóa nhiệm vụ"] == [upper]
    names(tab, lower, "(9/KH-UBND năm 2026)")
    tab.goto(two_plans.url("needs/kh-9-2026/ii-nhiem-vu"))
    assert links(tab, upper)["Được cụ thể hóa bởi"] == [lower]
    names(tab, upper, "(12/KH-UBND năm 2026)")


@pytest.mark.parametrize(
    "name",
    ["index", COMMUNE, "docs/views/summary", "docs/views/matrix", "ky/kh-9-2026-quy-iii-2026"],
)
def test_pages_of_several_plans_are_accessible(name: str, two_plans: Site, tab: Page) -> None:
    """axe finds nothing of any level by day and at night, and nothing is too wide for a telephone."""
    tab.goto(two_plans.url(name))
    assert faults(tab, "light", SCREEN["width"]) == []
    assert faults(tab, "dark", SCREEN["width"]) == []
    tab.set_viewport_size({"width": TELEPHONE, "height": 844})
    assert tab.evaluate("document.documentElement.scrollWidth") <= TELEPHONE


# -- how pages look ---------------------------------------------------------------------------------


def test_no_page_is_too_wide(seen: dict[str, Seen]) -> None:
    """On a telephone nothing has to be scrolled sideways; on A4 paper nothing is cut off."""
    widths = {name: page.widths for name, page in seen.items()}
    assert {n: at for n, at in widths.items() if at["screen"] > TELEPHONE or at["print"] > PAPER} == {}


def test_a_table_with_every_state_is_no_wider_than_the_text(two_plans: Site, tab: Page) -> None:
    """The columns of all states end where the paragraphs end."""
    tab.set_viewport_size({"width": 1280, "height": 900})
    tab.goto(two_plans.url("docs/views/summary"))
    tab.locator(".folded > summary").click()
    width = "(e) => e.getBoundingClientRect().width"
    for table in (tab.locator("table.plan-cells"), tab.locator("table.cells").first):
        assert table.locator("th").count() > 10
        assert table.evaluate(width) <= tab.locator(".view p").first.evaluate(width)


@SCHEMES
def test_print_shows_every_row(scheme: Any, site: Site, tab: Page) -> None:
    """A printed list is the whole list on white paper, whatever the screen shows."""
    tab.goto(site.url("index"))
    tab.get_by_label("Lọc bảng").fill("so noi vu")
    tab.emulate_media(media="print", color_scheme=scheme)
    assert visible_rows(tab) == ["II.1.a", "II.1.b", "II.1.c"]
    gone_parts = (".table-filter", ".top", ".here", ".neighbours")
    for gone in (*gone_parts, ".skip"):
        assert not any(found.is_visible() for found in tab.locator(gone).all()), gone
    assert tab.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.pdf().startswith(b"%PDF")


def test_the_leaders_page_is_a_sheet_a_plan(two_plans: Site, tab: Page) -> None:
    """Two plans with fourteen tasks late print on two, in small print; the name of a plan takes two lines."""
    tab.goto(two_plans.url("docs/views/summary"))
    tab.emulate_media(media="print")
    tab.set_viewport_size({"width": 726, "height": 1000})  # A4 without its margins
    named = tab.locator(".late-brief td:first-child a")
    assert set(named.evaluate_all("all => all.map(one => one.getClientRects().length)")) <= {1, 2}
    assert len(pypdfium2.PdfDocument(tab.pdf(format="A4", prefer_css_page_size=True))) <= len(
        two_plans.plan.plans
    )


def test_cards_keep_their_text_off_their_border(site: Site, tab: Page) -> None:
    """Cards and the official text in them have theirs."""
    tab.goto(site.url(TASKS))
    for part in (".card", ".verbatim"):
        padding = tab.locator(part).first.evaluate("(e) => getComputedStyle(e).paddingLeft")
        assert padding == "16px", part


@SCHEMES
@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("index", [".glance", ".table-filter", ".tiles", ".bars", "dl.field-list"]),
        (TASKS, [".card", ".official-frame"]),
    ],
    ids=["home", "cards"],
)
def test_text_can_be_read(name: str, parts: list[str], scheme: Any, site: Site, tab: Page) -> None:
    """Text in tables, filters, lists and cards has a contrast of 4.5 at least, in light and in dark."""
    tab.emulate_media(color_scheme=scheme)
    open_page(tab, site, name)
    dark = tab.evaluate("getComputedStyle(document.body).backgroundColor") != "rgb(255, 255, 255)"
    assert dark == (scheme == "dark")
    for part in parts:
        for text, colour, ground in tab.locator(part).first.evaluate(COLOURS):
            assert contrast(colour, ground) >= 4.5, (part, text, colour, ground)


#: Each text in an element, with its colour and the colour behind it.
COLOURS = """(root) => [...root.querySelectorAll("*")]
    .filter((e) => [...e.childNodes].some((node) => node.nodeType === 3 && node.data.trim()))
    .map((e) => {
        let behind = e;
        while (getComputedStyle(behind).backgroundColor === "rgba(0, 0, 0, 0)") behind = behind.parentElement;
        return [e.textContent, getComputedStyle(e).color, getComputedStyle(behind).backgroundColor];
    })"""


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, ``rgb(0, 0, 0)``, by WCAG 2."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """The relative luminance of an opaque colour, by WCAG 2."""
    found = re.fullmatch(r"rgb\((\d+), (\d+), (\d+)\)", colour)
    assert found, colour
    parts = [int(part) / 255 for part in found.groups()]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(
    "name",
    [
        "index",
        TASKS,
        "docs/views/agencies",
        "docs/views/week",
        "docs/views/summary",
        "docs/views/timeline",
        "docs/views/calendar",
        "docs/views/matrix",
        "docs/views/open-points",
        "docs/views/source",
        "docs/views/desk",
        "needs/agencies",
        "co-quan/cq-snv",
        "docs/coordinators",
        "docs/rules",
        "docs/glossary",
        "search",
    ],
)
def test_pages_are_accessible(name: str, site: Site, tab: Page) -> None:
    """axe finds nothing of any level, on a screen by day and on a telephone at night."""
    open_page(tab, site, name)
    assert faults(tab, "light", SCREEN["width"]) == []
    assert faults(tab, "dark", TELEPHONE) == []


# -- the language -----------------------------------------------------------------------------------

#: Words of interfaces, of Sphinx's and of our own messages, that are no Vietnamese words.
ENGLISH = frozenset(
    re.findall(
        r"\w+",
        """
    about according agency and are auto automatic back basis be by cannot cards certain check clear cleared
    close closed collapse color colour content contents copyright counted dark date deadline decided
    deliverable derived did does documents due each edit english enter error event expand file filter finished
    for form found from group half hide home index is issued joint key known last learn light link listed made
    main match matches menu missing mode month must navigation need new next not note notice of official
    ongoing only open or other owner page pages partial partners party permalink please previous principle
    quarter reason recurring required reset result results right row rows rule rules search searching
    should show shown sidebar site skip sort source stated submit switch table takes task tasks text
    theme there this title toggle topics unknown unnamed until up version view waived waiting warning was
    what where which who with words write wrong year yes your
    """,
    )
)
#: What is typed as it stands: words in backquotes or quotes, file names, ``{task}``, markup of a noscript.
TYPED = re.compile(
    r"`+[^`]+`+|\"[:a-z_]+\"|\":[^\"]+\"|[\w/-]+/[\w./-]*|[\w-]+\.(?:md|toml|txt)\b|\{[a-z]+\}|<[^>]+>"
)
#: The glossary's cells give the values of enumerations: ``joint (cùng thực hiện)``.
VALUES = re.compile(r"\b[a-z-]+(?= \()")


def test_no_english_is_left(seen: dict[str, Seen]) -> None:
    """Texts, labels, hints and titles of every page are free of English words."""
    left: dict[str, set[str]] = {}
    for name, page in seen.items():
        for text in page.texts:
            shown = TYPED.sub(" ", text)
            if name == "docs/glossary":
                shown = VALUES.sub(" ", shown)
            if ENGLISH & set(re.findall(r"[^\W\d_]+", shown.lower())):
                left.setdefault(text, set()).add(name)
    assert left == {}


def test_the_words_that_mean_english_are_no_words_of_the_plan() -> None:
    """A word of the list that were Vietnamese would be found in the official text, or in agencies' names."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "needs").rglob("source.txt"))
    assert ENGLISH & set(re.findall(r"[^\W\d_]+", text.lower())) == set()


# -- helpers ----------------------------------------------------------------------------------------


def rows(tab: Page, within: str) -> dict[str, str]:
    """The labelled values inside an element."""
    values = tab.locator(f"{within} dl.field-list").first
    names = values.locator("dt").all_text_contents()
    return dict(
        zip((n.removesuffix(":") for n in names), values.locator("dd").all_inner_texts(), strict=True)
    )


def names(tab: Page, need_id: str, words: str) -> None:
    """Hold that a card shows words; a card that is not on the screen shows nothing (content-visibility)."""
    card = tab.locator(f"#{need_id}")
    card.scroll_into_view_if_needed()
    expect(card).to_contain_text(words, use_inner_text=True)


def links(tab: Page, need_id: str) -> dict[str, list[str]]:
    """The IDs of the needs that a card links, by label; those of agencies by the pages of these."""
    found: dict[str, list[str]] = {}
    values = tab.locator(f"#{need_id} dl.field-list")
    linked = values.locator("dd").evaluate_all(LINKED)
    for label, hrefs in zip(values.locator("dt").all_text_contents(), linked, strict=True):
        parts = [href.partition("#") for href in hrefs]
        found[label.removesuffix(":")] = [anchor or Path(path).stem.upper() for path, _sign, anchor in parts]
    return found


def titles(plan: Plan, need: Need, link: str) -> list[str]:
    """The titles of the needs that a link names."""
    return [target.title for target in plan.targets(need, link)]


def words_of(text: str) -> list[str]:
    """The lines of a text that have words, without the blanks around them."""
    return [line.strip() for line in text.splitlines() if line.strip(" -\xa0")]


def visible_rows(tab: Page) -> list[str]:
    """The first cell of every row of the tasks that can be seen."""
    return tab.locator(".glance tbody tr :is(td, th):first-child:visible").all_inner_texts()


def open_page(tab: Page, site: Site, name: str) -> None:
    """Open a page; that of the search with results."""
    if name != "search":
        tab.goto(site.url(name))
        return
    tab.goto(f"{site.url(name)}?q=so+noi+vu")
    tab.locator("#search-results li a").first.wait_for()


def faults(tab: Page, scheme: Literal["light", "dark"], width: int) -> list[tuple[str, list[str]]]:
    """What is wrong with a page in these colours at this width, each with the elements concerned.

    The page stays loaded: its style sheets alone know of either, no script does.
    """
    tab.emulate_media(color_scheme=scheme)
    tab.set_viewport_size({"width": width, "height": 844})
    return [(found["id"], [node["html"] for node in found["nodes"]]) for found in axe(tab)]


#: axe reads each colour anew for each text and all that lies behind it, which takes a third of its time.
REMEMBER = """(() => {
    const color = axe.commons.color.Color.prototype, parse = color.parseString, known = new Map();
    color.parseString = function (text) {
        if (!known.has(text)) {
            const { r, g, b, alpha } = parse.call(this, text);
            known.set(text, { r, g, b, alpha });
        }
        return Object.assign(this, known.get(text));
    };
})()"""


def axe(tab: Page) -> list[dict[str, Any]]:
    """What axe finds wrong with a page. It may not fetch style sheets: a folder does not allow it."""
    if not tab.evaluate("'axe' in window"):
        tab.evaluate(f"{AXE};{REMEMBER}")
    script = "axe.run({preload: false, resultTypes: ['violations']}).then((found) => found.violations)"
    found: list[dict[str, Any]] = tab.evaluate(script)
    return found


# -- what readers come for ------------------------------------------------------------------------------


class Reader:
    """Somebody who begins on the home page; each click counts."""

    def __init__(self, tab: Page, home: str) -> None:
        self.tab, self.clicks = tab, 0
        tab.goto(home)

    def click(self, found: Locator) -> None:
        """One more."""
        found.click()
        self.clicks += 1

    def agency(self, name: str) -> None:
        """To the page of an agency, from the figures of all."""
        self.click(self.tab.locator(".bars").get_by_role("link", name=name))

    def task(self, title: str) -> None:
        """To the card of a task, from the list."""
        self.click(self.tab.locator(".glance").get_by_role("link", name=title))


def test_what_readers_come_for_is_two_clicks_away(two_plans: Site, tab: Page) -> None:
    """From home: duties to come, all that is overdue, why and by what proof, the clause, what is new."""
    home = two_plans.url("index")
    reader_ = Reader(tab, home)
    reader_.agency("Sở Tư pháp (giả định)")
    expect(tab.locator("#sap-den")).to_contain_text("20/12/2026")
    expect(tab.locator("#can-lam")).to_contain_text("Chưa hoàn thành, quá hạn 145 ngày")
    assert reader_.clicks == 1

    reader_ = Reader(tab, home)
    reader_.click(tab.locator(".tile", has_text="quá hạn, chưa xong"))
    expect(tab.get_by_label("Mọi tình trạng")).to_have_value("past")
    states = tab.locator(".glance tbody tr:visible .state").all_inner_texts()
    assert len(states) > 10
    assert all("quá hạn" in state or "Chưa có thông tin" in state for state in states)
    reader_.task("Rà soát văn bản của tỉnh có liên quan đến Luật")
    card = tab.locator("#NV-9-2026-II-4")
    expect(card.locator(".card-why")).to_contain_text(
        "Nhiều văn bản do cấp huyện cũ ban hành. Gia hạn đến hết"
    )
    expect(card.locator(".verbatim")).to_contain_text("4. Rà soát văn bản của tỉnh")
    assert reader_.clicks == 2

    reader_ = Reader(tab, home)
    reader_.task("Tổ chức tập huấn cho báo cáo viên")
    proof = tab.locator("#NV-9-2026-II-3 .card-state")
    expect(proof).to_contain_text("Hoàn thành quá hạn 8 ngày · 08/05/2026")
    expect(proof.get_by_role("link", name="103/BC (giả định)")).to_be_visible()
    assert reader_.clicks == 1

    reader_ = Reader(tab, home)
    reader_.click(tab.get_by_role("navigation", name="Trang chính").get_by_role("link", name="Tổng hợp"))
    expect(tab.get_by_role("heading", name="Thay đổi từ ngày 15/11/2026")).to_be_visible()
    expect(tab.get_by_role("heading", name="Văn bản, minh chứng mới")).to_be_visible()
    assert reader_.clicks == 1


def test_papers_and_calendar_of_an_agency_are_two_clicks_away(site: Site, running: Browser) -> None:
    """From home on the web: the slip in Word comes as a file, the calendar as an address to subscribe to."""
    handler = partial(SimpleHTTPRequestHandler, directory=str(site.folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        home = f"http://127.0.0.1:{server.server_port}/index.html"
        context = running.new_context(locale="vi-VN", viewport={"width": 1280, "height": 900})
        tab = context.new_page()
        reader_ = Reader(tab, home)
        reader_.agency("Sở Nội vụ")
        with tab.expect_download() as taken:
            reader_.click(tab.get_by_role("link", name="Phiếu giao việc (Word)"))
        assert taken.value.suggested_filename == "phieu-CQ-SNV-KH-172-2023.docx"
        assert reader_.clicks == 2
        calendar = f"//127.0.0.1:{server.server_port}/tai-ve/lich-CQ-SNV-KH-172-2023.ics"
        link = tab.get_by_role("link", name="Đăng ký lịch")
        expect(link).to_be_visible()
        assert link.get_attribute("href") == f"webcal:{calendar}"
        context.grant_permissions(["clipboard-read", "clipboard-write"])
        tab.get_by_role("button", name="Chép địa chỉ lịch").click()
        tab.get_by_role("button", name="Đã chép").wait_for()
        assert tab.evaluate("navigator.clipboard.readText()") == f"http:{calendar}"
        context.close()
        server.shutdown()


def test_a_switch_shows_one_way_and_prints_both(two_plans: Site, tab: Page) -> None:
    """Agencies or leaders, by mouse and keyboard; on paper both, each under its name."""
    tab.goto(two_plans.url("index"))
    ways = tab.locator(".switch > .choice")
    assert [way.is_visible() for way in ways.all()] == [True, False]
    tab.get_by_text("Theo lãnh đạo phụ trách").click()
    assert [way.is_visible() for way in ways.all()] == [False, True]
    tab.keyboard.press("ArrowLeft")
    assert [way.is_visible() for way in ways.all()] == [True, False]
    tab.emulate_media(media="print")
    assert [way.is_visible() for way in ways.all()] == [True, True]
