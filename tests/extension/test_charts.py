"""The charts of the front page: what is drawn is what was counted."""

import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, timedelta

from kehoach.extension import charts
from kehoach.plan import Plan
from kehoach.progress import Progress, State
from kehoach.progress.weeks import Week, months, weeks

AS_OF = date(2026, 11, 22)


def parts(drawn: str, name: str) -> list[ET.Element]:
    """The parts of a drawing with a class."""
    return [part for part in ET.fromstring(drawn).iter() if name in part.get("class", "").split()]


def test_the_lines_end_where_the_figures_are(demo_plan: Plan) -> None:
    """Over time: the last figures are named, and their lines end at heights in proportion to them."""
    found = weeks(demo_plan, AS_OF, None)
    drawn = charts.over_time(found)
    last = found[-1]
    assert (last.due, last.done) == (20, 7)
    assert ET.fromstring(drawn).get("aria-label") == "Up to the end of 22/11/2026: 20 due, 7 done"
    foot = float(parts(drawn, "rule")[0].get("y1", ""))
    ends = {}
    for name in ("due", "done"):
        (line,) = parts(drawn, name)
        ends[name] = foot - float(line.get("d", "").split()[-1])
    assert abs(ends["due"] / ends["done"] - last.due / last.done) < 0.01
    texts = {part.get("class"): part.text for part in ET.fromstring(drawn).iter() if part.text}
    assert texts["due-label"] == "● due 20"
    assert texts["done-label"] == "✓ done 7"


def test_names_of_lines_that_end_together_stay_apart() -> None:
    """Where all that was due is done, both names can be read."""
    drawn = charts.over_time([Week(AS_OF - timedelta(days=7), 0, 0, 0), Week(AS_OF, 3, 3, 0)])
    heights = [float(parts(drawn, f"{name}-label")[0].get("y", "")) for name in ("due", "done")]
    assert abs(heights[0] - heights[1]) >= 12


def test_each_month_has_its_tasks(demo_plan: Plan) -> None:
    """By month: a column a month as high as it counts, in its states, leading to these tasks."""
    found = months(Progress(demo_plan, AS_OF), None)
    drawn = charts.by_month(found, lambda month: f"?th={month:%Y-%m}")
    links = [part for part in ET.fromstring(drawn).iter() if part.tag == "a"]
    counted = [(month, counts) for month, counts in found if counts]
    assert [link.get("href") for link in links] == [f"?th={month:%Y-%m}" for month, _counts in counted]
    for link, (_month, counts) in zip(links, counted, strict=True):
        (count,) = (part.text for part in link if part.get("class") == "count")
        assert count == str(counts.total())
        states = [part.get("class", "").split()[-1] for part in link if part.tag == "rect"]
        assert states == [f"state-{state.value}" for state in State if counts[state]]
        heights = [float(part.get("height", "")) + 1 for part in link if part.tag == "rect"]
        assert (
            abs(sum(heights) / counts.total() - heights[0] / next(counts[s] for s in State if counts[s])) < 1
        )


def test_a_month_without_tasks_is_no_column() -> None:
    """It has its place on the axis, and nothing to open."""
    ahead = [(date(2026, month, 1), Counter({State.OPEN: 2} if month != 2 else {})) for month in (1, 2, 3)]
    drawn = charts.by_month(ahead, lambda month: f"{month:%m}")
    assert [part.get("href") for part in ET.fromstring(drawn).iter("a")] == ["01", "03"]
    assert [part.text for part in parts(drawn, "tick")][-3:] == ["1/26", "2/26", "3/26"]
