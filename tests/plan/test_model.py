"""The model in ubproject.toml is in sphinx-needs' own terms, every key of it."""

import inspect
import os
import tomllib
from pathlib import Path
from typing import Any

import pytest
from sphinx_needs import config
from sphinx_needs.api import add_need
from sphinx_needs.data import NeedsCoreFields

from conftest import ROOT, no_hang
from kehoach.plan import model, reader

NEEDS: dict[str, Any] = tomllib.loads((ROOT / "ubproject.toml").read_text("utf-8"))["needs"]


def test_every_key_is_one_sphinx_needs_knows() -> None:
    """sphinx-needs ignores a misspelt key without a word, so none may be misspelt."""
    known = {name.removeprefix("_") for name in config.NeedsSphinxConfig.field_names()}
    assert set(NEEDS) <= known


@pytest.mark.parametrize("declared", NEEDS["types"], ids=lambda declared: declared["directive"])
def test_every_key_of_a_type_is_one_sphinx_needs_knows(declared: dict[str, Any]) -> None:
    """The same for the keys of need types, of their fields and of their links."""
    assert set(declared) <= set(config.NeedType.__annotations__)
    for field in declared.get("fields", {}).values():
        assert set(field) <= set(config.NeedTypeFieldDeclaration.__annotations__)
    for link in declared.get("links", {}).values():
        assert set(link) <= set(config.NeedTypeLinkDeclaration.__annotations__)


def test_no_option_hides_a_field_of_sphinx_needs() -> None:
    """An option named like a core field would change what sphinx-needs does with the need."""
    options = {o for t in model.load(ROOT).types.values() for o in (*t.fields, *t.links)}
    assert not options & set(NeedsCoreFields)


def test_no_option_is_an_argument_of_add_need() -> None:
    """sphinx-needs hands options over by keyword: one named like its own argument ends the build."""
    options = {o for t in model.load(ROOT).types.values() for o in t.order}
    assert not {*options, *model.COMPUTED} & set(inspect.signature(add_need).parameters)


def test_required_options_are_options() -> None:
    """What a type must have is something it can have."""
    for need_type in model.load(ROOT).types.values():
        assert set(need_type.required) <= need_type.options


def test_options_are_ordered_as_declared() -> None:
    """The declared order names options only; those it does not name follow it, and none is lost."""
    declared = tomllib.loads((ROOT / "ubproject.toml").read_text("utf-8"))["kehoach"]["order"]
    for name, need_type in model.load(ROOT).types.items():
        first = declared.get(name, [])
        assert list(need_type.order[: len(first)]) == first
        assert {"id", *need_type.order} == need_type.options


@pytest.mark.parametrize("size", [2**21, 2**21 + 1])
def test_a_model_of_unlimited_size_is_none(size: int) -> None:
    """A file of two megabytes is read, one of a byte more is refused before it is."""
    raw = model.OWN.read_bytes() + b"#"
    raw += b"x" * (size - len(raw))
    if size == 2**21:
        assert model.parse(raw).types == model.load(ROOT).types
    else:
        with pytest.raises(ValueError, match="larger than 2 MB"):
            model.parse(raw)


def test_a_pipe_in_the_place_of_the_model_is_not_waited_for(tmp_path: Path) -> None:
    """The model is a file, or the command stops: a pipe would wait for a writer for ever."""
    os.mkfifo(tmp_path / model.FILE)
    with no_hang(), pytest.raises(ValueError, match="is a device or a pipe"):
        reader.read(tmp_path)
