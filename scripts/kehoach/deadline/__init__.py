"""Deadlines as Vietnamese officials write them, read without guessing.

``parse`` reads one; ``describe`` and ``as_json`` say what was understood.
"""

from kehoach.deadline.grammar import is_readable, parse
from kehoach.deadline.kinds import Deadline, Kind, Offset
from kehoach.deadline.words import as_json, describe

__all__ = ["Deadline", "Kind", "Offset", "as_json", "describe", "is_readable", "parse"]
