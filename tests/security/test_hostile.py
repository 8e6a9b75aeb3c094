"""Hostile inputs and what becomes of each: refused before anything is built, or shown as the words it is.

The inputs are in ``hostile.py``. Nothing of them is executed, fetched, or reaches a file outside.
"""

import csv
import io
import re
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import unquote
from xml.etree import ElementTree as ET

import icalendar
import openpyxl
import pikepdf
import pytest
from markdown_it import MarkdownIt
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from playwright.sync_api import Browser, Dialog, Page, Route

import hostile
from conftest import BLOCKED, ROOT, Run, copy_of
from hostile import EVIL, FILES, PAGE, REFUSED, SHOWN, Words
from kehoach import changes, rules
from kehoach.changes import formats
from kehoach.changes.report import report
from kehoach.importing import analysis, drafting
from kehoach.importing.drafted import names_for
from kehoach.language.text import INVISIBLE
from kehoach.plan import reader
from merging.test_merge import REPORT, TRACKING, UPDATES, add, edited, merge
from mystery import see

WORDS = pytest.mark.parametrize("words", SHOWN, ids=lambda words: f"{words.name}-{words.place}")


def project(root: Path) -> Path:
    """A copy of the small project with the pages of the site."""
    copy_of("small", root)
    shutil.copy(ROOT / "conf.py", root)
    shutil.copytree(ROOT / "docs" / "views", root / "docs" / "views")
    toctree = "# Thử\n\n```{toctree}\n:glob:\n\ndocs/views/*\nneeds/**\n```\n"
    (root / "index.md").write_text(toctree, encoding="utf-8")
    return root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project to put hostile inputs into."""
    return project(tmp_path / "project")


# -- refused ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_a_text_is_refused(root: Path, text: str, code: str) -> None:
    """The page has a finding of the rule, and so is never given to Sphinx."""
    page = PAGE.replace("1-2026", "8-2026") if "{plan}" in text else PAGE
    (root / page).parent.mkdir(exist_ok=True)
    (root / page).write_text(text, encoding="utf-8")
    assert code in {found.code for found in rules.check(reader.read(root)) if found.path == page}


OUTSIDE = (
    "../secret.txt",
    "/etc/passwd",
    "/dev/zero",
    ".git/config",
    "conf.py",
    "needs/.x.txt",
    "needs/../conf.py",
)


@pytest.mark.parametrize("name", OUTSIDE)
def test_no_file_outside_is_read_for_a_value(root: Path, name: str) -> None:
    """A file that is there, but not under needs/ or hidden, is neither a source nor an evidence."""
    for path in (root.parent / "secret.txt", root / ".git/config", root / "needs/.x.txt"):
        path.parent.mkdir(exist_ok=True)
        path.write_text("password = x\n", encoding="utf-8")
    (root / "needs/kh-8-2026").mkdir()
    text = hostile.plan(f":source: {name}") + "\n" + hostile.evidence(f":file: {name}")
    (root / "needs/kh-8-2026/x.md").write_text(text, encoding="utf-8")
    plan = reader.read(root)
    assert plan.needs["KH-8-2026"]["source"] == plan.needs["MC-1-2026-9"]["file"] == name
    assert ("KH-8-2026" in plan.texts, plan.files) == (False, {})


@pytest.mark.parametrize("make", [row[1] for row in FILES], ids=[row[0] for row in FILES])
def test_a_file_is_refused(root: Path, make: Callable[[Path], None], kehoach: Run) -> None:
    """The file gives one finding, on one line that a terminal can show, and is not opened."""
    make(root)
    done = kehoach("check", "--root", root, timeout=BLOCKED)
    assert done.returncode == 1
    lines = done.stdout.split("\n")[:-1]
    assert [line for line in lines if "KH020" in line and line.isprintable()] == lines[:1]
    assert "Traceback" not in done.stderr


def test_everything_refused_is_not_built(root: Path, sphinx_build: Run) -> None:
    """With all of them at once the build ends before Sphinx reads a page, and leaves nothing behind."""
    for number, (_name, text, _code) in enumerate(REFUSED):
        (root / f"needs/x{number}.md").write_text(text, encoding="utf-8")
    before = {path.relative_to(root) for path in root.rglob("*")}
    done = sphinx_build(root)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "root:" not in done.stderr  # /etc/passwd
    made = {path.relative_to(root) for path in root.rglob("*")} - before
    assert {path.parts[0] for path in made} == {"build"}
    assert [path for path in made if path.suffix == ".html"] == []


@pytest.mark.parametrize("suffix", [".txt", ".csv"])
def test_sphinx_reads_no_page_that_was_not_checked(root: Path, suffix: str, sphinx_build: Run) -> None:
    """Where a setting makes Sphinx find more pages than the check, the build ends all the same."""
    with (root / "conf.py").open("a") as conf:
        conf.write(f'source_suffix = {{".md": "markdown", "{suffix}": "restructuredtext"}}\n')
    (root / "needs" / f"x{suffix}").write_text("X\n=\n\n.. raw:: html\n\n   <b>x</b>\n", encoding="utf-8")
    done = sphinx_build(root)
    assert done.returncode == 1
    assert "needs/x" in done.stderr
    assert not (root / "build/html/index.html").exists()


# -- shown ------------------------------------------------------------------------------------------


@dataclass
class Visit:
    """What happened while a browser went through a site: words shown, and what must not happen."""

    shown: str = ""
    owned: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    addresses: set[str] = field(default_factory=set)
    found: dict[str, str] = field(default_factory=dict)
    suggested: dict[str, str] = field(default_factory=dict)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, sphinx_build: Run) -> Path:
    """A project of everything hostile that cannot be refused, and its site with all that is exported."""
    root = project(tmp_path_factory.mktemp("hostile") / "project")
    shutil.rmtree(root / "needs")  # nothing in there is hostile
    (root / "needs").mkdir()
    hostile.show(root)
    assert [str(found) for found in rules.check(reader.read(root))] == []
    made = sphinx_build(root)
    assert (made.returncode, made.stderr) == (0, "")
    return root


def listen(page: Page, visit: Visit) -> None:
    """Record requests, complaints and dialogs of a page, and let nothing out."""

    def opened(dialog: Dialog) -> None:
        visit.owned.append(dialog.message)
        dialog.dismiss()

    page.add_init_script("window.__owned = []")
    page.on("console", lambda said: visit.said.append(said.text) if said.type != "log" else None)
    page.on("pageerror", lambda error: visit.said.append(str(error)))
    page.on("dialog", opened)
    page.on("popup", lambda popup: visit.owned.append(popup.url))
    page.on("request", lambda asked: visit.asked.append(asked.url))


@pytest.fixture(scope="module")
def visit(built: Path, running: Browser) -> Visit:
    """Every page of the site opened in a browser, moved over, clicked, and searched for each of the words."""
    visit = Visit()
    site = built / "build/html"
    tab = running.new_context().new_page()
    listen(tab, visit)
    for path in sorted(site.rglob("*.html")):
        tab.goto(path.as_uri())
        look(tab, visit)
    for words in SHOWN:
        if words.place.endswith("title"):  # is an object's, so listed above what the page finds in all texts
            tab.goto((site / "search.html").as_uri() + f"?q={words.name}")
            wait_for_the_end(tab)
            visit.found[words.name] = tab.locator("ul.objects").inner_text()
            tab.locator("header.top input[name=q]").fill(words.name)
            tab.locator("#objects-found small").first.wait_for()
            visit.suggested[words.name] = tab.locator("#objects-found").inner_text()
        else:  # as the page itself does when it is opened
            tab.evaluate("document.querySelector('#search-results').replaceChildren()")
            tab.evaluate("(query) => Search.performSearch(query)", words.name)
            wait_for_the_end(tab)
        visit.owned += tab.evaluate("window.__owned")
    tab.context.close()
    return visit


def wait_for_the_end(tab: Page) -> None:
    """Wait for the end of a search in the texts of all pages."""
    tab.locator("#search-results p", has_text="Tìm thấy").wait_for()


LINKED = """[...document.querySelectorAll("[href], [src]")].map(
    (e) => new URL(e.getAttribute("href") ?? e.getAttribute("src"), location).href)"""


def look(tab: Page, visit: Visit) -> None:
    """Take down what a page shows, and do what a reader may do to it."""
    visit.shown += tab.evaluate(
        "[document.title, document.body.textContent, "
        "...[...document.querySelectorAll('[title]')].map((e) => e.title)].join('\\n')"
    )
    visit.addresses |= set(tab.evaluate(LINKED))
    tab.evaluate(
        "for (const e of document.querySelectorAll('main *'))"
        " for (const type of ['mouseover', 'focus', 'toggle', 'error', 'load'])"
        " e.dispatchEvent(new Event(type))"
    )
    tab.evaluate("document.querySelectorAll('th button').forEach((button) => button.click())")
    visit.owned += tab.evaluate("window.__owned")


def spaced(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


@WORDS
def test_words_are_shown_as_words(visit: Visit, words: Words) -> None:
    """The words stand on a page as they were written, and did nothing."""
    if words.place == "page name":
        assert any(words.text in unquote(address) for address in visit.addresses)
    else:
        assert spaced(words.text) in spaced(visit.shown)
    assert words.name not in visit.owned


def test_nothing_ran_and_nothing_was_asked_for(visit: Visit, built: Path) -> None:
    """No script, dialog or window; every request is for a file of the site; the browser has no complaint."""
    assert visit.owned == []
    home = (built / "build/html").as_uri()
    assert [url for url in visit.asked if not url.startswith((home, "data:"))] == []
    assert visit.said == []


def test_addresses_are_pages_or_the_web(visit: Visit) -> None:
    """Links lead to pages of the site or to http(s)."""
    allowed = ("file:", "http://", "https://", "mailto:")
    assert [a for a in visit.addresses if not a.startswith(allowed)] == []


@pytest.mark.parametrize("place", ["task title", "agency title", "deliverable title", "basis title"])
def test_search_finds_the_words_as_words(visit: Visit, place: str) -> None:
    """The objects that a search lists, while typing and on its page, show the title as it was written."""
    for words in (words for words in SHOWN if words.place == place):
        assert spaced(words.text) in spaced(visit.found[words.name])
        assert spaced(words.text) in spaced(visit.suggested[words.name])


def test_an_injected_script_does_not_run(built: Path, running: Browser) -> None:
    """Should a script ever get into a page, its handlers, or an address, the policy keeps it from running."""
    site = built / "build/html"
    page = site / "index.html"
    injected = (
        "<script>window.__owned.push('inline')</script>"
        "<img src=x onerror=window.__owned.push('handler')>"
        f"<script src={EVIL}/x.js></script><img src={EVIL}/x.png><iframe src={EVIL}></iframe>"
        "<a id=evil href=\"javascript:window.__owned.push('address')\">x</a>"
    )
    copy = site / "injected.html"
    copy.write_text(page.read_text("utf-8").replace("</main>", f"{injected}</main>"), encoding="utf-8")
    visit = Visit()
    sent: list[str] = []

    def stopped(route: Route) -> None:
        sent.append(route.request.url)
        route.abort()

    tab = running.new_context().new_page()
    tab.route(f"{EVIL}/**", stopped)
    listen(tab, visit)
    tab.goto(copy.as_uri())
    tab.locator("#evil").click()
    tab.wait_for_timeout(200)
    owned = tab.evaluate("window.__owned")
    tab.context.close()
    copy.unlink()
    assert (owned, sent) == ([], [])
    assert len([said for said in visit.said if "Content Security Policy" in said]) >= 5


# -- imported, and compared -------------------------------------------------------------------------


@pytest.mark.parametrize("text", [row[1] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_an_imported_text_is_harmless_or_refused(root: Path, text: str) -> None:
    """What is drafted of a hostile official text has a finding, or is but words to MyST."""
    names = names_for("kh-5-2026")
    official = f"KẾ HOẠCH\nI. NHIỆM VỤ\n1. Việc {text}\n{text}\nCơ quan chủ trì: Sở A; {text}\n"
    official = INVISIBLE.sub("", official)  # as each reader does
    drafted = drafting.draft(official, analysis.read(official), names, reader.read(root), "giả định")
    (root / "needs/kh-5-2026").mkdir()
    for file in drafted.files:
        (root / "needs/kh-5-2026" / file.name).write_text(file.text, encoding="utf-8")
    faulty = {found.path for found in rules.check(reader.read(root)) if found.code < "KH100"}
    for file in drafted.files:
        if f"needs/kh-5-2026/{file.name}" not in faulty:
            seen = see(file.text)
            assert (seen.harmful, seen.addresses) == ([], [])


def test_hostile_cells_are_words_or_refused(tmp_path: Path) -> None:
    """What a returned workbook holds is written as words that the check passes, or named as refused."""
    root = copy_of("demo", tmp_path / "demo")
    texts = [row[1].strip() for row in REFUSED] + [words.text for words in SHOWN]
    # Neither of which openpyxl can write.
    texts = [text for text in texts if not ILLEGAL_CHARACTERS_RE.search(text) and len(text) < 2**15]
    days = [date(2026, 1, 5) + timedelta(days=number) for number in range(len(texts))]
    rows = [
        add(UPDATES, **{**REPORT, "Ngày": day, "Tên": text, "Kết_quả": text})
        for day, text in zip(days, texts, strict=True)
    ]
    workbook = edited(root, *rows)
    before = rules.check(reader.read(root))
    merged = merge(root, workbook, "--partial")
    assert merged.exit_code in (0, 1)
    assert "Traceback" not in merged.output
    assert rules.check(reader.read(root)) == before == []
    assert any(words.text in (root / TRACKING).read_text("utf-8") for words in SHOWN)
    for page in (root / "needs").rglob("*.md"):
        assert see(page.read_text("utf-8")).harmful == []


@pytest.mark.parametrize("name", ["../../x", "/etc/x", "a/../../b", "kh-1\n2", "..", "~", "C:\\x", "-rf"])
def test_an_import_stays_in_its_folder(root: Path, name: str, kehoach: Run) -> None:
    """Whatever the plan is called, files are made in one folder of needs/ only."""
    (root.parent / "a.txt").write_text("KẾ HOẠCH\nI. VIỆC\n1. Việc giả định.\n", encoding="utf-8")
    before = set(root.parent.rglob("*"))
    done = kehoach("import", root.parent / "a.txt", "--root", root, f"--plan={name}")
    assert "Traceback" not in done.stderr
    folders = {path.relative_to(root).parts[:2] for path in set(root.parent.rglob("*")) - before}
    assert len({parts for parts in folders if parts[0] == "needs"}) <= 1
    assert {parts[0] for parts in folders} <= {"needs", "build"}


def test_a_report_of_changes_shows_words(root: Path, built: Path, running: Browser) -> None:
    """What a hostile plan adds stands in the report as it was written; nothing runs, nothing is asked for."""
    found = changes.compare(reader.read(root), reader.read(built), date(2026, 11, 22))
    page = root / "changes.html"
    page.write_text(formats.as_html(report(found, "<script>", "b")), encoding="utf-8")
    visit = Visit()
    tab = running.new_context().new_page()
    listen(tab, visit)
    tab.goto(page.as_uri())
    look(tab, visit)
    tab.context.close()
    assert (visit.owned, visit.said, visit.asked) == ([], [], [page.as_uri()])
    for words in (words for words in SHOWN if words.place == "task title"):
        assert spaced(words.text) in spaced(visit.shown)


# -- in the exports ---------------------------------------------------------------------------------


def exported(built: Path, pattern: str) -> list[Path]:
    """The exports of the hostile plan of a kind."""
    found = sorted((built / "build/html/tai-ve").glob(pattern.replace("*", "*KH-8-2026*", 1)))
    assert found
    return found


def test_no_cell_is_a_formula(built: Path) -> None:
    """In workbooks the words are text, and no link or outside data is made of them."""
    for path in exported(built, "*.xlsx"):
        cells = [cell for sheet in openpyxl.load_workbook(path) for row in sheet.iter_rows() for cell in row]
        assert [cell.value for cell in cells if cell.data_type == "f"] == []
        assert [cell.value for cell in cells if cell.hyperlink] == []
        names = zipfile.ZipFile(path).namelist()
        assert [name for name in names if "external" in name.lower() or "connection" in name.lower()] == []
    whole = openpyxl.load_workbook(built / "build/html/tai-ve/theo-doi-KH-8-2026.xlsx")
    text = "\n".join(str(cell.value) for sheet in whole for row in sheet.iter_rows() for cell in row)
    for words in (words for words in SHOWN if words.place == "task title"):
        assert words.text in text


def test_no_csv_cell_is_a_formula(built: Path, kehoach: Run) -> None:
    """In CSV a cell that a spreadsheet would compute begins with an apostrophe."""
    texts = [path.read_text("utf-8-sig") for path in exported(built, "*.csv")]
    texts.append(kehoach("status", "--root", built, "--format", "csv").stdout.removeprefix("\ufeff"))
    found = [[cell for row in csv.reader(io.StringIO(text)) for cell in row] for text in texts]
    for cells in found:
        assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    # The table of parts holds no words; those of the data and of the tasks, and the status, do.
    assert sum(any(cell.startswith("'=HYPERLINK") for cell in cells) for cells in found) == 3


PROPERTIES = {
    "UID",
    "SUMMARY",
    "DTSTART",
    "DTEND",
    "DTSTAMP",
    "SEQUENCE",
    "STATUS",
    "RRULE",
    "DESCRIPTION",
    "TRANSP",
}


def test_calendars_hold_what_we_wrote(built: Path) -> None:
    """Words make no line, property or alarm of their own in a calendar."""
    for path in exported(built, "*.ics"):
        calendar = icalendar.Calendar.from_ical(path.read_bytes())
        events = calendar.walk("VEVENT")
        assert {name for event in events for name in event} <= PROPERTIES
    whole = icalendar.Calendar.from_ical((built / "build/html/tai-ve/lich-KH-8-2026.ics").read_bytes())
    summaries = "\n".join(str(event["summary"]) for event in whole.walk("VEVENT"))
    for name in ("f07", "f08"):
        assert next(words.text for words in SHOWN if words.name == name) in summaries


def test_word_documents_have_no_links_out(built: Path) -> None:
    """Word documents refer to nothing outside, and hold no field but those of page numbers."""
    for path in exported(built, "*.docx"):
        with zipfile.ZipFile(path) as opened:
            for name in opened.namelist():
                if name.endswith(".rels"):
                    relations = ET.fromstring(opened.read(name))
                    outside = [r.get("Target", "") for r in relations if r.get("TargetMode") == "External"]
                    assert [t for t in outside if not t.startswith(("http://", "https://"))] == []
            body = opened.read("word/document.xml").decode()
        fields = re.findall(r"<w:instrText[^>]*>([^<]*)", body)
        assert {field.split()[0] for field in fields} <= {"PAGE", "NUMPAGES"}


def test_pdf_documents_do_nothing(built: Path) -> None:
    """PDF documents hold no script, form, attachment or action but links to the web."""
    for path in exported(built, "*.pdf"):
        with pikepdf.open(path) as opened:
            root = opened.Root
            assert not {"/OpenAction", "/AA", "/AcroForm"} & set(root.keys())
            assert {"/JavaScript", "/EmbeddedFiles"}.isdisjoint(root.get("/Names", {}).keys())
            actions = [
                annotation["/A"]
                for page in opened.pages
                for annotation in page.get("/Annots", [])
                if "/A" in annotation
            ]
            assert all(str(action["/S"]) == "/URI" for action in actions)
            assert all(str(action["/URI"]).startswith(("http://", "https://")) for action in actions)


@pytest.mark.parametrize("command", [["status"], ["remind", "--within", "9999d"]])
def test_markdown_holds_no_markup_of_a_plan(built: Path, command: list[str], kehoach: Run) -> None:
    """What goes into a merge request as Markdown has no HTML, image or link made of a plan's words."""
    done = kehoach(*command, "--root", built, "--format", "markdown", "--as-of", "2026-11-22")
    assert done.returncode == 0
    tokens = MarkdownIt("commonmark").enable("table").parse(done.stdout)
    kinds = {t.type for token in tokens for t in (token, *(token.children or ()))}
    assert kinds.isdisjoint({"html_block", "html_inline", "image", "link_open", "code_inline", "fence"})
