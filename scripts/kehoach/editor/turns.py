"""Whose turn it is: an answer that somebody waits for goes before a check of the whole plan.

Both run in one Python, which changes to the thread that waits after so many seconds.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: So long a check keeps Python while an answer waits for it, and an answer while the check does.
_CHECK, _ANSWER = 0.001, 0.1


def share() -> None:
    """Let a check give way soon."""
    sys.setswitchinterval(_CHECK)


@contextmanager
def first() -> Iterator[None]:
    """Do something that somebody waits for, before the check goes on."""
    sys.setswitchinterval(_ANSWER)
    try:
        yield
    finally:
        share()
