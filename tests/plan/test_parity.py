"""Two readers, one truth: our reader and sphinx-needs see the same needs in the same files."""

import json
from pathlib import Path
from typing import Any

import pytest
from myst_parser.parsers.directives import parse_directive_text
from sphinx_needs.directives.need import NeedDirective

from conftest import PROJECTS, ROOT, Run, bare_project
from kehoach import rules
from kehoach.extension.needs import ObjectDirective
from kehoach.plan import Need, reader, syntax
from kehoach.plan.model import NeedType

PLANS = [ROOT / "needs", *sorted(PROJECTS.glob("*/needs"))]


@pytest.mark.parametrize("needs", PLANS, ids=lambda path: path.parent.name)
def test_both_readers_see_the_same_needs(needs: Path, tmp_path: Path, sphinx_build: Run) -> None:
    """IDs, types, titles, options, links, content, file and line are the same for both."""
    root = bare_project(tmp_path / "bare", needs)
    built = sphinx_build(root, "needs")
    assert built.returncode == 0, built.stderr
    plan = reader.read(root)
    theirs = _needs_json(root / "build" / "needs" / "needs.json")
    ours = {need.id: _ours(need) for need in plan.needs.values()}
    assert ours == {key: _theirs(need, plan.model.types[need["type"]]) for key, need in theirs.items()}


def _needs_json(path: Path) -> dict[str, dict[str, Any]]:
    (version,) = json.loads(path.read_text("utf-8"))["versions"].values()
    needs: dict[str, dict[str, Any]] = version["needs"]
    return needs


def _ours(need: Need) -> dict[str, Any]:
    return {
        "type": need.type,
        "title": need.title,
        "place": (need.path, need.line),
        "content": need.body.strip(),
        "options": dict(need.options),
        "links": {name: frozenset(ids) for name, ids in need.links.items()},
    }


def _theirs(need: dict[str, Any], need_type: NeedType) -> dict[str, Any]:
    return {
        "type": need["type"],
        "title": need["title"],
        "place": (f"{need['docname']}.md", need["lineno"]),
        "content": need.get("content", "").strip(),
        "options": {name: need[name] for name in need_type.fields if need.get(name)},
        "links": {name: frozenset(need[name]) for name in need_type.links if need.get(name)},
    }


# What sphinx-needs' own schema validation must see as kehoach does, on the small project.
VIOLATIONS: list[tuple[str, str, str]] = [
    ("owner missing", ":owner:", ":submit_to:"),
    ("deadline missing", ":deadline:", ":form:"),
    ("deliverables missing", ":deliverables:", ":serves:"),
    ("origin not in the list", ":origin: ", ":origin: x"),
    ("a day that is none", ":issued: ", ":issued: x"),
    ("kind missing", ":kind: agency", ":abbr: A"),
]


@pytest.mark.parametrize(("old", "new"), [v[1:] for v in VIOLATIONS], ids=[v[0] for v in VIOLATIONS])
def test_native_validation_and_check_see_the_same_violations(
    old: str, new: str, tmp_path: Path, sphinx_build: Run
) -> None:
    """What ubproject.toml declares is found on the same needs by sphinx-needs and by kehoach."""
    root = bare_project(tmp_path / "bare", PROJECTS / "small" / "needs")
    for path in sorted((root / "needs").rglob("*.md")):
        text = path.read_text("utf-8")
        if old in text:
            path.write_text(text.replace(old, new, 1), encoding="utf-8")
            break
    sphinx_build(root, "needs", "-D", "needs_schema_validation_enabled=1")
    report = json.loads((root / "build" / "needs" / "schema_violations.json").read_text("utf-8"))
    native = set(report["validation_warnings"])
    declared = {"KH018", "KH019", "KH101", "KH106", "KH201", "KH230", "KH231"}
    ours = {f.id for f in rules.check(reader.read(root)) if f.code in declared}
    assert native
    assert native == ours


@pytest.mark.parametrize(
    "text",
    [
        ":id: NV-1\n:owner: CQ-A, CQ-B \n\na) Lời văn.\n",
        ":id: NV-1\n:target: Đạt 90%: loại tốt\n",
        ':id: \'NV-1\'\n:target: "a \\" b"\nLời văn.',
        ":id: NV-1 # ghi chú\n:target: a#b\n",
        ":id:\n:id: NV-2\n  :target: thụt vào\n",
        ":target: |\n:id: NV-1\n",
        ":target: a\u00a0b\n:Khoá lạ: b\n",
        "\n:id: NV-1\n",
        "a) Lời văn: không có khoá.\n",
        "",
    ],
)
def test_options_of_a_directive_are_read_as_myst_reads_them(text: str) -> None:
    """Whatever stands above a text, the same options and lines of text are taken from it as by MyST."""
    ours = parse_directive_text(ObjectDirective, "Tên", text)
    read, begins = ({}, 0) if ours.body_offset else syntax.options_read(ours.body)
    theirs = parse_directive_text(NeedDirective, "Tên", text)
    assert {key: value or None for key, value in read.items()} == theirs.options
    assert (ours.body[begins:], ours.body_offset + begins) == (theirs.body, theirs.body_offset)
