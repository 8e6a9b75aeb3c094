"""Cards and views as HTML: nothing becomes markup, and other builders say the same words."""

import html
import re
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docutils import nodes
from lxml.html import fragment_fromstring

from kehoach.extension import lists
from kehoach.extension.blocks import Block
from kehoach.extension.cards import draw_card
from kehoach.extension.drawing import printed
from kehoach.extension.page import Page
from kehoach.extension.printing import Printer
from kehoach.extension.views import VIEWS, draw_view
from kehoach.extension.views.agency_pages import draw_page
from kehoach.extension.views.period_pages import period_page
from kehoach.plan import Need, Plan, reader
from kehoach.progress import Progress
from kehoach.progress.interval import compared_with, ended, interval
from kehoach.progress.tally import led_and_supported

HOSTILE = """<script>alert("1")</script> & 'x' ]]> <b onclick="y">"""
#: They need a build: the day since when changes are told, a folder for files.
BUILT = {"summary", "downloads"}


def page_on(plan: Plan, day: date = date(2026, 11, 22)) -> Page:
    """A page drawn without Sphinx, with links to an editor."""
    names = {"edit": "github", "repository": "https://git.example.org/x", "branch": "main", "serve": False}
    config = SimpleNamespace(**{f"kehoach_{name}": value for name, value in names.items()})
    builder: Any = SimpleNamespace(
        get_relative_uri=lambda _here, there: f"../{there}.html",
        get_target_uri=lambda name: f"{name}.html",
        config=config,
        confdir=".",
        srcdir=".",
        format="html",
        name="html",
    )
    return Page(Progress(plan, day), builder, "needs/kh-9-2026/ke-hoach")


def drawn(page: Page) -> dict[str, Block]:
    """Every card, view and page of an agency, by its name."""
    found = {need.id: draw_card(need)(page) for need in page.plan.needs.values()}
    led, supported = led_and_supported(page.progress.tasks)
    for agency in page.plan.of_type("agency"):
        mine = led.get(agency.id, []), supported.get(agency.id, [])
        found[f"page of {agency.id}"] = draw_page(agency, *mine)(page)
    return found | {name: draw_view(name)(page) for name in VIEWS if name not in BUILT}


def a_period(page: Page) -> Block:
    """The page of a past period, which only HTML has."""
    home = page.plan.plans[0]
    spans = ended(page.progress, home)
    found = interval(page.progress, home, spans[0])
    assert found
    return period_page(found, compared_with(page.progress, found), spans)(page)


#: Only HTML has the drawing, and links to parts; the title of a warning and the colons of labels are added by
#: other writers.
ADDED = re.compile(
    r"<svg.*?</svg>|<nav.*?</nav>|<p class=\"admonition-title\">.*?</p>|<span class=\"colon\">:</span>",
    re.DOTALL,
)


def test_other_builders_say_the_same_words(demo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every card and view has the words of its HTML, in their order, as plain docutils nodes."""
    monkeypatch.setattr(lists, "MANY", 1000)  # cells that are cut in HTML have a page beside it
    page = page_on(reader.read(demo))
    for name, block in drawn(page).items():
        page.ledger.room = lists.ROOM  # as if each were alone on its page
        text = re.sub(r"<[^>]*>", " ", ADDED.sub(" ", printed(block, page)))
        said = [text for node in Printer(page).block(block) for text in node.findall(nodes.Text)]
        # Where one node or tag ends and the next begins there may be a blank or not.
        assert "".join("".join(said).split()) == "".join(html.unescape(text).split()), name


def hostile(need: Need, plan: Plan) -> Need:
    """A need with hostile words wherever any words may stand."""
    schemas = plan.model.types[need.type].fields
    worded = {key for key in need.options if not {"enum", "format", "pattern"} & schemas[key].keys()}
    options = dict(need.options) | dict.fromkeys(worded, HOSTILE)
    return replace(need, title=HOSTILE, options=options, body=HOSTILE)


def test_hostile_words_stay_words(demo: Path) -> None:
    """Nothing that a plan says becomes an element or a handler, on no card and in no view."""
    plan = reader.read(demo)
    page = page_on(replace(plan, needs={key: hostile(need, plan) for key, need in plan.needs.items()}))
    for name, block in (drawn(page) | {"a period": a_period(page)}).items():
        shown = fragment_fromstring(printed(block, page), create_parent=True)
        assert not shown.xpath("//script | //b | //@onclick"), name
        assert name not in plan.needs or HOSTILE in " ".join(shown.itertext()), name


@pytest.mark.parametrize("public", [False, True])
def test_the_home_page_of_a_plan_without_tasks_counts_nothing(small: Path, *, public: bool) -> None:
    """It says that there are none, inside and outside, and shows no figures of nothing."""
    plan = reader.read(small)
    needs = {name: need for name, need in plan.needs.items() if need.type in ("plan", "agency", "basis")}
    progress = Progress(replace(plan, needs=needs), date(2026, 11, 22), public=public)
    page = replace(page_on(plan), progress=progress)
    said = printed(draw_view("home")(page), page)
    assert "The plan has no tasks yet." in said
    assert 'class="tile' not in said
    assert ("kehoach import" in said) is not public
