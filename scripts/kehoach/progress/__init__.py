"""Where a plan stands on a day: states computed from evidence, never typed.

``Progress(plan, as_of)`` answers everything; the modules beside this one each hold one part of it.
"""

from kehoach.progress.judging import Progress
from kehoach.progress.standing import named, own
from kehoach.progress.states import PAST, SETTLED, Part, State, TaskStatus
from kehoach.progress.tally import CELLS, Tally, changed, late, overdue, tally

__all__ = [
    "CELLS",
    "PAST",
    "SETTLED",
    "Part",
    "Progress",
    "State",
    "Tally",
    "TaskStatus",
    "changed",
    "late",
    "named",
    "overdue",
    "own",
    "tally",
]
