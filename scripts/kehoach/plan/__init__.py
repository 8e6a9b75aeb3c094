"""What ``needs/`` holds: the model, the reader, and the frozen :class:`Plan` that all else reads."""

from kehoach.plan.plan import (
    ABOUT,
    AMENDABLE,
    VERBATIM,
    Fault,
    FaultKind,
    Frame,
    Heading,
    Need,
    Plan,
    clause_lines,
)

__all__ = [
    "ABOUT",
    "AMENDABLE",
    "VERBATIM",
    "Fault",
    "FaultKind",
    "Frame",
    "Heading",
    "Need",
    "Plan",
    "clause_lines",
]
