"""The Sphinx side: refuses to build a faulty plan, and shows a sound one."""

from sphinx.application import Sphinx
from sphinx.util.typing import ExtensionMetadata

from kehoach.files import memory


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register everything with Sphinx."""
    memory.look_seldom(memory.BUILD)
    from kehoach.extension import wiring  # here: what is loaded is kept to the end, too, and looked through

    return wiring.setup(app)
