"""What a deadline means, apart from the words it is written in."""

from dataclasses import replace

from kehoach.changes.wording import plain
from kehoach.deadline import Deadline, Kind


def meaning(read: Deadline) -> Deadline:
    """A deadline without its words, unless nothing else is known of it: equal means the same time."""
    known = read.kind not in (Kind.VAGUE, Kind.NONE)
    return replace(
        read,
        text="" if known else plain(read.text).casefold(),
        waits_for=plain(read.waits_for).casefold() if read.waits_for else None,
        also=tuple(map(meaning, read.also)),
        nearest=(),
        culprit="",
    )
