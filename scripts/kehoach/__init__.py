"""kehoach: government implementation plans as code.

What scripts and notebooks may rely on, shown in use in ``docs/api.md``: the functions below, and the classes
of what they return, ``Plan``, ``Need``, ``Finding``, ``Progress``, ``TaskStatus`` and ``State``. All else may
change from version to version. Nothing is loaded before it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from kehoach.plan import Need, Plan
    from kehoach.progress import Progress, State, TaskStatus
    from kehoach.rules.findings import Finding

__all__ = [
    "Finding",
    "Need",
    "Plan",
    "Progress",
    "State",
    "TaskStatus",
    "check",
    "progress_of",
    "read",
    "status",
]

#: The classes, and what Sphinx calls where conf.py says ``extensions = ["kehoach"]``, by where they are.
_LAZY = {
    "Finding": "kehoach.rules.findings",
    "Need": "kehoach.plan",
    "Plan": "kehoach.plan",
    "Progress": "kehoach.progress",
    "State": "kehoach.progress",
    "TaskStatus": "kehoach.progress",
    "setup": "kehoach.extension",
}


if not TYPE_CHECKING:  # to type checkers, a module with it has every name there could be

    def __getattr__(name: str) -> Any:
        if name in _LAZY:
            return getattr(import_module(_LAZY[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def read(root: Path | str) -> Plan:
    """Read the project in the folder ``root``, which holds ``ubproject.toml`` and ``needs/``.

    A plan with faults is read too: :func:`check` tells them.

    Raises:
        OSError: the model or a file cannot be read.
        ValueError: the model is none.
    """
    from pathlib import Path

    from kehoach.plan import reader

    return reader.read(Path(root))


def check(plan: Plan) -> list[Finding]:
    """All findings of ``kehoach check``, sorted by file and line; none if the plan is sound.

    ``str(finding)`` is ``path:line: CODE ID: message``, the message in Vietnamese.
    """
    from kehoach import rules

    return rules.check(plan)


def progress_of(plan: Plan, as_of: date) -> Progress:
    """Where a plan without findings stands at the end of the day ``as_of``; what comes later is not seen.

    Time does not pass in it: two days are two of them. With findings its answers may be wrong.
    """
    from kehoach.progress import Progress

    return Progress(plan, as_of)


def status(progress: Progress) -> dict[str, Any]:
    """What ``kehoach status --format json`` prints, as values: days are ISO strings, the unknown is None.

    ``as_of``; ``plans``; ``cells``, counts of tasks by agency and in ``total``; ``tasks``; ``todos``.
    """
    from kehoach.reports import data

    return data.status_data(progress)
