"""What of a project the public may see, written as a project of its own, from which a public site is built.

Whatever is not named here stays out, so that nothing private can be on a page, in a file or in an index:
the builder never sees it.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path, PurePosixPath

from kehoach.editing.edits import need_text
from kehoach.files.tree import Folder
from kehoach.files.writing import write_whole
from kehoach.official import fidelity
from kehoach.plan import VERBATIM, Need, Plan

#: What of a type the public may see. Other types are left out whole, and so is what an office has added
#: to its model.
_SEEN: Mapping[str, tuple[str, ...]] = {
    "plan": (
        *("number", "doc_type", "issuer", "signer", "issued", "effective", "ends", "field"),
        *("source", "source_status", "truncated", "strict", "working_days", "basis"),
        *("report_period", "report_cutoff", "report_by", "report_to", "report_via"),
    ),
    "objective": ("clause",),
    "principle": ("clause",),
    "task": (
        *("clause", "ownership", "assignment", "form", "deadline", "funding", "target"),
        *("owner", "partners", "deliverables", "submit_to", "trigger", "basis", "serves", "implements"),
        "continues",
    ),
    "deliverable": ("kind", "origin"),
    "agency": ("abbr", "kind", "membership", "since", "until", "members"),
    "basis": ("number", "issued", "issuer", "effective", "url"),
    "evidence": ("number", "date", "completed", "period", "confirmed", "confirmed_on", "proves", "of"),
    "amendment": (
        *("amends", "deadline", "owner", "partners", "deliverables", "effect", "effective", "number"),
        *("date", "issuer", "ends", "report_period", "report_cutoff", "report_by", "basis"),
    ),
    "closing": ("closes", "drops", "number", "date", "issuer", "report", "basis"),
    "workday": ("kind", "date", "until"),
}
#: Of evidence that is published itself.
_OF_FILE = ("url", "file", "sha256", "publish")
#: Who stands in the place of an agency, once that is certain: tasks are its.
_OF_SUCCESSION = ("certainty", "successors")
#: What is seen because something that is seen names it.
_NAMED = ("agency", "basis", "deliverable")
#: Where files of evidence are: their folders may be those of other plans.
_FILES = PurePosixPath("needs/minh-chung")


def public(plan: Plan) -> dict[str, Need]:
    """The objects that the public may see, each with what may be seen of it, by ID.

    Those are the texts of public plans and what they name, what was decided and confirmed about that,
    wherever it stands, and days off.
    """
    text = [need for need in plan.needs.values() if need.type in VERBATIM and _is_of_public(plan, need)]
    found = {need.id: _cut(plan, need) for need in text}
    for link, granted in (("amends", _in_force), ("closes", bool), ("proves", _confirmed)):
        _take_named(plan, found)
        about = [need for key in found for need in plan.sources(key, link)]
        found |= {need.id: _cut(plan, need) for need in about if granted(need)}
    _take_named(plan, found)
    for number, need in enumerate(plan.of_type("workday") if found else (), 1):
        day = replace(_cut(plan, need), id=f"NL-{number}")  # its ID may be that of another plan
        found[day.id] = day
    return {key: _within(need, found) for key, need in found.items()}


def _is_of_public(plan: Plan, need: Need) -> bool:
    home = plan.plan_of(need)
    return home is not None and home["publish"] == "yes" and not home.unsigned


def _in_force(need: Need) -> bool:
    """Whether an amendment was decided: what is asked for is a draft until it is granted."""
    return need["effect"] != "requested"


def _confirmed(need: Need) -> bool:
    return need["confirmed"] == "yes"


def _take_named(plan: Plan, found: dict[str, Need]) -> None:
    """Add what the objects found name, and what that names."""
    ahead = list(found.values())
    while ahead:
        for target in (target for targets in ahead.pop().links.values() for target in targets):
            need = plan.needs.get(target)
            if need and need.type in _NAMED and need.id not in found:
                found[need.id] = _cut(plan, need)
                ahead.append(found[need.id])


def _cut(plan: Plan, need: Need) -> Need:
    """An object with what may be seen of it, whatever its links lead to."""
    kept = {*_SEEN[need.type]}
    title, options = need.title, dict(need.options)
    if need.type == "evidence" and need["publish"] == "yes":
        kept |= {*_OF_FILE}
        if name := need["file"]:
            options["file"] = str(_FILES / f"{need.id.lower()}{PurePosixPath(name).suffix}")
    if need.type == "agency" and need["certainty"] == "certain":
        kept |= {*_OF_SUCCESSION}
    if need.type in ("amendment", "closing", "workday"):  # whoever noted it has called it so, no document
        number = need["number"] if "number" in kept else ""
        title = f"{plan.model.types[need.type].title} {number}".strip()
    return replace(
        need,
        title=title,
        options={key: value for key, value in options.items() if key in kept},
        links={key: targets for key, targets in need.links.items() if key in kept},
        body=need.body if need.type in VERBATIM else "",
    )


def _within(need: Need, found: Mapping[str, Need]) -> Need:
    links = {key: tuple(t for t in targets if t in found) for key, targets in need.links.items()}
    return replace(need, links=links)


def write(plan: Plan, root: Path, target: Path) -> None:
    """Write the public part of the project in ``root`` as a project in ``target``, which is empty.

    Pages with text of a plan hold their objects, frames, and the headings of the text; what else there is
    stands on a page a type, named after it. There are no other words.

    Raises:
        OSError: something cannot be read or written.
    """
    shown = public(plan)
    for path, text in _Pages(plan, shown).texts():
        write_whole(target / path, text.encode())
    folder = Folder(root)
    for need in shown.values():
        for option in ("source", "file"):
            if need[option] and (content := folder.named(plan.needs[need.id][option])) is not None:
                write_whole(target / PurePosixPath(need[option]), content)


class _Pages:
    """The pages of the public part of a plan."""

    def __init__(self, plan: Plan, shown: Mapping[str, Need]) -> None:
        self.plan, self.shown = plan, shown
        self.of_text = {need.path for need in shown.values() if need.type in VERBATIM}

    def texts(self) -> Iterator[tuple[str, str]]:
        """The path of each page and what it holds."""
        pages: dict[str, list[Need]] = {}
        for need in self.shown.values():
            pages.setdefault(self.place(need), []).append(need)
        for path, needs in pages.items():
            parts = self.text(path, needs) if path in self.of_text else self.register(needs)
            yield path, "\n".join(parts)

    def place(self, need: Need) -> str:
        """The page of an object: with the text that it stands in, or among those of its type."""
        if need.path in self.of_text:
            return need.path
        home = self.home(need)
        folder = PurePosixPath(home.path).parent if home else PurePosixPath("needs")
        return str(folder / f"{need.type}.md")

    def home(self, need: Need) -> Need | None:
        """The public plan of which an object is, or what it is about; None for what plans share."""
        if need.type in ("agency", "basis", "workday"):
            return None
        home = self.plan.plan_of(need)
        if home and home.id in self.shown:
            return home
        about = [
            target for link in ("amends", "closes", "proves") for target in self.plan.targets(need, link)
        ]
        about += self.plan.sources(need.id, "deliverables")
        homes = (self.home(one) for one in about if one.id in self.shown)
        return next(filter(None, homes), None)

    def register(self, needs: Iterable[Need]) -> Iterator[str]:
        """Objects of one type under its name, in the order of files and lines."""
        ordered = sorted(needs, key=lambda need: (need.path, need.line))
        yield f"# {self.plan.model.types[ordered[0].type].title}\n"
        yield from map(_written, ordered)

    def text(self, path: str, needs: Iterable[Need]) -> Iterator[str]:
        """Objects, frames and headings of a page of the text, in their order."""
        parts = [(need.line, _written(need)) for need in needs]
        lines = [line for line, _part in parts]
        parts += [(f.line, f":::{{frame}}\n{f.text}\n:::\n") for f in self.plan.frames if f.path == path]
        headings = [heading for heading in self.plan.headings if heading.path == path]
        for number, heading in enumerate(headings):
            end = next((h.line for h in headings[number + 1 :] if h.level <= heading.level), 10**9)
            if self.is_official(path, heading.line) and any(heading.line < line < end for line in lines):
                parts.append((heading.line, f"{'#' * heading.level} {heading.text}\n"))
        parts.sort()
        if not parts[0][1].startswith("# "):
            home = self.plan.plan_at(path)
            yield f"# {home['doc_type']} {home['number']}\n" if home else ""
        yield from (part for _line, part in parts)

    def is_official(self, path: str, line: int) -> bool:
        """Whether a heading is one of the official text; where that is not held, each on its pages is."""
        home = self.plan.plan_at(path)
        return home is None or home.id not in self.plan.texts or (path, line) in self.official

    @cached_property
    def official(self) -> frozenset[tuple[str, int]]:
        """Where the headings stand that the texts have."""
        homes = [need for need in self.shown.values() if need.id in self.plan.texts]
        claims = (claim for home in homes for claim in fidelity.compare(self.plan, home).claims)
        passages = (claim.passage for claim in claims)
        return frozenset((p.path, p.line) for p in passages if not p.need and not p.framed)


def _written(need: Need) -> str:
    options = {**need.options, **{key: ", ".join(ids) for key, ids in need.links.items()}}
    return need_text(need.type, need.title, {"id": need.id, **options}, need.body)
