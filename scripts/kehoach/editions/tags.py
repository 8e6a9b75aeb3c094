"""Editions as annotated git tags: the message of each holds the whole manifest, so that any clone has it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from kehoach.editions import manifest
from kehoach.editions.manifest import Manifest
from kehoach.files.git import Repository
from kehoach.files.places import printable
from kehoach.files.tree import GitError, sha256
from kehoach.language import _

_HASH = "Manifest-SHA256: "
_SIGNATURE = re.compile(rb"^-----BEGIN (?:PGP|SSH|SIGNED)\b[A-Z ]*-----$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag under ``edition/``. ``called`` is the name that it gives itself, ``target`` what it is on.

    One without a message (``annotated``) is a name and nothing else.
    """

    name: str
    annotated: bool
    target: str
    called: str = ""
    signed: bool = False
    content: bytes = b""

    @property
    def sound(self) -> bool:
        """Whether it holds the manifest that it has to."""
        try:
            self.manifest()
        except ValueError:
            return False
        return True

    def manifest(self) -> Manifest:
        """The manifest that it holds, and that it is about.

        Raises:
            ValueError: it holds none, or that of another edition; in a sentence.
        """
        if not self.annotated:
            message = _("The tag {tag} is a plain name for a commit (lightweight): it holds no manifest.")
            raise ValueError(message.format(tag=self.name))
        head, _line, content = self.content.partition(b"\n\n")
        said = head.decode(errors="replace").rpartition(_HASH)[2]
        if said != sha256(content):
            message = _("The manifest in the tag {tag} is not the one whose hash it names: it was edited.")
            raise ValueError(message.format(tag=self.name))
        found = manifest.read(content)
        if {found.tag, self.called} != {self.name}:
            message = _("The tag {tag} holds the manifest of {other}.")
            other = found.tag if found.tag != self.name else self.called
            raise ValueError(message.format(tag=self.name, other=other))
        if found.commit != self.target:
            message = _("The tag {tag} is on commit {here}, its manifest is of {there}: it was moved.")
            said = message.format(tag=self.name, here=self.target[:12], there=found.commit[:12])
            raise ValueError(said)
        return found


def create(repository: Repository, made: Manifest) -> bool:
    """Put the tag of an edition on its commit; whether it is signed, which it is where git is set up for it.

    Raises:
        GitError: git does not make it.
    """
    signed = _signs(repository)
    text = f"{made.tag}\n\n{_HASH}{made.sha256}\n\n".encode() + made.as_bytes()
    how = "--sign" if signed else "--annotate"
    options = ("-c", "tag.gpgSign=false") if not signed else ()
    try:
        repository.git(
            *options, "tag", how, "--cleanup=verbatim", "-F", "-", made.tag, made.commit, told=text
        )
    except GitError as error:
        raise GitError(_("Git has not made the tag {tag}. {why}").format(tag=made.tag, why=error)) from error
    found = named(repository, made.tag)
    if signed and not (found and found.signed):  # git 2.39 leaves it unsigned where it finds no key for SSH
        repository.git("tag", "--delete", made.tag)
        message = _("Git has not signed the tag {tag}. Look at `git config user.signingkey`.")
        raise GitError(message.format(tag=made.tag))
    return signed


def _signs(repository: Repository) -> bool:
    """Whether git is set up to sign: with a key, and not told to leave tags unsigned."""
    told = setting(repository, "--type=bool", "tag.gpgSign")
    return told == "true" or (not told and bool(setting(repository, "user.signingKey")))


def setting(repository: Repository, *name: str) -> str:
    """A setting of git's; empty where it has none."""
    try:
        return repository.git("config", "--get", *name).decode().strip()
    except GitError:
        return ""


def named(repository: Repository, name: str) -> Tag | None:
    """The tag of that name; None where there is none."""
    return next((tag for tag in every(repository) if tag.name == name), None)


def twin(repository: Repository, name: str) -> Tag | None:
    """The tag whose name differs in capitals only, so that some systems take one for the other; else None."""
    folded = name.casefold()
    return next((t for t in every(repository) if t.name != name and t.name.casefold() == folded), None)


def every(repository: Repository) -> Iterator[Tag]:
    """Every tag under ``edition/``, the latest first.

    Raises:
        GitError: git does not list them.
    """
    form = "%(objecttype)%00%(objectname)%00%(refname)"
    listed = repository.git("for-each-ref", "--sort=-creatordate", f"--format={form}", "refs/tags/edition/")
    for line in listed.decode(errors="replace").splitlines():
        kind, object_id, name = line.split("\0")
        yield _tag(repository, kind, object_id, printable(name.removeprefix("refs/tags/")))


def _tag(repository: Repository, kind: str, object_id: str, name: str) -> Tag:
    if kind != "tag":
        return Tag(name, annotated=False, target=object_id)
    head, _line, text = repository.blob(object_id).partition(b"\n\n")
    said = dict(line.partition(" ")[::2] for line in head.decode(errors="replace").splitlines())
    signature = _SIGNATURE.search(text)
    _title, _line, content = (text[: signature.start()] if signature else text).partition(b"\n\n")
    called = printable(said.get("tag", ""))
    return Tag(name, True, said.get("object", ""), called, bool(signature), content)
