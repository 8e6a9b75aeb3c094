"""What other Sphinx projects take from the site: the objects, their model, and where each of them stands.

``needs.json`` is sphinx-needs' own form, for ``needimport`` and ``needs_external_needs``. A project takes no
object of a type that it does not know, so the model is beside it, for ``needs_from_toml``. ``objects.inv`` is
Sphinx's, for intersphinx, and has each object as a label.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx_needs.config import NeedsSphinxConfig
from sphinx_needs.data import SphinxNeedsData
from sphinx_needs.filter_common import filter_needs_view
from sphinx_needs.needsfile import NeedsList

from kehoach.extension.gate import plan_of, progress_of
from kehoach.extension.page import FILES, docname, published_file
from kehoach.files.tree import Folder
from kehoach.files.writing import write_whole
from kehoach.language import _
from kehoach.language.text import quoted
from kehoach.plan import model
from kehoach.reports import data

#: The names of the three files, at the top of the site; the first as sphinx-needs calls it.
NEEDS, MODEL, INVENTORY = "needs.json", model.SHARED, "objects.inv"
#: What portals show of it: who owes what by when, as ``kehoach status --format json`` says it.
STATUS = "status.json"
_HEAD = """\
# Types, fields and links of the objects in needs.json, for a project that takes them with needimport or
# needs_external_needs: needs_from_toml = "needs-model.toml" in its conf.py.
"""
_NO_DEFAULT = object()
#: What a project has to know of a type to take its objects.
_OF_TYPE = ("directive", "title", "prefix", "color", "style", "fields", "links")


def label_objects(app: Sphinx, env: BuildEnvironment) -> None:
    """Make the ID of each object a label of Sphinx's, shown as its title.

    Sphinx forgets the labels of a page that is read again or gone. They are in capitals as the IDs are:
    references within the site are ``{need}``, and those from other projects find labels in any case.
    """
    labels = env.domains.standard_domain.labels
    for need in plan_of(env).needs.values():
        labels[need.id] = (docname(need), need.id, need.title)


def write_shared(app: Sphinx, exception: Exception | None) -> None:
    """Write the objects, their model and where they stand beside the pages of a site, unless it is edited."""
    if exception is None and app.builder.format == "html" and not app.config.kehoach_serve:
        write_whole(Path(app.outdir) / NEEDS, _objects(app).encode())
        write_whole(Path(app.outdir) / MODEL, model_of(plan_of(app.env).model.settings).encode())
        progress = progress_of(app.env)
        if not progress.public:
            # For machines, in one line, which Python writes in a third of the time.
            told = json.dumps(data.status_data(progress), ensure_ascii=False)
            write_whole(Path(app.outdir) / STATUS, told.encode())


def _objects(app: Sphinx) -> str:
    """The objects as the builder of sphinx-needs writes them, in a fifth of its time.

    Of each object it looks into every value of every type of object, most of which are the default of their
    field and left out, and into links for conditions, of which a plan has none.
    """
    config, version = NeedsSphinxConfig(app.config), app.config.version
    listed = NeedsList(app.env, app.outdir, app.srcdir)
    if config.file:
        listed.load_json(config.file)
        listed.wipe_version(version)
    listed.update_or_add_version(version)
    told: Any = listed.needs_list["versions"][version]
    fields = told["needs_schema"]["properties"] if config.json_remove_defaults else {}
    defaults = {name: field["default"] for name, field in fields.items() if "default" in field}
    left_out = set(config.json_exclude_fields)
    for need in filter_needs_view(SphinxNeedsData(app.env).get_needs_view(), config, config.builder_filter):
        told["needs"][need["id"]] = {
            name: value
            for name, value in need.items()
            if name not in left_out
            # The same in JSON, where true is not 1.
            and not (value == (default := defaults.get(name, _NO_DEFAULT)) and type(value) is type(default))
        }
    told["needs_amount"] = len(told["needs"])
    return listed.dump_json()


def copy_files(app: Sphinx, exception: Exception | None) -> None:
    """Put the published files of evidence beside the pages, and take away those that are no more."""
    if exception is not None or app.builder.format != "html":
        return
    out, root, known = Path(app.outdir), Folder(Path(app.srcdir)), set[Path]()
    for evidence in plan_of(app.env).of_type("evidence"):
        path = published_file(evidence)
        if path and (content := root.named(evidence["file"])) is not None:
            known.add(out / path)
            write_whole(out / path, content)
    for former in {*(out / FILES).rglob("*")} - known:
        former.unlink()


def model_of(settings: Mapping[str, Any]) -> str:
    """What other projects need of the ``[needs]`` table, and the fields that are computed, as TOML."""
    computed = {name: {"description": label, **_TEXT} for name, label in computed_labels().items()}
    types = [{key: declared[key] for key in _OF_TYPE if key in declared} for declared in settings["types"]]
    lines = [
        _HEAD,
        "[needs]",
        f"id_regex = {_value(settings['id_regex'])}",
        *_table("needs.fields", computed),
    ]
    for declared in types:
        lines += ["", "[[needs.types]]"]
        lines += [f"{key} = {_value(value)}" for key, value in declared.items() if isinstance(value, str)]
        for key, value in declared.items():
            if isinstance(value, dict):
                lines += _table(f"needs.types.{key}", value)
    return "\n".join(lines) + "\n"


def computed_labels() -> dict[str, str]:
    """The words for the fields that are computed (``model.COMPUTED``)."""
    return {"due": _("Due"), "task_state": _("State")}


_TEXT = {"nullable": True, "schema": {"type": "string"}}


def _table(name: str, entries: Mapping[str, Any]) -> Iterator[str]:
    yield f"\n[{name}]"
    yield from (f"{key} = {_value(value)}" for key, value in entries.items())


def _value(value: object) -> str:
    """A value as TOML: its strings, numbers and truth values are written as those of JSON."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_value(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(map(_value, value)) + "]"
    return quoted(value) if isinstance(value, str) else json.dumps(value)
