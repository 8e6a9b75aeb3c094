"""The server of ``kehoach serve``: sphinx-autobuild, whose builds begin where a first build has ended.

A build is forked from the server, which has loaded Sphinx, templates and words for its first build; it leaves
nothing behind there. Where processes are not forked (Windows, macOS) a build loads them again.
"""

import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import sphinx_autobuild.__main__ as autobuild
from sphinx.cmd.build import build_main
from sphinx_autobuild.build import Builder
from sphinx_autobuild.utils import show_message


class WarmBuilder(Builder):  # type: ignore[misc] # without types
    """Builds in the process that calls it."""

    def __call__(self, *, changed_paths: Sequence[Path]) -> None:
        """Build once; a plan with findings leaves the site as it was."""
        for path in changed_paths[:5]:
            show_message(str(path))
        with suppress(SystemExit):  # there are findings, which the gate has told
            build_main(self.sphinx_args)
        show_message(f"Serving on {self.uri}")


if __name__ == "__main__":
    autobuild.Builder = WarmBuilder
    autobuild.main(sys.argv[1:])
