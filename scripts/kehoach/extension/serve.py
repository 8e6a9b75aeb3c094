"""While somebody edits (``kehoach serve``): what is wrong with the files stands in the page that is open."""

import json
from collections.abc import Sequence
from pathlib import Path

from sphinx.application import Sphinx

from kehoach.files import writing
from kehoach.language import _
from kehoach.rules.findings import Finding

SCRIPT = (Path(__file__).parent / "serve.js").read_text("utf-8")
#: In the place of the site as long as there is none.
FIRST_PAGE = (
    '<!doctype html><html lang="vi"><meta charset="utf-8"><title>kehoach</title><body><script>{}</script>'
)


def add_script(app: Sphinx) -> None:
    """Put the script that shows findings into every page itself: no file of it is with those of the site."""
    if app.config.kehoach_serve:
        app.add_js_file(None, body=SCRIPT)


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
