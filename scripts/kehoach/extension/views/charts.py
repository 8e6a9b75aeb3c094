"""The charts of a plan: what was due and done week by week, and when its last days are."""

from collections.abc import Iterator

from kehoach.extension import charts as drawn
from kehoach.extension.blocks import Block, Box, Folded, Heading, Picture, grid
from kehoach.extension.page import Page
from kehoach.extension.views.tasks import MONTH, narrowed
from kehoach.language import _
from kehoach.progress.weeks import months, weeks
from kehoach.reports.tables.course import by_month, by_week

#: A chart of fewer months says nothing, one of more cannot be read.
_LEAST, _MOST = 2, 48


def charts(page: Page) -> Iterator[Block]:
    """Two charts side by side, each with its figures; none of a public plan, where nobody is late."""
    if page.progress.public:
        return
    found = []
    past = weeks(page.plan, page.progress.as_of, page.only)
    if len(past) > 1:
        table = grid(by_week(past), filterable=False)
        figures = Folded(_("Figures of this chart"), (table,))
        found.append(Box((Heading(_("Due and done")), Picture(drawn.over_time(past)), figures), "chart-box"))
    ahead = months(page.progress, page.only)
    if _LEAST <= len(ahead) <= _MOST:
        picture = Picture(drawn.by_month(ahead, lambda month: narrowed(f"{month:%Y-%m}", MONTH)))
        figures = Folded(_("Figures of this chart"), (grid(by_month(ahead), filterable=False),))
        found.append(Box((Heading(_("Last days by month")), picture, figures), "chart-box"))
    if found:
        yield Box(tuple(found), "charts")
