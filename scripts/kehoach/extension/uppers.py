"""Objects of pinned upper plans, as external needs of sphinx-needs that lead to their offices' sites."""

from pathlib import Path

from sphinx.application import Sphinx
from sphinx.config import Config

from kehoach.files.tree import Folder
from kehoach.files.writing import write_whole
from kehoach.plan import model, upper
from kehoach.plan.upper import Upper


def declare(app: Sphinx, config: Config) -> None:
    """Declare each pinned plan beside the other projects; what is wrong with one stops the build later."""
    root = Path(app.srcdir)
    pinned = upper.read(Folder(root).named, model.path(root).read_bytes())
    found = []
    for key, above in pinned.uppers.items():
        path = Path(app.doctreedir) / "upstream" / f"{key}.json"
        write_whole(path, upper.canonical(_needs_json(above)))
        pin = above.pin
        found.append({"base_url": pin.site, "json_path": str(path), "id_prefix": pin.prefix})
    config.needs_external_needs = [*config.needs_external_needs, *found]


def _needs_json(above: Upper) -> dict[str, object]:
    """What sphinx-needs has to know of them: on its site an object stands on the page of its file."""
    needs = {
        need.id: {
            "id": need.id,
            "type": need.type,
            "title": need.title,
            "docname": need.path.removesuffix(".md"),
        }
        for need in above.plan.needs.values()
        if need.type in upper.NAMED
    }
    return {"project": above.pin.key, "current_version": "1", "versions": {"1": {"needs": needs}}}
