"""Each table that people see, once: which columns it has, and what stands in them, whatever prints it.

A function a table, ``(progress, plan or None for all, …) -> Table``; among several plans it names the plan
of each row. A surface prints ``table.on(Surface.…)``.
"""

from kehoach.reports.tables.agency import coming, extensions, requests, to_do_now, waiting
from kehoach.reports.tables.closing import left_undone
from kehoach.reports.tables.forms import Scope, apart_words, form_table
from kehoach.reports.tables.indicators import indicators, measures
from kehoach.reports.tables.leader import against, in_short, late_by_leader, news, outside_in_short
from kehoach.reports.tables.lists import changes, decisions, late_list, suspects, todo_list
from kehoach.reports.tables.matrix import holes, letters, matrix, missing
from kehoach.reports.tables.obstacles import obstacles, open_obstacles
from kehoach.reports.tables.period import (
    by_part,
    changed_in,
    compared,
    counting,
    done_in,
    due_next,
    overdue_in,
    period_by_agency,
    total_standing,
)
from kehoach.reports.tables.plans import across, agencies, bases, ended_agencies, open_points, plans
from kehoach.reports.tables.registers import amendments, evidence, reminders, updates
from kehoach.reports.tables.standing import by_agency, by_plan, of_agency, outside_bodies, state_columns
from kehoach.reports.tables.table import (
    BREAK,
    Column,
    Head,
    Span,
    Surface,
    Table,
    Value,
    Words,
    heads,
    lines,
    linked,
    listed,
    of_plan,
    plain,
    state_cell,
)
from kehoach.reports.tables.tasks import (
    assignment,
    glance,
    in_time,
    led_by,
    proof_words,
    results,
    supported_by,
)

__all__ = [
    "BREAK",
    "Column",
    "Head",
    "Scope",
    "Span",
    "Surface",
    "Table",
    "Value",
    "Words",
    "across",
    "against",
    "agencies",
    "amendments",
    "apart_words",
    "assignment",
    "bases",
    "by_agency",
    "by_part",
    "by_plan",
    "changed_in",
    "changes",
    "coming",
    "compared",
    "counting",
    "decisions",
    "done_in",
    "due_next",
    "ended_agencies",
    "evidence",
    "extensions",
    "form_table",
    "glance",
    "heads",
    "holes",
    "in_short",
    "in_time",
    "indicators",
    "late_by_leader",
    "late_list",
    "led_by",
    "left_undone",
    "letters",
    "lines",
    "linked",
    "listed",
    "matrix",
    "measures",
    "missing",
    "news",
    "obstacles",
    "of_agency",
    "of_plan",
    "open_obstacles",
    "open_points",
    "outside_bodies",
    "outside_in_short",
    "overdue_in",
    "period_by_agency",
    "plain",
    "plans",
    "proof_words",
    "reminders",
    "requests",
    "results",
    "state_cell",
    "state_columns",
    "supported_by",
    "suspects",
    "to_do_now",
    "todo_list",
    "total_standing",
    "updates",
    "waiting",
]
