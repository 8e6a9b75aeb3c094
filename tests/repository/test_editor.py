"""What helps in an editor fits the model: snippets, the schema of ``ubproject.toml``, the task."""

import dataclasses
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from sphinx_needs import config

from conftest import ROOT, Run
from kehoach import rules
from kehoach.plan import model, reader

SNIPPETS = json.loads((ROOT / ".vscode" / "kehoach.code-snippets").read_text("utf-8"))
SCHEMA = json.loads((ROOT / "schemas" / "ubproject.schema.json").read_text("utf-8"))
MODEL = model.load(ROOT)


def inserted(snippet: dict[str, Any]) -> str:
    """A snippet as the editor inserts it: the first choice, the words of placeholders, no cursor."""
    text = "\n".join(snippet["body"])
    text = re.sub(r"\$\{\d+\|([^,|]+)[^}]*\|\}", r"\1", text)
    return re.sub(r"\$\{\d+:([^}]*)\}|\$\d+", lambda match: match[1] or "", text)


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_is_an_object_of_the_model(small: Path, name: str) -> None:
    """Inserted, it is one object with all options it must have, and nothing to read around."""
    text = inserted(SNIPPETS[name])
    assert "$" not in text
    path = small / "needs" / "kh-1-2026" / "them.md"
    path.write_text(f"# Thêm\n\n{text.rstrip()}\n", encoding="utf-8")
    plan = reader.read(small)
    (need,) = (n for n in plan.needs.values() if n.path.endswith("them.md"))
    need_type = MODEL.types[need.type]
    written = {*need.options, *need.links}
    assert plan.faults == ()
    assert need.id.startswith(need_type.prefix)
    assert set(need_type.required) <= written <= need_type.options
    assert all(need[option] or need.to(option) for option in written)
    order = ["id", *need_type.order]
    assert [*need.lines] == sorted(need.lines, key=order.index)


@pytest.mark.parametrize("name", SNIPPETS)
def test_a_snippet_left_as_inserted_is_found(small: Path, name: str) -> None:
    """Placeholders that nobody filled in do not pass for data."""
    path = small / "needs" / "kh-1-2026" / "them.md"
    path.write_text(f"# Thêm\n\n{inserted(SNIPPETS[name]).rstrip()}\n", encoding="utf-8")
    codes = {f.code for f in rules.check(reader.read(small)) if f.path.endswith("them.md")}
    assert "KH016" in codes


@pytest.mark.parametrize("name", SNIPPETS)
def test_choices_are_those_of_the_model(name: str) -> None:
    """Where the model has a list of words, the snippet offers all of them and no others."""
    body = SNIPPETS[name]["body"]
    need_type = MODEL.types[re.findall(r"\{(\w+)\}", body[0])[0]]
    for line in body:
        if option := re.match(r":(\w+): ", line):
            allowed = need_type.fields.get(option[1], {}).get("enum")
            offered = re.search(r"\|(.+)\|", line)
            assert sorted(offered[1].split(",") if offered else []) == sorted(allowed or [])


def test_every_type_has_a_snippet() -> None:
    """Nobody has to look up how an object is written; and each snippet has words of its own to type."""
    types = {re.findall(r":::\{(\w+)\}", snippet["body"][0])[0] for snippet in SNIPPETS.values()}
    prefixes = [prefix for snippet in SNIPPETS.values() for prefix in snippet["prefix"]]
    assert types == set(MODEL.types)
    assert len(set(prefixes)) == len(prefixes)


# -- the schema of the model ------------------------------------------------------------------------


def settings() -> dict[str, Any]:
    """The real model, free to be changed."""
    return tomllib.loads((ROOT / "ubproject.toml").read_text("utf-8"))


def test_the_schema_accepts_the_model() -> None:
    """The file as it stands is valid, and names the schema for the editor."""
    jsonschema_rs.validate(SCHEMA, settings())
    first = (ROOT / "ubproject.toml").read_text("utf-8").partition("\n")[0]
    assert (ROOT / first.removeprefix("#:schema ")).samefile(ROOT / "schemas" / "ubproject.schema.json")


TASK = next(i for i, declared in enumerate(settings()["needs"]["types"]) if declared["directive"] == "task")
WRONG: list[tuple[tuple[str | int, ...], str, object]] = [
    ((), "need", {}),
    (("needs",), "allow_unsafe_filter", False),
    (("needs",), "allow_unsafe_filters", True),
    (("needs",), "parse_dynamic_functions", True),
    (("needs",), "statuses", "open"),
    (("needs",), "functions", []),
    (("needs", "types", TASK), "color", "light blue"),
    (("needs", "types", TASK, "links", "owner"), "target_types", "agency"),
    (("parse", "extend_directives", "view"), "arguments", True),
    (("needs", "types", TASK), "feilds", {}),
    (("needs", "types", TASK), "prefix", "NV"),
    (("needs", "types", TASK, "fields", "form"), "nulable", True),
    (("needs", "types", TASK, "fields", "form"), "nullable", False),
    (("needs", "types", TASK, "fields", "form", "schema"), "patern", "^x$"),
    (("needs", "types", TASK, "fields", "form", "schema"), "pattern", "("),
    (
        ("needs", "types", TASK, "fields"),
        "Form",
        {"description": "x", "nullable": True, "schema": {"type": "string"}},
    ),
    (("needs", "types", TASK, "links", "owner"), "copy", True),
    (("needs", "types", TASK, "links", "owner"), "target_types", []),
    (("needs", "schema_definitions"), "schema", []),
    (("needs", "schema_definitions", "schemas", 0), "validat", {}),
    (("needs", "schema_definitions", "schemas", 0, "validate", "local"), "require", []),
]


@pytest.mark.parametrize(("where", "key", "value"), WRONG, ids=lambda v: v if isinstance(v, str) else "")
def test_the_schema_refuses(where: tuple[str | int, ...], key: str, value: object) -> None:
    """A misspelt key, which sphinx-needs ignores, and a value that would let something execute or vanish."""
    changed = settings()
    table: Any = changed
    for step in where:
        table = table[step]
    table[key] = value
    assert not jsonschema_rs.validator_for(SCHEMA, validate_formats=True).is_valid(changed)


#: What a value of each Python type is in JSON.
JSON = {bool: "boolean", str: "string", int: "integer", float: "number", list: "array", dict: "object"}


def test_the_schema_knows_what_sphinx_needs_knows() -> None:
    """Each setting that sphinx-needs reads from this file is offered, with its types, and no other."""
    needs = SCHEMA["properties"]["needs"]["properties"]
    known = {
        field.name.removeprefix("_"): {JSON[kind] for kind in field.metadata["types"] if kind in JSON}
        for field in dataclasses.fields(config.NeedsSphinxConfig)
        if field.metadata.get("toml", True)
    }
    del known["from_toml"], known["from_toml_table"]  # which file, and where in it, only conf.py can say
    assert set(needs) == set(known)
    for name, kinds in known.items():
        said = needs[name].get("type", [JSON[type(needs[name].get("const", ""))]])
        assert {said} if isinstance(said, str) else set(said) <= kinds or not kinds, name


def test_the_schema_knows_of_types_only_what_sphinx_needs_knows() -> None:
    """What an editor offers for types, fields and links exists."""
    definitions = SCHEMA["definitions"]
    assert set(definitions["type"]["properties"]) <= set(config.NeedType.__annotations__)
    assert set(definitions["field"]["properties"]) <= set(config.NeedTypeFieldDeclaration.__annotations__)
    assert set(definitions["link"]["properties"]) <= set(config.NeedTypeLinkDeclaration.__annotations__)


def test_every_type_has_a_colour_of_its_own() -> None:
    """In a diagram one sees of which type an object is."""
    types = settings()["needs"]["types"]
    assert len({declared["color"] for declared in types}) == len(types)


def test_ubcode_knows_our_directives() -> None:
    """Every directive that is no type, and stands on pages, is declared for the editor."""
    declared = settings()["parse"]["extend_directives"]
    pages = [ROOT / "index.md", *(ROOT / "docs" / "views").glob("*.md"), *(ROOT / "needs").rglob("*.md")]
    named = {
        name for page in pages for name in re.findall(r"^:{3,}\{([\w-]+)\}", page.read_text("utf-8"), re.M)
    }
    assert named - set(MODEL.types) == set(declared)


def test_the_task_finds_findings_in_what_check_prints(kehoach: Run, small: Path) -> None:
    """The editor's task reads file, line, rule and message from the lines of a check."""
    path = small / "needs" / "kh-1-2026" / "nhiem-vu.md"
    path.write_text(path.read_text("utf-8").replace(":owner: CQ-B\n", "", 1), encoding="utf-8")
    tasks = json.loads((ROOT / ".vscode" / "tasks.json").read_text("utf-8"))["tasks"]
    pattern = tasks[0]["problemMatcher"]["pattern"]
    (line,) = kehoach("check", "--root", small).stdout.splitlines()
    match = re.match(pattern["regexp"], line)
    assert match
    assert match[pattern["file"]] == "needs/kh-1-2026/nhiem-vu.md"
    assert (match[pattern["line"]], match[pattern["code"]]) == ("59", "KH101")
    assert match[pattern["message"]].startswith("NV-1-2026-II-3: ")
