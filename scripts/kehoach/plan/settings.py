"""What stands in ``ubproject.toml`` held against its schema: the first thing wrong with it, in a sentence."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

import jsonschema_rs

from kehoach.language import _
from kehoach.language.spelling import closest
from kehoach.language.text import cut

SCHEMA = Path(__file__).with_name("ubproject.schema.json")


def wrong(settings: Mapping[str, Any]) -> str:
    """What is wrong with the settings first of all, with the key where it is; empty where nothing is."""
    schema = json.loads(SCHEMA.read_text("utf-8"))
    validator = jsonschema_rs.validator_for(schema, validate_formats=True)
    if not validator.is_valid(settings):
        return _worded(settings, schema, next(validator.iter_errors(settings)))
    return next(_unknown_names(settings), "")


def _worded(
    settings: Mapping[str, Any], schema: Mapping[str, Any], error: jsonschema_rs.ValidationError
) -> str:
    kind: Any = error.kind  # with other attributes for each keyword of the schema
    key = _key(settings, error.instance_path)
    match kind.name:
        case "additionalProperties":
            name, *_others = kind.unexpected
            within: Any = schema
            for step in error.schema_path[:-1]:
                within = within[step]
            near = closest(name, within["properties"])
            message = _('there is no key "{key}"')
            if near:
                message = _('there is no key "{key}"; did you mean "{near}"')
            return message.format(key=f"{key}.{name}".lstrip("."), near=near)
        case "required":
            return _('"{key}" is missing').format(key=f"{key}.{kind.property}".lstrip("."))
        case "type":
            return _must_be(key, error.instance, " / ".join(map(_kind, kind.types)))
        case "const":
            return _must_be(key, error.instance, _written(kind.expected_value))
        case "enum":
            return _must_be(key, error.instance, ", ".join(map(_written, kind.options)))
    return _('"{key}" cannot be {value}').format(key=key, value=_written(error.instance))


def _must_be(key: str, value: object, wanted: str) -> str:
    return _('"{key}" is {value}, and must be {wanted}').format(key=key, value=_written(value), wanted=wanted)


def _kind(name: str) -> str:
    """A JSON type as people call it."""
    return {
        "array": _("a list, in square brackets"),
        "object": _("a table"),
        "string": _("a text, in quotation marks"),
        "boolean": _("true or false"),
        "integer": _("a whole number"),
        "number": _("a number"),
    }[name]


def _written(value: object) -> str:
    return cut(json.dumps(value, ensure_ascii=False, default=str))


def _key(settings: Mapping[str, Any], path: Sequence[str | int]) -> str:
    """Where a value stands; an entry of a list by the directive or ID that it has."""
    found = ""
    here: Any = settings
    for step in path:
        here = here[step]
        if isinstance(step, str):
            found += f".{step}"
        else:
            name = here.get("directive", here.get("id")) if isinstance(here, dict) else None
            found += f"[{name or step + 1}]"
    return found.lstrip(".")


def _unknown_names(settings: Mapping[str, Any]) -> Iterator[str]:
    """Types and options that are named and not declared."""
    needs, own = settings["needs"], settings.get("kehoach", {})
    options = {
        declared["directive"]: {"id", *declared.get("fields", ()), *declared.get("links", ())}
        for declared in needs["types"]
    }
    for declared in needs["types"]:
        for link, said in declared.get("links", {}).items():
            key = f"needs.types[{declared['directive']}].links.{link}.target_types"
            yield from _not_among(key, said["target_types"], options)
    for schema in needs.get("schema_definitions", {}).get("schemas", ()):
        key = f"needs.schema_definitions.schemas[{schema['id']}]"
        selected = schema["select"]["properties"]["type"]
        names = selected.get("enum", [selected.get("const")])
        yield from _not_among(f"{key}.select", names, options)
        for name in names:
            yield from _not_among(f"{key}.required", schema["validate"]["local"]["required"], options[name])
    for number, source in enumerate(needs.get("external_needs", ()), 1):
        path = PurePosixPath(source.get("json_path", ""))
        if "json_url" in source or path.is_absolute() or ".." in path.parts or path == PurePosixPath():
            message = _('"{key}" has to name a file of this project as `json_path`: a check fetches nothing')
            yield message.format(key=f"needs.external_needs[{number}]")
    yield from _not_among("kehoach.order", own.get("order", {}), options)
    for name, order in own.get("order", {}).items():
        yield from _not_among(f"kehoach.order.{name}", order, options[name])
    yield from _not_among("kehoach.words", own.get("words", {}).values(), set().union(*options.values()))


def _not_among(key: str, named: Iterable[str], known: Collection[str]) -> Iterator[str]:
    for name in named:
        if name not in known:
            near = closest(name, known)
            message = _('"{key}" names "{name}", which is declared nowhere')
            if near:
                message = _('"{key}" names "{name}", which is declared nowhere; did you mean "{near}"')
            yield message.format(key=key, name=name, near=near)
