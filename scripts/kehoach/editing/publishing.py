"""What of a project the public may see, written as a project of its own, from which a public site is built.

Whatever is not named here stays out, so that nothing private can be on a page, in a file or in an index:
the builder never sees it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePosixPath

from kehoach.editing.edits import need_text
from kehoach.files.tree import Folder
from kehoach.files.writing import write_whole
from kehoach.plan import VERBATIM, Need, Plan

#: What of a type is left out: who is in charge, who has read it when, what is for the office alone. Types
#: that are not here are left out whole: reports, directives, waivers.
_LEFT_OUT: Mapping[str, frozenset[str]] = {
    "plan": frozenset({"publish"}),
    "objective": frozenset(),
    "principle": frozenset(),
    "task": frozenset({"in_charge", "leader", "reviewed", "reviewed_by", "reviewed_against"}),
    "deliverable": frozenset(),
    "agency": frozenset(),
    "basis": frozenset(),
    "amendment": frozenset(),
    "workday": frozenset(),
}
#: Of evidence number, day and title, and what it proves of whom; its file where that is published.
_OF_EVIDENCE = ("number", "date", "period", "confirmed", "proves", "of")
_OF_FILE = ("url", "file", "sha256", "publish")


def public(plan: Plan) -> dict[str, Need]:
    """The objects that the public may see, each with what may be seen of it, by ID."""
    found = {need.id: need for need in plan.needs.values() if _shown(plan, need)}
    named = _named(plan, found.values())
    found |= {need.id: need for need in plan.needs.values() if need.id in named}
    return {key: _cut(need, found.keys()) for key, need in found.items() if not _dangles(need, found)}


def _shown(plan: Plan, need: Need) -> bool:
    home = plan.plan_of(need)
    if need.type == "workday":
        return True
    if home is None or home["publish"] != "yes" or home.unsigned:
        return False
    if need.type == "evidence":
        return need["confirmed"] == "yes"
    # What is asked for is a draft until it is granted.
    return need.type in _LEFT_OUT and not (need.type == "amendment" and need["effect"] == "requested")


def _named(plan: Plan, shown: Iterable[Need]) -> set[str]:
    """The agencies and legal bases that these objects name, and those that they lead to."""
    found: set[str] = set()
    ahead = [target for need in shown for targets in need.links.values() for target in targets]
    while ahead:
        need = plan.needs.get(ahead.pop())
        if need and need.type in ("agency", "basis") and need.id not in found:
            found.add(need.id)
            ahead += [target for targets in need.links.values() for target in targets]
    return found


def _dangles(need: Need, shown: Mapping[str, Need]) -> bool:
    """Whether an object is about others, none of which is shown."""
    about = need.to("proves") or need.to("amends")
    return bool(about) and not any(target in shown for target in about)


def _cut(need: Need, shown: Iterable[str]) -> Need:
    if need.type == "evidence":
        kept = {*_OF_EVIDENCE, *(_OF_FILE if need["publish"] == "yes" else ())}
    else:
        kept = {*need.options, *need.links} - _LEFT_OUT[need.type]
    ids = set(shown)
    links = {key: tuple(t for t in targets if t in ids) for key, targets in need.links.items() if key in kept}
    return replace(
        need,
        options={key: value for key, value in need.options.items() if key in kept},
        links=links,
        body=need.body if need.type in VERBATIM else "",
    )


def write(plan: Plan, root: Path, target: Path) -> None:
    """Write the public part of the project in ``root`` as a project in ``target``, which is empty.

    Pages hold objects, frames of the official text, and the headings above them; no other words.

    Raises:
        OSError: something cannot be read or written.
    """
    shown = public(plan)
    for path in sorted({need.path for need in shown.values()}):
        text = "\n".join(part for _line, part in sorted(_page(plan, path, shown)))
        write_whole(target / path, text.encode())
    folder = Folder(root)
    for need in shown.values():
        name = need["source"] if need.type == "plan" else need["file"]
        if name and (content := folder.named(name)) is not None:
            write_whole(target / PurePosixPath(name), content)


def _page(plan: Plan, path: str, shown: Mapping[str, Need]) -> Iterator[tuple[int, str]]:
    """The parts of a page that are shown, each with its line."""
    here = [need for need in shown.values() if need.path == path]
    for need in here:
        options = {**need.options, **{key: ", ".join(ids) for key, ids in need.links.items()}}
        yield need.line, need_text(need.type, need.title, {"id": need.id, **options}, need.body)
    for frame in plan.frames:
        if frame.path == path:
            yield frame.line, f":::{{frame}}\n{frame.text}\n:::\n"
    lines = [need.line for need in here]
    headings = [heading for heading in plan.headings if heading.path == path]
    for number, heading in enumerate(headings):
        end = next((h.line for h in headings[number + 1 :] if h.level <= heading.level), 10**9)
        if number == 0 or any(heading.line < line < end for line in lines):
            yield heading.line, f"{'#' * heading.level} {heading.text}\n"
