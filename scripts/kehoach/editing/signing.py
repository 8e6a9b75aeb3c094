"""A plan gets its number and day: its provisional IDs, and those of its objects, become lasting ones."""

import re
from collections import Counter
from collections.abc import Mapping

from kehoach import rules
from kehoach.editing import renaming
from kehoach.editing.drafts import Draft
from kehoach.editing.edits import Setting
from kehoach.language import _
from kehoach.language.text import id_part
from kehoach.plan import Need, Plan
from kehoach.rules.findings import Finding

_NUMBER = re.compile(r"(?P<digits>\d+)\s*/\s*(?P<sign>[^\s/]+(?:/[^\s/]+)*)")


def sign(draft: Draft, home: Need, number: str, issued: str) -> Mapping[str, str]:
    """Rename a plan and its objects in all files, and set number and day; the new IDs by the old ones.

    What is signed is no import under way any more: what that has left open fails the build from now on.

    ``number`` is as in "12/KH-UBND"; ``issued`` a day as the files hold it.

    Raises:
        ValueError: the number is none, or an ID is there already.
    """
    written = _NUMBER.fullmatch(number.strip())
    if not written:
        message = _('"{number}" is no number. Write it as in 12/KH-UBND.')
        raise ValueError(message.format(number=number))
    number = f"{written['digits']}/{written['sign']}"
    stem = _stem(draft.plan, written, issued[:4])
    renamed = {
        need.id: f"{need.id.partition('-')[0]}-{stem}{need.stem.removeprefix(home.stem)}"
        for need in draft.plan.needs.values()
        if need is home or (draft.plan.plan_of(need) is home and f"{need.stem}-".startswith(f"{home.stem}-"))
    }
    for new in renamed.values():
        if taken := draft.plan.needs.get(new):
            message = _("{id} is there already, in {path}:{line}.")
            raise ValueError(message.format(id=new, path=taken.path, line=taken.line))
    renaming.everywhere(draft, renamed)
    signed = draft.plan.needs[renamed[home.id]]
    values = {"number": number, "issued": issued, "imported": ""}
    draft.set([Setting(signed, option, value) for option, value in values.items()])
    return renamed


def new_findings(draft: Draft, renamed: Mapping[str, str]) -> list[Finding]:
    """What is wrong with the signed plan that was not wrong with the draft."""
    known = Counter((f.path, f.code, renaming.in_text(f.message, renamed)) for f in rules.check(draft.before))
    found = []
    for finding in rules.check(draft.plan):
        said = finding.path, finding.code, finding.message
        if not known[said]:
            found.append(finding)
        known[said] -= 1
    return found


def _stem(plan: Plan, number: re.Match[str], year: str) -> str:
    """What the IDs hold: 172-2023 for 12/KH-UBND, NQ-175-2023 for 175/NQ-CP; with the issuer where taken."""
    kind, _dash, issuer = number["sign"].partition("-")
    short = f"{number['digits']}-{year}" if kind == "KH" else f"{id_part(kind)}-{number['digits']}-{year}"
    return short if f"KH-{short}" not in plan.needs else f"{short}-{id_part(issuer)}"
