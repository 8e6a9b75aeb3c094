"""The search on top of every page finds objects, whatever people type of them."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT

TABLE = ROOT / "tests" / "tables" / "search.tsv"
LEAST = 114


@pytest.fixture
def tab(built_demo: Path, running: Browser) -> Page:
    """The front page of the demo plan, from its folder."""
    opened = running.new_page(locale="vi-VN", viewport={"width": 1280, "height": 900})
    opened.goto((built_demo / "build" / "html" / "index.html").as_uri())
    return opened


#: Types each query, and takes down where the first three lead.
TYPED = """(queries) => {
    const input = document.querySelector("header input[name=q]");
    return queries.map((query) => {
        input.value = query;
        input.dispatchEvent(new Event("input"));
        const found = [...document.querySelectorAll("#objects-found li")];
        return found.slice(0, 3).map((option) => option.dataset.address);
    });
}"""


def test_the_search_finds_objects(tab: Page) -> None:
    """Of 120 queries 114 find what is meant among the first three; so do states; Enter opens the first."""
    lines = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines() if line[0] != "#"]
    assert len(lines) == 120
    box = tab.locator("header input[name=q]")
    box.focus()
    box.fill("luật")
    options = tab.locator("#objects-found li")
    options.first.wait_for()
    found: list[list[str]] = tab.evaluate(TYPED, [query for _kind, query, _id in lines])
    missed = [
        line for line, three in zip(lines, found, strict=True) if not any(_leads(to, line[2]) for to in three)
    ]
    assert len(lines) - len(missed) >= LEAST, missed

    box.fill("quá hạn")
    assert "tt=past" in str(options.first.get_attribute("data-address"))
    expect(options.nth(3).locator(".state")).to_contain_text("quá hạn")
    assert "hạn " in options.nth(3).inner_text()
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    for kinds in (_kinds(tab, "rà soát"), _kinds(tab, "mo hinh")):
        assert kinds == sorted(kinds, key=["Nhiệm vụ", *kinds].index)  # tasks before all else

    box.fill("II.12")
    box.press("Enter")
    expect(tab.locator(".card:target")).to_have_attribute("id", "NV-9-2026-II-12")
    box.fill("nhân dân")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(tab.locator(".objects a").first).to_contain_text("Nhân dân")
    tab.locator("#search-results li a").first.wait_for()
    expect(tab.locator("#search-results")).not_to_contain_text("Biên bản đối thoại")  # is an object


def _kinds(tab: Page, query: str) -> list[str]:
    tab.locator("header input[name=q]").fill(query)
    kinds: Any = tab.evaluate(
        "[...document.querySelectorAll('#objects-found small')].map((s) => s.textContent.split(' · ')[0])"
    )
    return list(kinds)


def _leads(address: str, need: str) -> bool:
    """Whether an address is that of an object: its card, or the page of an agency."""
    return address.endswith((f"#{need}", f"/{need.lower()}.html"))
