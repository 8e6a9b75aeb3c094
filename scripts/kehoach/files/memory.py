"""Python's search for objects to free, which costs a third of a build and finds next to nothing.

What is read is kept to the end: the plan, and in a build the environment, the needs, the pages under way.
Python looks through all of it whenever a few hundred objects have been added, and at the end, where all goes
with the process.
"""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager

#: So many new objects are worth a look: about one page; in a build, those of a plan of a thousand tasks.
PAGE, BUILD = 100_000, 1_000_000


def look_seldom(objects: int = PAGE) -> None:
    """Look for what can be freed a hundred times less often, or a thousand: it takes little more memory."""
    gc.set_threshold(objects)


def keep_all(*_event: object) -> list[str]:
    """Look no more at what there is by now; as a handler of Sphinx, have no page written again."""
    if "duckdb" not in sys.modules:  # which complains at length of each object that is left to the end
        gc.freeze()
    return []


@contextmanager
def not_looking() -> Iterator[None]:
    """Look for nothing to free: little of what a check reads refers to itself."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
