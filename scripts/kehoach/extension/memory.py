"""Python's search for objects to free, which costs a third of a build and finds next to nothing.

What a build reads and draws it keeps: the environment, the needs, the pages under way. Python looks through
all of it whenever a few hundred objects have been added, and at the end, where all goes with the process.
"""

import gc

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

#: So many new objects are worth a look: about one page.
_OBJECTS = 100_000


def look_seldom() -> None:
    """Look for what can be freed a hundred times less often; no more memory was needed for it."""
    gc.set_threshold(_OBJECTS)


def keep_what_was_read(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Look no more at what has been read. No page has to be written again for it."""
    gc.freeze()
    return []


def leave_rest_to_the_end(app: Sphinx, exception: Exception | None) -> None:
    """Take nothing apart that ends with the process."""
    gc.freeze()
