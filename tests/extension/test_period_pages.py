"""Pages of past periods, drawn without Sphinx: what they leave to the report, and which periods have one."""

import re
from dataclasses import replace
from datetime import date

import pytest
from lxml.html import HtmlElement, fragment_fromstring

from extension.test_templates import a_period, page_on
from kehoach.extension import blocks
from kehoach.extension.blocks import Box
from kehoach.extension.drawing import printed
from kehoach.extension.views.period_pages import past_periods
from kehoach.plan import Plan
from kehoach.progress import Progress
from kehoach.reports import tables
from progress.test_interval import of


def listed(plan: Plan, day: date, *, public: bool = False) -> HtmlElement:
    """The list of past periods."""
    page = replace(page_on(plan, day), progress=Progress(plan, day, public=public))
    return fragment_fromstring(printed(Box(tuple(past_periods(page)), "view"), page))


@pytest.mark.parametrize(
    ("day", "linked"),
    [
        (date(2027, 9, 30), ["quý IV/2026", "năm 2026", "quý III/2026"]),
        (date(2027, 10, 1), ["quý IV/2026", "năm 2026"]),
        (date(2028, 1, 1), ["năm 2026"]),
    ],
)
def test_older_periods_are_named_with_the_command(demo_plan: Plan, day: date, linked: list[str]) -> None:
    """All stand in the list; those without a page have no link, and the list says what makes their report."""
    shown = listed(demo_plan, day)
    (line,) = shown.xpath("//li")
    every = ["quý IV/2026", "năm 2026", "quý III/2026", "quý II/2026", "quý I/2026"]
    assert line.text_content().strip().split(" · ") == every
    assert line.xpath("a/text()") == linked
    first = next(name for name in every if name not in linked)
    assert f'kehoach report --period "{first}"' in shown.text_content()


def test_where_all_periods_have_a_page_no_command_is_named(demo_plan: Plan) -> None:
    """Nor is it to the public, who is shown what has a page alone."""
    assert "kehoach report" not in listed(demo_plan, date(2026, 12, 31)).text_content()
    public = listed(demo_plan, date(2028, 1, 1), public=True)
    assert "".join(public.itertext()).split()[-2:] == ["năm", "2026"]


def test_a_long_list_is_cut_and_says_where_it_stands(
    demo_plan: Plan, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first rows, how many more there are, and the command that makes the whole report."""
    monkeypatch.setattr(blocks, "ROOM", 3)
    page = page_on(demo_plan, date(2027, 6, 30))
    shown = fragment_fromstring(printed(a_period(page), page))
    _new, old = tables.overdue_in(of(demo_plan, "quý IV/2026"))
    cut = shown.xpath("//table[contains(@class, 'period-overdue')]")[-1]
    assert len(cut.xpath(".//tbody/tr")) == 3 < len(old.rows)
    text = re.sub(r"\s+", " ", shown.text_content())
    assert f"… and {len(old.rows) - 3} more" in text
    assert 'kehoach report --period "quý IV/2026"' in text
