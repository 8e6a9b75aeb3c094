"""The page of the offices below: readable at any width, printed with names, words of others as words."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import Literal

import pypdfium2
import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Browser, expect

import communes
from conftest import Run
from extension.test_pages import axe
from kehoach.rollup import gathering

COMMUNES, TASKS = 12, 6
NASTY = '<img src=x onerror="window.hit=1">'
PAGE = "build/html/docs/views/below.html"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, run_module: Run) -> Path:
    """The site of a province of a few communes, one of which wrote markup, and one that it does not know."""
    root = tmp_path_factory.mktemp("tinh")
    communes.make(root, COMMUNES, TASKS)
    sent = tmp_path_factory.mktemp("sent")
    for number, office in enumerate((communes.name(4), f"Ủy ban nhân dân xã {NASTY}")):
        told = communes.sent(office, NASTY, communes.DAY, [("NV-7-2026-I-1", "ongoing")])
        (sent / f"du-lieu-{number}.json").write_text(json.dumps(told), encoding="utf-8")
    gathering.gather([*gathering.files("khac", sent)], root / communes.COLLECTED, communes.DAY)
    assert build(root, run_module).stderr == ""
    return root


def build(root: Path, run_module: Run) -> subprocess.CompletedProcess[str]:
    """Build the site of a project."""
    arguments = ["-q", "-d", str(root / "build" / "doctrees"), str(root), str(root / "build" / "html")]
    return run_module("sphinx", arguments, KEHOACH_AS_OF=str(communes.DAY))


@pytest.mark.parametrize("width", [1280, 390])
def test_the_page_is_read_at_any_width(site: Path, running: Browser, width: int) -> None:
    """Nothing sticks out; names are folded behind their number; no markup of others is markup."""
    page = running.new_page(viewport={"width": width, "height": 900}, offline=True)
    page.goto((site / PAGE).as_uri())
    assert page.evaluate("[document.documentElement.scrollWidth, window.hit ?? 0]") == [width, 0]
    first = page.locator(".task-below").first
    names = first.locator(".names-below p")
    expect(names).to_be_hidden()
    first.locator(".names-below summary").click()
    expect(names).to_be_visible()
    page.locator(".matrix-below summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert axe(page) == []
    page.close()


def test_the_page_prints_who_is_missing(site: Path, running: Browser) -> None:
    """By name, though the list is folded on screen; who has taken a task up is not printed by name."""
    page = running.new_page(offline=True)
    page.goto((site / PAGE).as_uri())
    document = pypdfium2.PdfDocument(page.pdf(format="A4"))
    text = " ".join("".join(sheet.get_textpage().get_text_bounded() for sheet in document).split())
    page.close()
    assert "Mẫu Thứ 9" in text.partition("Nhiệm vụ 1:")[0]  # has sent nothing
    assert text.count("Mẫu Thứ 3") < TASKS


def test_all_is_printed_in_landscape(site: Path, running: Browser) -> None:
    """Each office with its plan and its letter for each task, once."""
    page = running.new_page(offline=True)
    page.goto((site / PAGE).as_uri())
    document = pypdfium2.PdfDocument(page.pdf(prefer_css_page_size=True))
    assert [document[0].get_width() > document[0].get_height(), len(document)] == [True, 2]
    text = document[len(document) - 1].get_textpage().get_text_bounded()
    rows = [line.split() for line in text.splitlines() if "Mẫu Thứ" in line]
    assert len(rows) == COMMUNES
    assert all(len(row) - row.index("6") >= 4 + TASKS for row in rows)  # asked, taken, done, confirmed
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_totals_is_read_on_a_phone(
    site: Path, running: Browser, scheme: Literal["light", "dark"]
) -> None:
    """Nothing sticks out, whatever it is counted by, and axe has nothing to say."""
    page = running.new_page(viewport={"width": 390, "height": 900}, color_scheme=scheme, offline=True)
    page.goto((site / PAGE).with_name("rollup.html").as_uri())
    for way in page.locator(".switch > label").all():
        way.click()
        assert page.evaluate("document.documentElement.scrollWidth") == 390
        assert axe(page) == []
    page.close()


def test_figures_and_words_of_others(site: Path) -> None:
    """Each task says n of 12; an office that nobody knows is called as it wrote itself."""
    page = BeautifulSoup((site / PAGE).read_text("utf-8"), "html.parser")
    told = [line.get_text() for line in page.select(".task-below > p:nth-of-type(2)")]
    assert len(told) == TASKS
    assert all(f"/{COMMUNES} " in words for words in told)
    assert NASTY in page.select(".folded p")[-1].get_text()
    lines = page.select("#co-quan tr")[1:]
    rows = [[cell.get_text() for cell in line.select("th, td")] for line in lines]
    assert [row[1] for row in rows if row[0].startswith(communes.name(4))] == [NASTY]
    assert len(rows) == COMMUNES


def test_only_who_says_where_data_lie_has_the_pages(site: Path, tmp_path: Path, run_module: Run) -> None:
    """Where the folder is not there the page says so; without the setting there is neither page nor link."""
    root = tmp_path / "tinh"
    shutil.copytree(site, root)
    shutil.rmtree(root / communes.COLLECTED)
    build(root, run_module)
    assert "admonition warning" in (root / PAGE).read_text("utf-8")
    model = root / "ubproject.toml"
    text = model.read_text("utf-8").replace(f'collected = "{communes.COLLECTED}"\n', "")
    model.write_text(text, encoding="utf-8")
    build(root, run_module)
    assert not (root / PAGE).exists()
    assert "below.html" not in (root / "build/html/index.html").read_text("utf-8")
