"""Makes an edition: everything that it consists of comes from the commit, and nothing from the folder."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path

from kehoach import documents, export, rules
from kehoach.editions import manifest
from kehoach.editions.manifest import Document, Manifest
from kehoach.export import fonts
from kehoach.files import places, tree, writing
from kehoach.files.git import Repository, Revision
from kehoach.language import i18n
from kehoach.plan import Need, Plan, model, reader
from kehoach.progress import Progress, asof, interval
from kehoach.progress.periods import period_asked, period_name
from kehoach.rules.findings import Finding

#: Besides ``needs/``: what the documents depend on, and the versions that everything is made with.
_BESIDE = (model.FILE, "uv.lock")
_PLAIN = ("100644", "100755")


class FaultyPlanError(ValueError):
    """There is no edition of a plan with findings; these are the findings."""

    def __init__(self, findings: list[Finding]) -> None:
        super().__init__("\n".join(map(str, findings)))


@dataclass(frozen=True, slots=True)
class Source:
    """A revision and the project that is read from it."""

    revision: Revision
    read: Plan


@dataclass(frozen=True, slots=True)
class Edition:
    """An edition that was made: its manifest, the bytes of its documents by name, what to know of them."""

    manifest: Manifest
    contents: Mapping[str, bytes]
    notes: tuple[str, ...] = ()


def folder_of(root: Path, made: Manifest) -> Path:
    """Where the documents of an edition are put."""
    return root / "build" / "editions" / made.name / made.plan


def uncommitted(repository: Repository) -> list[str]:
    """The sources that the folder does not hold as the latest commit does, or that no commit holds.

    Raises:
        GitError: git does not say.
    """
    latest, here = sources(repository.revision("HEAD")), sources_in(repository)
    return sorted(name for name in here.keys() | latest.keys() if here.get(name) != latest.get(name))


def sources_in(repository: Repository) -> dict[str, str]:
    """The same files in the folder, with their SHA-256.

    Ends of lines do not count: a clone may have changed them. Git compares nothing, for which it may run
    programs that the clone names.

    Raises:
        GitError: git does not say.
    """
    latest = repository.revision("HEAD")
    told = repository.git("ls-files", "-z", "--others", "--exclude-standard", "--", places.FOLDER, *_BESIDE)
    new = [os.fsdecode(path) for path in told.split(b"\0") if path]
    found = sources(latest)
    elsewhere = latest.elsewhere(found)
    for name in [*found, *new]:
        if name in new or not _same(repository.root, latest, name, elsewhere):
            found[name] = _hash(repository.root / name)
    return {name: said for name, said in found.items() if said}


def _hash(path: Path) -> str:
    try:
        return tree.sha256(path.read_bytes())
    except OSError:
        return ""


def _same(root: Path, latest: Revision, name: str, elsewhere: frozenset[str]) -> bool:
    try:
        here, there = (root / name).read_bytes(), latest.read(name)
    except OSError:
        return False
    if name in elsewhere and tree.sha256(here) == tree.pointed_to(there):
        return True
    return here == there or here.replace(b"\r\n", b"\n") == there.replace(b"\r\n", b"\n")


def _names(revision: Revision) -> list[str]:
    found = (name for name in revision.entries if name in _BESIDE or name.startswith(f"{places.FOLDER}/"))
    return sorted(name for name in found if revision.entries[name].mode in _PLAIN)


def sources(revision: Revision) -> dict[str, str]:
    """The files that an edition is made from, with their SHA-256; of a file in Git LFS that of the file."""
    names = _names(revision)
    elsewhere = revision.elsewhere(names)
    found: dict[str, str] = {}
    for name in names:
        content = revision.read(name)
        pointed = tree.pointed_to(content) if name in elsewhere else None
        found[name] = pointed or tree.sha256(content)
    return found


def read(repository: Repository, commit: str) -> Source:
    """The project as a commit holds it: what was published before a rule came may have findings since.

    Raises:
        OSError, ValueError: it cannot be read.
    """
    revision = repository.revision(commit)
    return Source(revision, reader.read_project(revision, {}))


def read_clean(repository: Repository, commit: str) -> Source:
    """The same, of which an edition may be made.

    Raises:
        FaultyPlanError: it has findings.
        OSError, ValueError: it cannot be read.
    """
    source = read(repository, commit)
    if found := rules.check(source.read):
        raise FaultyPlanError(found)
    return source


def day_of(source: Source, chosen: str | None) -> date:
    """The day that is chosen, else that of the commit, by the office's clock.

    Raises:
        ValueError: it is no day.
    """
    seconds = int(source.revision.repository.git("log", "-1", "--format=%ct", source.revision.commit))
    return asof.resolve(chosen, datetime.fromtimestamp(seconds, UTC), {}, asof.office(source.read.model))


def exports(
    source: Source, plan: Need, as_of: date, formats: Iterable[str], period: str = ""
) -> list[export.Export]:
    """The documents of a plan, whatever the machine, its clock and its settings; none of them is made yet.

    With a ``period`` the report on it is among them.

    Raises:
        ValueError: there is no report on such a period.
    """
    formats = tuple(formats)
    font = fonts.font_of(source.revision.repository.root)
    progress, since = Progress(source.read, as_of), asof.since(None, as_of, {})
    order = export.Order(progress, plan, since, font, commit=source.revision.commit)
    made = export.exports(order, formats)
    if period:
        document = documents.period_report(progress, interval.reported(progress, plan, period))
        made += [one for one in export.of_document(document, font) if one.name.endswith(tuple(formats))]
    return made


def make(source: Source, plan: Need, name: str, as_of: date, period: str = "") -> Edition:
    """Make all documents of a plan, with the report on a period where one is named.

    Raises:
        OSError, ValueError: one of them cannot be made.
    """
    wanted = exports(source, plan, as_of, export.FORMATS, period)
    contents = {made.name: made.make() for made in wanted}
    return Edition(
        Manifest(
            name=manifest.name_of(name),
            plan=plan.id,
            commit=source.revision.commit,
            as_of=as_of,
            tool=version("kehoach"),
            language=i18n.language(),
            sources=sources(source.revision),
            documents={key: Document(tree.sha256(made), len(made)) for key, made in contents.items()},
            period=period_name(period_asked(period, plan.year or as_of.year)) if period else "",
        ),
        contents,
        tuple(f"{made.name}: {note}" for made in wanted if (note := made.note())),
    )


def write(root: Path, made: Edition) -> Path:
    """Put an edition into its folder, the manifest last, and take away what is not of it; the folder.

    Raises:
        OSError: it cannot be written.
    """
    folder = folder_of(root, made.manifest)
    for path in folder.glob("*") if folder.is_dir() else ():
        if path.is_file() and path.name not in made.contents:
            path.unlink()
    for name, content in made.contents.items():
        writing.write_whole(folder / name, content)
    writing.write_whole(folder / manifest.FILE, made.manifest.as_bytes())
    return folder
