"""The model in ``ubproject.toml``, as sphinx-needs 9.1 reads it, for code that does without Sphinx."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jsonschema_rs

from kehoach.files.tree import Folder
from kehoach.language import _
from kehoach.language.text import slug

FILE = "ubproject.toml"
#: Bytes: the model that ships with the package takes a sixtieth of it.
_MOST = 2**21
#: What a site calls the fragment of its model that it hands on.
SHARED = "needs-model.toml"
#: The model that ships with the package, for a project that has none of its own.
OWN = Path(__file__).parent / FILE
#: The schema of that file, where it names it for editors, and as it ships.
SCHEMA = "schemas/ubproject.schema.json"
OWN_SCHEMA = Path(__file__).parent / "ubproject.schema.json"
#: The time zone of offices in Viet Nam, all of it.
OFFICE = "Asia/Ho_Chi_Minh"

#: Computed from the plan and put on the need objects; nobody types them.
COMPUTED = ("due", "task_state")


@dataclass(frozen=True)
class NeedType:
    """One kind of object: its directive, the options it takes and those it must have.

    ``fields`` are JSON schemas by option name, ``links`` the permitted target types by option
    name, ``labels`` the words shown for both. ``order`` is the order in which they are written.
    """

    name: str
    title: str
    prefix: str
    fields: Mapping[str, Mapping[str, Any]]
    links: Mapping[str, tuple[str, ...]]
    labels: Mapping[str, str]
    required: tuple[str, ...]
    order: tuple[str, ...]
    #: What people call its options, by the slugs of these words.
    names: Mapping[str, str]

    @cached_property
    def options(self) -> frozenset[str]:
        """Every option that may be written in a need of this type."""
        return frozenset({"id", *self.fields, *self.links})

    def option_called(self, words: str) -> str:
        """The option that people call so, with or without accents; empty where nothing is called that."""
        return _called(words, self.names)

    @cached_property
    def validator(self) -> jsonschema_rs.Validator:
        """Validates ``{field: value}``: types, enumerations, patterns and formats."""
        schema = {"type": "object", "properties": dict(self.fields)}
        return jsonschema_rs.validator_for(schema, validate_formats=True)


@dataclass(frozen=True)
class Model:
    """All need types by directive name, and the shape of an ID."""

    types: Mapping[str, NeedType]
    id_regex: str
    #: The words for a link read from its target ("Chủ trì" for ``owner``), by link name.
    incoming: Mapping[str, str]
    #: The ``[needs]`` table as it stands, to be compared with that of another revision.
    settings: Mapping[str, Any] = field(default_factory=dict)
    #: The office's time zone, which decides when a day begins; an IANA name.
    time_zone: str = OFFICE
    #: Where `kehoach collect` gathered the plans of offices below, from the root; empty: nowhere.
    collected: str = ""
    #: Files with the certificates whose signatures the office trusts, as paths from the root.
    trust_roots: tuple[str, ...] = ()

    def type_called(self, words: str) -> str:
        """The type that people call so, with or without accents; empty where none is called that."""
        return _called(words, self._types_by_title)

    @cached_property
    def _types_by_title(self) -> dict[str, str]:
        return {slug(need_type.title): name for name, need_type in self.types.items()}

    def label(self, type_name: str, option: str) -> str:
        """The words shown for an option of a type."""
        return self.types[type_name].labels[option]


def path(root: Path) -> Path:
    """The file of a project's model: its own, or that of the package where it has none."""
    own = root / FILE
    return own if own.is_file() else OWN


def load(root: Path) -> Model:
    """Read the model of the project in ``root``.

    Raises:
        OSError: the file cannot be read.
        ValueError: it is no file, or not TOML, or something in it is wrong.
    """
    raw = Folder(root).read(FILE)
    refuse_wrong(raw)
    return parse(raw)


def refuse_wrong(raw: bytes) -> None:
    """Hold the content of the file against its schema, which names everything that may stand there.

    A former revision is read without this: what it was, it was.

    Raises:
        ValueError: it is not TOML, or something in it is wrong; a sentence with the key.
    """
    if raw != OWN.read_bytes():  # as most are
        from kehoach.plan import settings

        try:
            said = settings.wrong(_toml(raw))
        except RecursionError as error:
            raise ValueError("nested too deeply") from error
        if said:
            raise ValueError(said)


def _toml(raw: bytes) -> dict[str, Any]:
    if len(raw) > _MOST:
        raise ValueError(_("it is larger than {most} MB").format(most=_MOST >> 20))
    return tomllib.loads(raw.decode())


@lru_cache(2)  # a project that is edited is read again and again by the same model
def parse(raw: bytes) -> Model:
    """Read the model from the content of its file.

    Raises:
        ValueError: it is not TOML, or declares no model.
    """
    settings = _toml(raw)
    try:
        own = settings.get("kehoach", {})
        return replace(
            _model(settings["needs"], own),
            time_zone=str(own.get("time_zone", OFFICE)),
            collected=str(own.get("collected", "")),
            trust_roots=tuple(map(str, own.get("trust_roots", ()))),
        )
    except (AttributeError, KeyError, TypeError) as error:
        raise ValueError(f"no model that sphinx-needs can use ({error!r})") from error


def _model(needs: Mapping[str, Any], ours: Mapping[str, Any]) -> Model:
    order, words = ours.get("order", {}), ours.get("words", {})
    required = _required(needs.get("schema_definitions", {}))
    types = {}
    for declared in needs["types"]:
        name = declared["directive"]
        types[name] = _need_type(declared, required.get(name, ()), order.get(name, ()), words)
    incoming: dict[str, str] = {}
    for declared in needs["types"]:
        for name, link in declared.get("links", {}).items():
            # sphinx-needs takes the words from the first type that declares the link.
            incoming.setdefault(name, link.get("incoming", name))
    return Model(types, needs["id_regex"], incoming, needs)


def _need_type(
    declared: Mapping[str, Any], required: tuple[str, ...], order: Sequence[str], words: Mapping[str, str]
) -> NeedType:
    fields, links = declared.get("fields", {}), declared.get("links", {})
    known = (*fields, *links)
    labels = {name: option["description"] for name, option in {**fields, **links}.items()}
    called = {label: name for name, label in labels.items()} | {
        word: option for word, option in words.items() if option in ("id", *known)
    }
    return NeedType(
        name=declared["directive"],
        title=declared["title"],
        prefix=declared["prefix"],
        fields={name: field["schema"] for name, field in fields.items()},
        links={name: tuple(link["target_types"]) for name, link in links.items()},
        labels=labels,
        required=required,
        order=tuple(dict.fromkeys((*(name for name in order if name in known), *known))),
        names={slug(word): option for word, option in called.items()},
    )


def _required(definitions: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    required: dict[str, tuple[str, ...]] = {}
    for schema in definitions.get("schemas", ()):
        selected = schema["select"]["properties"]["type"]
        for name in selected.get("enum", [selected.get("const")]):
            required[name] = tuple(schema["validate"]["local"]["required"])
    return required


def _called(words: str, names: Mapping[str, str]) -> str:
    """What is called by these words or, the shortest first, has them in its name."""
    wanted = slug(words)
    found = [name for name in names if f"-{wanted}-" in f"-{name}-"] if wanted else []
    return names[min(found, key=len)] if found else ""
