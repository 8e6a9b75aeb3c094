"""What a browser has to do: the pages of a long plan beside those of the demo plan of 40 tasks, as JSON.

Bytes are those of the first view, each file compressed. A page is interactive when its scripts have run and
it has been drawn; lists are loaded on demand, and are no part of either.
"""

import argparse
import gzip
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit
from urllib.request import url2pathname

from playwright.sync_api import Page, sync_playwright

from processes import REPOSITORY

sys.path.append(str(REPOSITORY / "tests"))
import browser

TURNS = 5
#: When the page has been drawn after its last script, in milliseconds since it was asked for.
INTERACTIVE = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
#: What pages hold tasks in full, and so may grow with them.
FULL = ("card card-task", 'class="as-held')
#: What else stands on a page counts little from so many on.
FEW = 50


@dataclass(frozen=True, slots=True)
class Seen:
    """A page as it was opened: bytes of its first view, elements, and how many tasks it shows in full."""

    path: Path
    kind: str
    size: int
    elements: int
    full: int


def seen(tab: Page, site: Path) -> Iterator[Seen]:
    """Every page of a site, opened once."""
    asked: set[str] = set()
    tab.on("request", lambda request: asked.add(request.url))
    for path in sorted(site.rglob("*.html")):
        if path.name == "search.html":
            continue
        asked.clear()
        tab.goto(path.as_uri())
        files = (Path(url2pathname(urlsplit(url).path)) for url in asked if url.startswith("file:"))
        size = sum(len(gzip.compress(file.read_bytes())) for file in files if file.is_file())
        elements = int(tab.evaluate("document.querySelectorAll('*').length"))
        text = path.read_text("utf-8")
        full = max(text.count(mark) for mark in FULL)
        yield Seen(path, kind(path.relative_to(site).as_posix()), size, elements, full)


def interactive(tab: Page, pages: list[Seen]) -> dict[str, float]:
    """The milliseconds until the heaviest page of each kind is interactive."""
    heaviest = {page.kind: page for page in sorted(pages, key=lambda page: page.elements)}
    found = {}
    for name, page in heaviest.items():
        turns = []
        for _turn in range(TURNS):
            tab.goto(page.path.as_uri())
            turns.append(float(tab.evaluate(INTERACTIVE)))
        found[name] = median(turns)
    return found


def kind(name: str) -> str:
    """What kind of page it is: those of one kind are compared."""
    name = name.partition("--")[0].removesuffix(".html")
    if name == "docs/views/home":
        return "index"
    return name if name.startswith("docs/") else name.split("/")[0]


def main() -> None:
    """Read the command line and print the worst of each figure, with the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path)
    parser.add_argument("demo", type=Path)
    arguments = parser.parse_args()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.find(), args=["--no-sandbox"])
        tab = chromium.new_page(offline=True)
        pages, few = (list(seen(tab, site)) for site in (arguments.site, arguments.demo))
        took, usual = interactive(tab, pages), interactive(tab, few)
        chromium.close()
    figures = {
        "bytes": max((page.size, page.path.name) for page in pages),
        "elements": max((page.elements, page.path.name) for page in pages if not page.full),
        "elements a task": max(
            (page.elements / page.full, page.path.name) for page in pages if page.full > FEW
        ),
        "times the demo": max((took[name] / usual[name], name) for name in took if name in usual),
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
