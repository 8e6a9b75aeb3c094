"""Where a plan stands on a day: states computed from evidence, never typed.

``Progress(plan, as_of)`` answers everything; the modules beside this one each hold one part of it.
"""

from kehoach.progress.states import Progress, State, TaskStatus
from kehoach.progress.tally import CELLS, PAST, Tally, changed, late, tally

__all__ = [
    "CELLS",
    "PAST",
    "Progress",
    "State",
    "Tally",
    "TaskStatus",
    "changed",
    "late",
    "tally",
]
