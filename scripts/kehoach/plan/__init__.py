"""What ``needs/`` holds: the model, the reader, and the frozen :class:`Plan` that all else reads."""

from kehoach.plan.plan import (
    ABOUT,
    AMENDABLE,
    OF_PLANS,
    UNSIGNED,
    VERBATIM,
    YEAR,
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
    "OF_PLANS",
    "UNSIGNED",
    "VERBATIM",
    "YEAR",
    "Fault",
    "FaultKind",
    "Frame",
    "Heading",
    "Need",
    "Plan",
    "clause_lines",
]
