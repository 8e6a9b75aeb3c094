"""Objects of other projects, declared as sphinx-needs' external needs, that objects of ours name."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import ROOT, Run
from kehoach import rules
from kehoach.plan import reader

DECLARED = (
    '\n[[needs.external_needs]]\nbase_url = "https://tinh.example.org/ke-hoach"\njson_path = "tinh.json"\n'
)
#: Two objects of a province's plan, as its needs.json has them.
THEIRS = {
    "NV-500-2026-1": {"type": "task", "title": "Nhiệm vụ của tỉnh (giả định)"},
    "CQ-TINH": {"type": "agency", "title": "Sở của tỉnh (giả định)"},
}
TASKS = "needs/kh-1-2026/nhiem-vu.md"
TASK = ":id: NV-1-2026-II-1\n"


@pytest.fixture
def site(small: Path) -> Path:
    """The small plan, with a site, beside the objects of a province's plan."""
    needs = {name: {"id": name, "docname": "needs/kh", "lineno": 1, **need} for name, need in THEIRS.items()}
    document = {"project": "Tỉnh", "current_version": "1", "versions": {"1": {"needs": needs}}}
    (small / "tinh.json").write_text(json.dumps(document), encoding="utf-8")
    with (small / "ubproject.toml").open("a", encoding="utf-8") as declared:
        declared.write(DECLARED)
    (small / "conf.py").write_text('extensions = ["kehoach"]\n', encoding="utf-8")
    page = "# Giả định\n\nXem {need}`NV-500-2026-1`.\n\n```{toctree}\n:glob:\n\nneeds/**\n```\n"
    (small / "index.md").write_text(page, encoding="utf-8")
    return small


def with_option(root: Path, line: str) -> None:
    """Give a task one option more."""
    path = root / TASKS
    path.write_text(path.read_text("utf-8").replace(TASK, f"{TASK}{line}\n", 1), encoding="utf-8")


def said(root: Path) -> list[tuple[str, str]]:
    """Codes and words of all findings."""
    return [(found.code, found.message) for found in rules.check(reader.read(root))]


def test_a_task_implements_one_of_another_project(site: Path, sphinx_build: Run) -> None:
    """The check knows it, the card and the role lead to its site, and a new title there is shown here."""
    with_option(site, ":implements: NV-500-2026-1")
    assert said(site) == []
    made = sphinx_build(site)
    assert (made.returncode, made.stderr) == (0, "")
    card, home = site / "build/html" / TASKS.replace(".md", ".html"), site / "build/html/index.html"
    link = 'href="https://tinh.example.org/ke-hoach/needs/kh.html#NV-500-2026-1"'
    for page in (card, home):
        assert (
            "Nhiệm vụ của tỉnh (giả định)" in page.read_text("utf-8").partition(link)[2].partition("</a>")[0]
        )
    path = site / "tinh.json"
    path.write_text(path.read_text("utf-8").replace("c\\u1ee7a t\\u1ec9nh", "kh\\u00e1c"), encoding="utf-8")
    assert sphinx_build(site).returncode == 0
    for page in (card, home):
        assert "Nhiệm vụ khác (giả định)" in page.read_text("utf-8")


def test_what_nobody_has_is_a_finding_as_ever(site: Path) -> None:
    """An ID in neither project is unknown, in links and in texts."""
    with_option(site, ":implements: NV-500-2026-9")
    with (site / TASKS).open("a", encoding="utf-8") as page:
        page.write("\nXem {need}`NV-500-2026-8`, {need}`CQ-TINH`.\n")
    assert [code for code, _message in said(site)] == ["KH104", "KH116"]


def test_who_answers_is_named_by_ours_alone(site: Path) -> None:
    """An agency of another project owns nothing here; the finding says which links may name one."""
    path = site / TASKS
    path.write_text(path.read_text("utf-8").replace(":partners: CQ-B, CQ-XA", ":partners: CQ-TINH"), "utf-8")
    ((code, message),) = said(site)
    assert (code, "implements, serves" in message) == ("KH104", True)


def test_a_link_names_the_right_type_there_too(site: Path) -> None:
    """An agency is no task, in whichever project."""
    with_option(site, ":implements: CQ-TINH")
    assert [code for code, _message in said(site)] == ["KH105"]


def test_one_id_is_not_in_both(site: Path) -> None:
    """An ID of ours that the other project has too is a finding, where sphinx-needs would only warn."""
    path = site / "tinh.json"
    path.write_text(path.read_text("utf-8").replace("CQ-TINH", "CQ-A"), encoding="utf-8")
    assert [code for code, _message in said(site)] == ["KH015"]


# what is declared instead, and the beginning of what is said
REFUSED = {
    "an address": (
        'json_path = "tinh.json"',
        'json_url = "https://x.example/needs.json"',
        '"needs.external_needs',
    ),
    "a file elsewhere": ('"tinh.json"', '"../tinh.json"', '"needs.external_needs'),
    "no file at all": ('json_path = "tinh.json"', "", '"needs.external_needs'),
    "another file": ('"tinh.json"', '"conf.py"', '"conf.py" is no needs.json'),
}


@pytest.mark.parametrize(("old", "new", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_read_is_refused(site: Path, old: str, new: str, message: str) -> None:
    """A check reads files of the project and fetches nothing, and says so."""
    path = site / "ubproject.toml"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=f"^{message}"):
        reader.read(site)


def test_what_conf_py_declares_is_refused(small: Path, sphinx_build: Run) -> None:
    """What the check cannot see is not built either."""
    (small / "conf.py").write_text(
        'extensions = ["kehoach"]\nneeds_external_needs = [{}]\n', encoding="utf-8"
    )
    (small / "index.md").write_text("# X\n", encoding="utf-8")
    made = sphinx_build(small)
    assert made.returncode == 2
    assert "[[needs.external_needs]]" in made.stderr
    assert "Traceback" not in made.stderr


def test_what_conf_py_declares_otherwise_is_refused(site: Path, sphinx_build: Run) -> None:
    """As many objects of other projects as declared, but from another file, are refused, too."""
    shutil.copy(site / "tinh.json", site / "khac.json")
    source = "{'base_url': 'https://tinh.example.org/ke-hoach', 'json_path': 'khac.json'}"
    setup = "def setup(app):\n    app.connect('config-inited', lambda _app, config: config.__setattr__("
    setup += f"'needs_external_needs', [{source}]), priority=20)\n"
    (site / "conf.py").write_text(f'extensions = ["kehoach"]\n{setup}', encoding="utf-8")
    made = sphinx_build(site)
    assert (made.returncode, "[[needs.external_needs]]" in made.stderr) == (2, True)


def test_our_own_needs_json_can_be_declared(site: Path, tmp_path: Path, sphinx_build: Run) -> None:
    """A commune's plan names a task of the province's site as kehoach publishes it."""
    root = tmp_path / "tinh"
    shutil.copytree(ROOT / "tests/projects/demo/needs", root / "needs")
    (root / "conf.py").write_text('extensions = ["kehoach"]\n', encoding="utf-8")
    (root / "index.md").write_text("# X\n\n```{toctree}\n:glob:\n\nneeds/**\n```\n", encoding="utf-8")
    assert sphinx_build(root).returncode == 0
    shutil.copy(root / "build/html/needs.json", site / "tinh.json")
    toml = site / "ubproject.toml"
    declared = toml.read_text("utf-8").replace('"tinh.json"\n', '"tinh.json"\nid_prefix = "X-"\n')
    toml.write_text(declared, encoding="utf-8")
    (site / "index.md").write_text(
        (site / "index.md").read_text("utf-8").replace("NV-500-2026-1", "X-NV-9-2026-II-1")
    )
    with_option(site, ":implements: X-NV-9-2026-II-1")
    made = sphinx_build(site)
    assert (made.returncode, made.stderr) == (0, "")
