"""A plan of another office as its data, from a file, a web address, a folder or a git repository."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from kehoach.export import data, projects
from kehoach.files import git, reading, remote
from kehoach.files.git import Repository
from kehoach.files.places import printable
from kehoach.files.tree import Folder, Project
from kehoach.language import _
from kehoach.language.text import cut
from kehoach.plan import model

_SCHEMA = Path(data.__file__).with_name("plan.schema.json")


class SeveralPlansError(ValueError):
    """A source holds several plans, or not the one that is asked for; the message names those it holds."""


def read(source: str, root: Path, plan_id: str, as_of: date) -> dict[str, Any]:
    """The data of a plan (``export/plan.schema.json``); paths are taken from ``root``.

    ``plan_id`` is empty where the source holds one plan only; what is computed of a project is of ``as_of``.

    Raises:
        SeveralPlansError: it is not clear which plan is meant.
        ValueError: the source holds no plan, or one with faults.
        GitError: git cannot give it.
        OSError: it cannot be read.
    """
    if remote.is_address(source) and remote.is_file(source):
        found = [_published(source, remote.download(source))]
    elif remote.is_address(source):
        with remote.cloned(source) as folder, Repository(folder) as repository:
            latest = repository.revision("HEAD")
            found = _of_project(source, latest, latest.read(model.FILE), latest.commit, as_of)
    elif (path := root / source).is_dir():
        declared = reading.whole(path / model.FILE, remote.FILE)
        found = _of_project(source, Folder(path), declared, git.commit_of(path, [model.FILE]), as_of)
    else:
        found = [_published(source, reading.whole(path, remote.FILE))]
    wanted = [one for one in found if plan_id in ("", one["plan"])]
    if len(wanted) != 1:
        message = _("{source} has these plans: {plans}. Name one with --plan.")
        plans = ", ".join(one["plan"] for one in found)
        raise SeveralPlansError(message.format(source=remote.shown(source), plans=plans))
    return wanted[0]


def _published(source: str, raw: bytes) -> dict[str, Any]:
    """What a site of kehoach publishes, held against its schema."""
    try:
        found: dict[str, Any] = json.loads(raw)
        _validator().validate(found)
    except (RecursionError, ValueError) as error:
        why = cut(printable(str(error).partition("\n")[0]), 200)
        message = _("{source} is no plan as kehoach publishes it (du-lieu-….json): {why}")
        raise ValueError(message.format(source=remote.shown(source), why=why)) from error
    return found


@cache
def _validator() -> jsonschema_rs.Validator:
    return jsonschema_rs.validator_for(json.loads(_SCHEMA.read_bytes()), validate_formats=True)


def _of_project(
    source: str, project: Project, declared: bytes, commit: str | None, as_of: date
) -> list[dict[str, Any]]:
    """The data of each plan of a project, as its site would publish them; one with findings is refused."""
    try:
        made = projects.as_json(project, declared, commit, lambda _model: as_of)
    except ValueError as error:
        raise ValueError(f"{remote.shown(source)}: {error}") from error
    return [json.loads(one) for one in made.values()]
