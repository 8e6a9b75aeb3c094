"""What differs between two plans: ``compare(before, after, as_of)`` tells."""

from kehoach.changes.compare import compare
from kehoach.changes.kinds import Change, Changes

__all__ = ["Change", "Changes", "compare"]
