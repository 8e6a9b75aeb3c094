"""What the charts draw, in figures."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from kehoach.language import _
from kehoach.progress import State
from kehoach.progress.weeks import Week
from kehoach.reports.tables.table import Column, Table
from kehoach.reports.words import state_label

Month = tuple[date, Counter[State]]


def by_week(weeks: Sequence[Week]) -> Table[Week]:
    """What was due, done and overdue at the end of each week."""
    columns: tuple[Column[Week], ...] = (
        Column("day", _("Up to the end of"), lambda week: week.day, 14),
        Column("due", _("Due"), lambda week: week.due, centred=True),
        Column("done", _("Done"), lambda week: week.done, centred=True),
        Column("overdue", _("Overdue, not done"), lambda week: week.overdue, centred=True),
    )
    return Table("weeks", "", columns, tuple(weeks))


def by_month(months: Sequence[Month]) -> Table[Month]:
    """How many last days each month has, and where these tasks stand."""
    occurring = sum((counts for _month, counts in months), Counter[State]())

    def count(state: State) -> Column[Month]:
        return Column(state.value, state_label(state), lambda row: row[1][state], centred=True)

    columns: tuple[Column[Month], ...] = (
        Column("month", _("Month"), lambda row: f"{row[0]:%m/%Y}", 10),
        Column("all", _("Last days"), lambda row: row[1].total(), centred=True),
        *(count(state) for state in State if occurring[state]),
    )
    return Table("months", "", columns, tuple(row for row in months if row[1]))
