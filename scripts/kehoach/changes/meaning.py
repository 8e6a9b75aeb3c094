"""What a deadline means, apart from the words it is written in."""

from dataclasses import replace

from kehoach.deadline import Deadline, Kind
from kehoach.language.text import flat


def meaning(read: Deadline) -> Deadline:
    """A deadline without its words, unless nothing else is known of it: equal means the same time."""
    known = read.kind not in (Kind.VAGUE, Kind.NONE)
    return replace(
        read,
        text="" if known else flat(read.text).casefold(),
        waits_for=flat(read.waits_for).casefold() if read.waits_for else None,
        report=meaning(read.report) if read.report else None,
        also=tuple(map(meaning, read.also)),
        nearest=(),
        culprit="",
    )
