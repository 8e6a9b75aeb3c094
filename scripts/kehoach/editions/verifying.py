"""Is this ours, and unchanged? A folder, a tag or the project itself, held against the editions there are."""

from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from kehoach.editions import making, manifest, register
from kehoach.editions.manifest import Manifest
from kehoach.editions.register import Register, edition_words
from kehoach.editions.saying import Said, fails, holds, note
from kehoach.editions.tags import Tag
from kehoach.files import places, reading, tree
from kehoach.language import _, i18n

#: Bytes: no document of a plan takes a tenth of it.
MOST = 256 * 2**20
#: What Windows and macOS put into a folder by themselves.
_OF_SYSTEMS = {"Thumbs.db", "desktop.ini"}
#: So many names are told.
_TOLD = 10


def folder(known: Register, path: Path) -> Iterator[Said]:
    """Whether a folder holds an edition, all of it and nothing else."""
    try:
        said = manifest.read(reading.whole(path / manifest.FILE, manifest.MOST))
    except ValueError as error:
        yield fails(f"{path / manifest.FILE}: {error}")
        return
    tag = next((tag for tag in known.tags if tag.name == said.tag), None)
    if tag is None:
        message = _("The repository has no tag {tag}: nobody vouches for this manifest.")
        yield fails(message.format(tag=said.tag))
        held = said
    else:
        try:
            held = tag.manifest()
        except ValueError as error:
            yield fails(str(error))
            held = said
    if held != said:
        message = _("The manifest is not that of the tag {tag}: it was edited, or is of another commit.")
        yield fails(message.format(tag=said.tag))
    yield from _documents(held, path)
    if tag:
        yield from register.signature_of(known.repository, tag)


def _documents(held: Manifest, path: Path) -> Iterator[Said]:
    there = {file.name for file in path.iterdir() if not file.name.startswith(".")}
    there -= _OF_SYSTEMS | {manifest.FILE}
    changed = [
        name for name, one in held.documents.items() if name in there and not _is(path / name, one.sha256)
    ]
    found = _differences(
        {
            _("Changed since the edition was made: {names}."): changed,
            _("Missing: {names}."): held.documents.keys() - there,
            _("Not of the edition: {names}."): there - held.documents.keys(),
        }
    )
    yield from found
    if not found:
        message = _("All {count} documents are unchanged: {edition}.")
        yield holds(message.format(count=len(held.documents), edition=edition_words(held)))


def _is(path: Path, wanted: str) -> bool:
    try:
        return tree.sha256(reading.whole(path, MOST)) == wanted
    except (OSError, ValueError):
        return False


def _differences(found: Mapping[str, Iterable[str]]) -> list[Said]:
    """A failure for each list of names that is not empty."""
    return [fails(message.format(names=_named(names))) for message, names in found.items() if names]


def _named(names: Iterable[str]) -> str:
    listed = sorted(map(places.printable, names))
    more = _("{count} more").format(count=len(listed) - _TOLD)
    return ", ".join([*listed[:_TOLD], *([more] if len(listed) > _TOLD else [])])


def find_tag(known: Register, name: str) -> list[Tag]:
    """The tags that are called so: in full, without ``edition/``, or by the name of the edition alone."""
    wanted = name.removeprefix("refs/tags/").removeprefix("edition/")
    return [tag for tag in known.tags if f"/{tag.name}".endswith(f"/{wanted}")]


def missing_tag(known: Register, name: str) -> Iterator[Said]:
    """What to say of a name that no tag has: an edition that was made under it has lost its tag."""
    for made in known.built():
        if f"/{made.tag}".endswith(f"/{name}"):
            message = _("The repository has no tag {tag}, though build/editions holds its manifest.")
            yield fails(message.format(tag=made.tag))


def tag(known: Register, found: Tag) -> Iterator[Said]:
    """Whether a tag is what it was made as: its manifest, its commit, the documents made anew from that."""
    try:
        held = found.manifest()
    except ValueError as error:
        yield fails(str(error))
        return
    revision = known.repository.revision(held.commit)
    there = making.sources(revision)
    wrong = {name for name in there.keys() | held.sources.keys() if there.get(name) != held.sources.get(name)}
    if wrong:
        message = _("The manifest of the tag {tag} is not of its commit. Others there: {names}.")
        yield fails(message.format(tag=found.name, names=_named(wrong)))
        return
    yield holds(_("The tag {tag} is {edition}.").format(tag=found.name, edition=edition_words(held)))
    yield from _made_anew(known, held)
    yield from register.signature_of(known.repository, found)


def _made_anew(known: Register, held: Manifest) -> Iterator[Said]:
    """Whether the commit still gives these documents: the version of the tool that made them can say."""
    if held.tool != version("kehoach"):
        message = _("The documents were made with kehoach {then}; this is {now}, so they are not made anew.")
        yield note(message.format(then=held.tool, now=version("kehoach")))
        return
    with i18n.speaking(held.language):
        source = making.read(known.repository, held.commit)
        plan = next((plan for plan in source.read.plans if plan.id == held.plan), None)
        if plan is None:
            yield fails(_("The commit has no plan {plan}.").format(plan=held.plan))
            return
        made = making.make(source, plan, held.name, held.as_of, held.period).manifest
    wrong = {
        name
        for name in made.documents.keys() | held.documents.keys()
        if made.documents.get(name) != held.documents.get(name)
    }
    if wrong:
        message = _("The commit gives other documents than the manifest names: {names}.")
        yield fails(message.format(names=_named(wrong)))
    else:
        message = _("All {count} documents, made anew from the commit, are the same to the byte.")
        yield holds(message.format(count=len(made.documents)))


def project(known: Register) -> Iterator[Said]:
    """Whether the working folder is as the nearest edition was made from."""
    root = known.repository.root
    there = making.sources_in(known.repository)

    def differing(held: Manifest) -> set[str]:
        return {
            name for name in there.keys() | held.sources.keys() if there.get(name) != held.sources.get(name)
        }

    if not known.editions:
        yield fails(_("{root} has no edition.").format(root=root))
        return
    found, held = min(known.editions, key=lambda pair: len(differing(pair[1])))
    wrong = differing(held)
    if wrong:
        message = _("{root} is not what {edition} was made from. Others there: {names}.")
        yield fails(message.format(root=root, edition=edition_words(held), names=_named(wrong)))
    else:
        yield holds(
            _("{root} is what {edition} was made from.").format(root=root, edition=edition_words(held))
        )
    yield from register.signature_of(known.repository, found)
