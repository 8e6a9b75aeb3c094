"""What other projects take from the site, taken by projects of plain sphinx-needs."""

import json
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from sphinx.util.inventory import InventoryFile

from conftest import ROOT, Run, copy_of
from kehoach.plan import model, reader

#: A project of somebody else's: reStructuredText, another theme, sphinx-needs and nothing of ours.
CONF = """\
project = "Theirs"
extensions = ["sphinx_needs", "sphinx.ext.intersphinx"]
html_theme = "alabaster"
needs_from_toml = "needs-model.toml"
needs_json_remove_defaults = True  # as ours
"""
Built = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo plan with its site, once it is built; tests look at it and change nothing."""
    root = copy_of("demo", tmp_path_factory.mktemp("sharing") / "demo")
    shutil.copy(ROOT / "conf.py", root)
    toctree = "# Demo\n\n```{toctree}\n:glob:\n\nneeds/**\n```\n"
    (root / "index.md").write_text(toctree, encoding="utf-8")
    return root


@pytest.fixture
def site(built: Path, sphinx_build: Run) -> Path:
    """The built site of the demo plan."""
    site = built / "build" / "html"
    if not site.exists():
        made = sphinx_build(built)
        assert (made.returncode, made.stderr) == (0, "")
    return site


@pytest.fixture
def theirs(tmp_path: Path, site: Path) -> Built:
    """Makes the project of somebody else's from what stands in its conf.py and on its only page."""

    def make(settings: str, page: str) -> Path:
        root = tmp_path / "theirs"
        root.mkdir()
        for name in ("needs.json", "needs-model.toml"):
            shutil.copy(site / name, root)
        (root / "conf.py").write_text(f"{CONF}{settings}\n", encoding="utf-8")
        (root / "index.rst").write_text(f"Theirs\n======\n\n{page}\n", encoding="utf-8")
        return root

    return make


def objects(root: Path) -> dict[str, dict[str, object]]:
    """The objects of a needs.json."""
    found = json.loads((root / "needs.json").read_bytes())
    needs: dict[str, dict[str, object]] = found["versions"][found["current_version"]]["needs"]
    return needs


def test_all_objects_are_published_with_what_is_computed(built: Path, site: Path) -> None:
    """needs.json beside the pages has every object of the plan, and the day and state of each task."""
    plan, shared = reader.read(built), objects(site)
    assert set(shared) == set(plan.needs)
    assert all(shared[task.id]["task_state"] for task in plan.of_type("task"))
    assert shared["NV-9-2026-II-1"]["due"] == "2026-03-31"


def test_objects_are_written_as_sphinx_needs_writes_them(built: Path, site: Path, sphinx_build: Run) -> None:
    """needs.json beside the pages is, byte for byte, what the builder of sphinx-needs makes of the plan."""
    made = sphinx_build(built, "needs", "-d", str(built / "build" / "html-doctrees"))
    assert (made.returncode, made.stderr) == (0, "")
    assert (site / "needs.json").read_bytes() == (built / "build" / "needs" / "needs.json").read_bytes()


def test_where_tasks_stand_is_published_for_portals(built: Path, site: Path, kehoach: Run) -> None:
    """The file beside the pages is what the command prints."""
    told = json.loads((site / "status.json").read_text("utf-8"))
    asked = kehoach("status", "--format", "json", "--root", built, "--as-of", told["as_of"])
    assert told == json.loads(asked.stdout)
    assert told["todos"]


def test_another_project_imports_all_objects(theirs: Built, site: Path, sphinx_build: Run) -> None:
    """``needimport`` takes every object with every field and link, without a warning."""
    root = theirs("", ".. needimport:: needs.json\n")
    made = sphinx_build(root)
    assert (made.returncode, made.stderr) == (0, "")
    assert sphinx_build(root, "needs").returncode == 0
    place = {"docname", "doctype", "lineno", "section_name", "sections", "is_import"}
    ours, taken = (
        {i: {k: v for k, v in need.items() if k not in place} for i, need in objects(folder).items()}
        for folder in (site, root / "build" / "needs")
    )
    assert taken == ours


def test_another_project_names_our_objects(theirs: Built, sphinx_build: Run) -> None:
    """``needs_external_needs`` takes them too: tables list them, and links of its own lead to our site."""
    source = {"base_url": "https://plan.example.org", "json_path": "needs.json"}
    root = theirs(
        f"needs_external_needs = [{source}]",
        ".. task:: Việc của họ (giả định)\n   :id: NV-HO\n   :implements: NV-9-2026-II-1\n\n"
        ":need:`NV-9-2026-II-2`\n\n.. needtable::\n   :types: task\n",
    )
    made = sphinx_build(root)
    assert (made.returncode, made.stderr) == (0, "")
    page = (root / "build/html/index.html").read_text("utf-8")
    for task in ("NV-9-2026-II-1", "NV-9-2026-II-2"):
        assert f'href="https://plan.example.org/needs/kh-9-2026/ii-nhiem-vu.html#{task}"' in page


def test_another_project_links_by_intersphinx(theirs: Built, site: Path, sphinx_build: Run) -> None:
    """A task, an agency and evidence are found by their IDs, in any case, and shown by their titles."""
    inventory = {"plan": ("https://plan.example.org/", str(site / "objects.inv"))}
    named = (
        ":external+plan:ref:`NV-9-2026-II-1`",
        ":external+plan:std:ref:`cq-snv`",
        ":ref:`plan:MC-9-2026-1`",
    )
    root = theirs(f"intersphinx_mapping = {inventory}", " ".join(named))
    made = sphinx_build(root)
    assert (made.returncode, made.stderr) == (0, "")
    page = (root / "build/html/index.html").read_text("utf-8")
    for place, title in (
        ("needs/kh-9-2026/ii-nhiem-vu.html#NV-9-2026-II-1", "Tổ chức hội nghị"),
        ("needs/agencies.html#CQ-SNV", "Sở Nội vụ"),
        ("needs/kh-9-2026/theo-doi.html#MC-9-2026-1", "Báo cáo kết quả hội nghị"),
    ):
        link = page.partition(f'href="https://plan.example.org/{place}"')[2].partition("</a>")[0]
        assert title in link, place


def test_another_project_in_markdown_links_by_address(theirs: Built, site: Path, sphinx_build: Run) -> None:
    """MyST's ``inv:`` finds an object by its ID as it is written."""
    inventory = {"plan": ("https://plan.example.org/", str(site / "objects.inv"))}
    root = theirs(f"extensions.append('myst_parser')\nintersphinx_mapping = {inventory}", "")
    (root / "index.rst").unlink()
    (root / "index.md").write_text(
        "# Theirs\n\n[](inv:plan#NV-9-2026-II-1) <inv:#CQ-SNV>\n", encoding="utf-8"
    )
    made = sphinx_build(root)
    assert (made.returncode, made.stderr) == (0, "")
    page = (root / "build/html/index.html").read_text("utf-8")
    assert 'href="https://plan.example.org/needs/agencies.html#CQ-SNV"' in page


def test_every_line_of_the_inventory_can_be_read(built: Path, site: Path) -> None:
    """Each object is there as a label with its title, and no name or type breaks the line of any."""
    plan = reader.read(built)
    found = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="").data
    labels = {name: item.display_name for name, item in found["std:label"].items()}
    assert {need.id: need.title for need in plan.needs.values()}.items() <= labels.items()
    assert sum(len(names) for kind, names in found.items() if kind.startswith("plan:")) == len(plan.needs)


def test_the_published_model_is_that_of_the_plan(built: Path, site: Path) -> None:
    """The fragment says of each type what ``ubproject.toml`` says, and adds the fields that are computed."""
    ours = tomllib.loads((built / "ubproject.toml").read_text("utf-8"))["needs"]
    fragment = tomllib.loads((site / "needs-model.toml").read_text("utf-8"))["needs"]
    assert fragment["types"] == ours["types"]
    assert fragment["id_regex"] == ours["id_regex"]
    assert set(fragment["fields"]) == set(model.COMPUTED)
