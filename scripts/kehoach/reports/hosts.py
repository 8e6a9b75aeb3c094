"""Findings in the forms that other programs read: JSON, GitHub's annotations, GitLab's report, SARIF."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import quote

from kehoach.language import _
from kehoach.rules import RULES
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Rule

#: GitHub shows ten errors of a step; what comes after them it drops without a word.
ANNOTATIONS = 10
#: Bytes that GitHub takes as the summary of a step (1 MiB), less some for the words around the list.
SUMMARY = 1_000_000
#: GitHub refuses a SARIF file with more results. Of those it takes it stores 5,000, and says so itself.
RESULTS = 25_000


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """What a finding is recognised by after edits elsewhere: its rule and its need, never its line.

    A finding on no need is recognised by its file and its words. Several that are the same in this
    are counted through, since a host shows only the first of two with one fingerprint.
    """
    import hashlib  # here and below: what most checks need not take time to load

    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for f in findings:
        key = (f.code, f.id, f.field) if f.id else (f.code, f.path, f.field, f.message)
        seen[key] += 1
        made.append(hashlib.sha256("\0".join([*key, str(seen[key])]).encode()).hexdigest())
    return made


def as_text(findings: Sequence[Finding]) -> str:
    """One line a finding, as people and editors read it."""
    return "\n".join(map(str, findings))


def as_json(findings: Sequence[Finding]) -> str:
    """A JSON list of objects with path, line, code, id and message."""
    rows = [
        {"path": f.path, "line": f.line, "code": f.code, "id": f.id, "message": f.message} for f in findings
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


# -- GitHub Actions -----------------------------------------------------------------------------------


def as_github(findings: Sequence[Finding]) -> str:
    """Workflow commands that put each finding beside its line; beyond the limit plain lines and a notice."""
    lines = [_annotation(f) for f in findings[:ANNOTATIONS]]
    if left := findings[ANNOTATIONS:]:
        lines += map(str, left)
        message = _("{count} findings, {shown} of them shown at their lines. All are in the log and summary.")
        lines.append(f"::notice::{_data(message.format(count=len(findings), shown=ANNOTATIONS))}")
    return "\n".join(lines)


def github_summary(findings: Sequence[Finding]) -> str:
    """All findings for the page of a workflow run, where they are more than can be annotated; else ""."""
    if len(findings) <= ANNOTATIONS:
        return ""
    import html

    lines, room = [], SUMMARY
    for line in (html.escape(str(f), quote=False) for f in findings):
        room -= len(line.encode()) + 1
        if room < 0:
            lines.append("…")
            break
        lines.append(line)
    # As preformatted text: what a finding quotes is never read as Markdown.
    listed = "\n".join(lines)
    return f"### {_('{count} findings.').format(count=len(findings))}\n\n<pre>\n{listed}\n</pre>\n"


def _annotation(f: Finding) -> str:
    title = _property(f"{f.code} {f.id}".rstrip())
    return f"::error file={_property(f.path)},line={f.line},title={title}::{_data(f.message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# -- GitLab Code Quality ------------------------------------------------------------------------------


def as_gitlab(findings: Sequence[Finding]) -> str:
    """The report that GitLab compares with that of the target branch."""
    rows = [
        {
            "description": _said(f),
            "check_name": f.code,
            "fingerprint": fingerprint,
            "severity": "major",
            "location": {"path": f.path, "lines": {"begin": f.line}},
        }
        for f, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


# -- SARIF 2.1.0 --------------------------------------------------------------------------------------


def as_sarif(findings: Sequence[Finding]) -> str:
    """A log of one run, with the words of every rule."""
    from importlib.metadata import version

    codes = sorted(RULES)
    driver = {
        "name": "kehoach",
        "version": version("kehoach"),
        "rules": [_descriptor(RULES[code]) for code in codes],
    }
    taken = findings[:RESULTS]
    results = [
        _result(f, codes.index(f.code), fingerprint)
        for f, fingerprint in zip(taken, fingerprints(taken), strict=True)
    ]
    run = {
        "tool": {"driver": driver},
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _left_out(findings)}],
        "results": results,
    }
    schema = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
    log = {"$schema": schema, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _descriptor(rule: Rule) -> dict[str, object]:
    return {
        "id": rule.code,
        "shortDescription": {"text": _(rule.sentence)},
        # Double backquotes are code in Markdown as they are in docstrings.
        "help": {"text": rule.examples.replace("``", ""), "markdown": rule.examples},
        "defaultConfiguration": {"level": "error"},
    }


def _result(f: Finding, rule_index: int, fingerprint: str) -> dict[str, object]:
    place = {
        "artifactLocation": {"uri": quote(f.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": f.line},
    }
    return {
        "ruleId": f.code,
        "ruleIndex": rule_index,
        "level": "error",
        "message": {"text": _said(f)},
        "locations": [{"physicalLocation": place}],
        # The only name that GitHub reads; without it GitHub makes one from the words of the line.
        "partialFingerprints": {"primaryLocationLineHash": fingerprint},
    }


def _left_out(findings: Sequence[Finding]) -> list[dict[str, object]]:
    if len(findings) <= RESULTS:
        return []
    message = _("{count} findings, of which the first {shown} are listed.")
    text = message.format(count=len(findings), shown=RESULTS)
    return [{"level": "warning", "message": {"text": text}}]


def _said(f: Finding) -> str:
    return f"{f.id}: {f.message}" if f.id else f.message


#: Every form, by the name that ``--format`` takes.
FORMATS: dict[str, Callable[[Sequence[Finding]], str]] = {
    "text": as_text,
    "json": as_json,
    "github": as_github,
    "gitlab": as_gitlab,
    "sarif": as_sarif,
}
