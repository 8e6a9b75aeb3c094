"""Sphinx builds of the real plan and damaged copies of it."""

import filecmp
import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Run
from rules.test_mistakes import AGENCIES, AIMS, MISTAKES, PLAN, TASKS, Edit, drop_need, edited, sub

#: The mistakes that every builder must refuse; the others are tested without Sphinx.
REFUSED = (
    "owner removed",
    "owner empty",
    "owner on two lines",
    "deadline removed",
    "deadline vague",
    "deadline no day",
    "unknown agency",
    "owner a deliverable",
    "duplicate task",
    "misspelt option",
    "unclosed task",
    "a --- block",
    "a waiver removed",
    "a deadline that the clause does not say",
    "raw html",
    "include",
    "NFD",
    "a function in a title",
    "CR line ends",
)
FINDING = re.compile(r"^(?:.*/)?(needs/[^:]+:\d+): (KH\d{3} .*)$", re.MULTILINE)


@pytest.mark.parametrize(
    ("file", "edit"),
    [m[1:3] for m in MISTAKES if m[0] in REFUSED],
    ids=[m[0] for m in MISTAKES if m[0] in REFUSED],
)
def test_check_and_build_refuse_a_mistake_with_the_same_finding_every_time(
    plan_copy: Path, file: str, edit: Edit, kehoach: Run, sphinx_build: Run
) -> None:
    """`kehoach check` and two builds in a row fail with one and the same finding, and no word of Sphinx's."""
    edited(plan_copy, file, edit)
    check = kehoach("check", "--root", plan_copy)
    assert check.returncode == 1
    expected = FINDING.findall(check.stdout)
    assert len(expected) == 1
    for _ in range(2):
        built = sphinx_build(plan_copy)
        assert built.returncode == 1
        assert FINDING.findall(built.stderr) == expected
        assert not [word for word in ("Traceback", "WARNING", "ERROR") if word in built.stderr]
    assert not (plan_copy / "build" / "html" / "index.html").exists()


def test_all_mistakes_named_here_exist() -> None:
    """No name of the list above is misspelt, and so left out."""
    assert set(REFUSED) <= {m[0] for m in MISTAKES}


@pytest.mark.parametrize(
    "builder", ["dirhtml", "singlehtml", "needs", "text", "xml", "gettext", "dummy", "linkcheck"]
)
def test_every_builder_refuses_findings(plan_copy: Path, builder: str, sphinx_build: Run) -> None:
    """Findings stop every builder, not only the html one."""
    edited(plan_copy, TASKS, sub(":owner: CQ-SNV\n", ""))
    built = sphinx_build(plan_copy, builder)
    assert (built.returncode, len(FINDING.findall(built.stderr))) == (1, 1)


@pytest.mark.parametrize(
    "builder",
    [
        "dirhtml",
        "singlehtml",
        "needs",
        "text",
        "xml",
        "dummy",
        "latex",
        "texinfo",
        "man",
        "changes",
        "needs_id",
        "gettext",
        "json",
        "linkcheck",
    ],
)
def test_every_builder_builds_the_real_plan(whole_site: Path, builder: str, sphinx_build: Run) -> None:
    """The real plan builds without a warning; links to other sites are those sites' affair."""
    # All share what Sphinx has read, as in most projects. It refuses to share pages for translators.
    shared = [] if builder == "gettext" else ["-d", str(whole_site / "build" / "doctrees")]
    built = sphinx_build(whole_site, builder, *shared, "-D", "linkcheck_ignore=https?://")
    assert (built.returncode, built.stderr) == (0, "")


def test_an_e_book_is_refused(plan_copy: Path, sphinx_build: Run) -> None:
    """The one builder that cannot hold what the site offers is refused in a sentence."""
    built = sphinx_build(plan_copy, "epub")
    assert (built.returncode, "Traceback" in built.stderr) == (2, False)
    assert "kehoach export" in built.stderr


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme", "sphinx_book_theme"])
def test_another_theme_builds(demo: Path, theme: str, sphinx_build: Run) -> None:
    """Another theme does without its inline scripts, by the same policy; cards are there."""
    built = sphinx_build(demo, "html", "-D", f"html_theme={theme}")
    assert (built.returncode, built.stderr) == (0, "")
    tasks = (demo / "build/html/needs/kh-9-2026/ii-nhiem-vu.html").read_text("utf-8")
    assert tasks.count("card-task") >= 18


TASK = "NV-172-2023-II-1-A"
#: Objects outside needs/, and ways to change those inside; and what says so.
ELSEWHERE = {
    "an object": (":::{agency} Lạ (giả định)\n:id: CQ-LA\n:kind: agency\n:::\n", "KH023"),
    "an object without an owner": (":::{task} Lạ (giả định)\n:id: NV-LA\n:::\n", "KH023"),
    "another deadline": (f":::{{needextend}} {TASK}\n:deadline: Quý I năm 2030\n:::\n", "KH023"),
    "objects imported": (":::{needimport} la.json\n:::\n", "KH023"),
    "an object included": ("```{include} la.txt\n```\n", '"CQ-LA"'),
    "another owner included": ("```{include} doi.txt\n```\n", f'"{TASK}"'),
}


@pytest.mark.parametrize(("text", "said"), ELSEWHERE.values(), ids=ELSEWHERE)
def test_objects_are_those_that_were_checked(
    plan_copy: Path, text: str, said: str, sphinx_build: Run
) -> None:
    """What another page adds, includes or changes fails each build in one line, whatever the builder."""
    (plan_copy / "docs" / "views" / "la.txt").write_text(ELSEWHERE["an object"][0], encoding="utf-8")
    owner = f":::{{needextend}} {TASK}\n:owner: CQ-CTTDT\n:::\n"
    (plan_copy / "docs" / "views" / "doi.txt").write_text(owner, encoding="utf-8")
    (plan_copy / "docs" / "views" / "la.md").write_text(f"# Xem\n\n{text}", encoding="utf-8")
    for builder in ("needs", "needs", "dummy"):
        built = sphinx_build(plan_copy, builder)
        assert built.returncode == 1
        assert len([line for line in built.stderr.splitlines() if said in line]) == 1
        assert not [word for word in ("Traceback", "WARNING", "ERROR") if word in built.stderr]
    assert not (plan_copy / "build" / "needs" / "needs.json").exists()


def test_a_failed_build_leaves_the_former_site(plan_copy: Path, sphinx_build: Run) -> None:
    """Findings stop the build before a page is touched."""
    assert sphinx_build(plan_copy).returncode == 0
    index = plan_copy / "build" / "html" / "index.html"
    before = index.read_bytes()
    edited(plan_copy, TASKS, sub("Quý III năm 2023\n", "31/2/2023\n"))
    assert sphinx_build(plan_copy).returncode == 1
    assert index.read_bytes() == before


def test_a_warning_of_sphinx_itself_fails_the_second_build_too(plan_copy: Path, sphinx_build: Run) -> None:
    """Sphinx warns only about files that it reads; the next build therefore reads them again."""
    page = plan_copy / "docs" / "views" / "xem.md"
    page.write_text("# Xem\n\n{need}`NV-KHONG-CO`\n", encoding="utf-8")
    for _ in range(2):
        built = sphinx_build(plan_copy)
        assert built.returncode == 1
        assert "NV-KHONG-CO" in built.stderr


def test_computed_values_reach_the_need_objects(plan_copy: Path, sphinx_build: Run) -> None:
    """`due` stands in needs.json, computed from the words of the deadline."""
    assert sphinx_build(plan_copy, "needs").returncode == 0
    text = (plan_copy / "build" / "needs" / "needs.json").read_text("utf-8")
    assert '"due": "2023-09-30"' in text


# file, edit, pages that show what was edited and stand in another file
SHOWN_ELSEWHERE: list[tuple[str, str, Edit, tuple[str, ...]]] = [
    ("an agency renamed", AGENCIES, sub("} Sở Nội vụ", "} Sở Nội"), ("index", "docs/views/agencies")),
    ("a deadline moved", TASKS, sub("Quý III năm 2023\n", "Quý IV năm 2023\n"), ("index",)),
    ("an owner changed", TASKS, sub(":owner: CQ-SNV\n", ":owner: CQ-CTTDT\n"), ("index", "needs/agencies")),
    ("an objective retitled", AIMS, sub("{objective} Tạo sự", "{objective} Tạo ra sự"), ()),
]  # fmt: skip


def test_an_incremental_build_equals_a_cold_one(plan_copy: Path, sphinx_build: Run) -> None:
    """After an edit every page that shows it is new, and the site is that of a cold build."""
    # Without the text at hand any word may be edited alone.
    edited(plan_copy, PLAN, sub(":source: needs/kh-172-2023/source.txt", ":source: Bản giấy"))
    assert sphinx_build(plan_copy).returncode == 0
    site = plan_copy / "build" / "html"
    for done, file, edit, pages in SHOWN_ELSEWHERE:
        before = {page: (site / f"{page}.html").read_bytes() for page in pages}
        edited(plan_copy, file, edit)
        assert sphinx_build(plan_copy).returncode == 0
        assert all((site / f"{page}.html").read_bytes() != old for page, old in before.items()), done
        equals_a_cold_build(plan_copy, sphinx_build)


def without_evidence(root: Path) -> None:
    path = root / "needs" / "kh-9-2026" / "theo-doi.md"
    path.write_text(drop_need("MC-9-2026-4")(path.read_text("utf-8")), encoding="utf-8")


def without_agency(root: Path) -> None:
    path = root / "needs" / "agencies.md"
    text = path.read_text("utf-8").replace(":abbr: STC\n", ":abbr: STC\n:until: 2026-06-30\n")
    path.write_text(text, encoding="utf-8")


def with_another_file(root: Path) -> None:
    """One byte of an evidence file, and its fingerprint with it; alone it would be a finding."""
    file = root / "needs" / "kh-9-2026" / "minh-chung" / "bao-cao-so-noi-vu.txt"
    old = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes().replace(b"20/3", b"21/3"))
    new = hashlib.sha256(file.read_bytes()).hexdigest()
    path = root / "needs" / "kh-9-2026" / "theo-doi.md"
    path.write_text(path.read_text("utf-8").replace(old, new), encoding="utf-8")


def with_evidence_on_an_earlier_page(root: Path) -> None:
    folder = root / "needs" / "kh-9-2026"
    text = (folder / "theo-doi.md").read_text("utf-8")
    found = re.search(
        r"^:::\{evidence\} [^\n]*\n:id: MC-9-2026-4\n.*?\n:::\n", text, re.MULTILINE | re.DOTALL
    )
    assert found
    (folder / "theo-doi.md").write_text(text.replace(found[0], ""), encoding="utf-8")
    with (folder / "ii-nhiem-vu.md").open("a", encoding="utf-8") as page:
        page.write(f"\n{found[0]}")


# what happens, a page that must change, a page that must not
HAPPENINGS: list[tuple[Callable[[Path], None], str, str]] = [
    (without_evidence, "docs/views/summary", "needs/kh-9-2026/i-muc-dich"),
    (without_agency, "co-quan/cq-stc", "needs/kh-9-2026/tam-bo-qua"),
    (with_evidence_on_an_earlier_page, "needs/kh-9-2026/ii-nhiem-vu", "needs/kh-9-2026/i-muc-dich"),
    (with_another_file, "needs/kh-9-2026/theo-doi", "docs/views/summary"),
]


@pytest.mark.parametrize(("happens", "changed", "same"), HAPPENINGS, ids=lambda v: getattr(v, "__name__", ""))
def test_what_happens_changes_the_pages_that_show_it(
    built_demo: Path, happens: Callable[[Path], None], changed: str, same: str, sphinx_build: Run
) -> None:
    """In an incremental build just the pages that show it change, as in a cold build."""
    site = built_demo / "build" / "html"
    before = {page: (site / f"{page}.html").read_bytes() for page in (changed, same)}
    happens(built_demo)
    built = sphinx_build(built_demo)
    assert (built.returncode, built.stderr) == (0, "")
    assert (site / f"{changed}.html").read_bytes() != before[changed]
    assert (site / f"{same}.html").read_bytes() == before[same]
    equals_a_cold_build(built_demo, sphinx_build)


def equals_a_cold_build(root: Path, sphinx_build: Run) -> None:
    """Build a site anew, and compare."""
    incremental = (root / "build" / "html").rename(root / "incremental")
    shutil.rmtree(root / "build")
    assert sphinx_build(root).returncode == 0
    assert differences(incremental, root / "build" / "html") == []
    shutil.rmtree(incremental)


def test_another_builder_hides_no_change_from_the_next(built_demo: Path, sphinx_build: Run) -> None:
    """A change is shown on every page even where another builder with the same doctrees has read it first."""
    without_agency(built_demo)
    doctrees = str(built_demo / "build" / "html-doctrees")
    assert sphinx_build(built_demo, "dummy", "-d", doctrees).returncode == 0
    assert sphinx_build(built_demo).returncode == 0
    equals_a_cold_build(built_demo, sphinx_build)


def test_the_page_of_an_agency_that_is_gone_goes_with_it(built_demo: Path, sphinx_build: Run) -> None:
    """An agency gets another code: nobody finds the page that it had under the former one."""
    pages = built_demo / "build" / "html" / "co-quan"
    before = {page.name for page in pages.iterdir()}
    for path in (built_demo / "needs").rglob("*.md"):
        path.write_text(path.read_text("utf-8").replace("CQ-STP", "CQ-TUPHAP"), encoding="utf-8")
    assert sphinx_build(built_demo).returncode == 0
    assert {page.name for page in pages.iterdir()} == before - {"cq-stp.html"} | {"cq-tuphap.html"}


def differences(one: Path, other: Path) -> list[str]:
    files = {p.relative_to(root) for root in (one, other) for p in root.rglob("*") if p.is_file()}
    return sorted(
        str(file)
        for file in files
        if not ((one / file).exists() and (other / file).exists())
        or not filecmp.cmp(one / file, other / file, shallow=False)
    )


def test_check_never_imports_sphinx(plan_copy: Path) -> None:
    """A check starts in a quarter of a second because it does without Sphinx and docutils."""
    script = (
        "import sys; from kehoach.cli import main\n"
        f"try: main(['check', '--root', {str(plan_copy)!r}])\n"
        "except SystemExit as end: assert end.code == 0, end.code\n"
        "print([m for m in sys.modules if m.split('.')[0] in ('sphinx', 'docutils', 'sphinx_needs')])"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.splitlines()[-1] == "[]"
