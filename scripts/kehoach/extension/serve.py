"""While somebody edits (``kehoach serve``): what is wrong with the files stands in the page that is open."""

import json
from collections.abc import Sequence
from pathlib import Path

from jinja2.bccache import Bucket, BytecodeCache
from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.jinja2glue import BuiltinTemplateLoader

from kehoach.files import writing
from kehoach.language import _
from kehoach.rules.findings import Finding

SCRIPT = (Path(__file__).parent / "serve.js").read_text("utf-8")
#: In the place of the site as long as there is none.
FIRST_PAGE = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>kehoach</title><body><script>{}</script>'
)


class _Compiled(BytecodeCache):
    """The templates of the theme as a first build has compiled them, for those that are forked from it."""

    def __init__(self) -> None:
        self._found: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give back what was compiled."""
        if bucket.key in self._found:
            bucket.bytecode_from_string(self._found[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._found[bucket.key] = bucket.bytecode_to_string()


_compiled = _Compiled()


def prepare(app: Sphinx) -> None:
    """Put the script that shows findings into every page itself: no file of it is with those of the site."""
    if app.config.kehoach_serve:
        app.add_js_file(None, body=SCRIPT)
        if isinstance(app.builder, StandaloneHTMLBuilder) and isinstance(
            app.builder.templates, BuiltinTemplateLoader
        ):
            app.builder.templates.environment.bytecode_cache = _compiled


def tell(app: Sphinx, findings: Sequence[Finding]) -> None:
    """Write the findings, none included, where the script reads them."""
    if not app.config.kehoach_serve:
        return
    heading = _("{count} findings. The site was not built.").format(count=len(findings))
    told = {"heading": heading, "findings": [str(found) for found in findings]}
    writing.write_whole(Path(app.outdir) / "findings.json", json.dumps(told).encode())
    index = Path(app.outdir) / "index.html"
    if findings and not index.exists():
        writing.write_whole(index, FIRST_PAGE.format(SCRIPT).encode())
