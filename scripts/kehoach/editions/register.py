"""The editions that a repository knows: those of its tags, and what lies in ``build/editions``."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from kehoach.editions import manifest, tags
from kehoach.editions.manifest import Manifest
from kehoach.editions.saying import Said, fails, holds, note, unknown
from kehoach.editions.tags import Tag
from kehoach.files import reading
from kehoach.files.git import Repository
from kehoach.files.places import printable
from kehoach.language import _
from kehoach.reports import words

#: The programs that a clone may name otherwise; and a key that is only there is not yet trusted.
_USUAL = tuple(
    part
    for setting in (
        *(
            "gpg.program=gpg",
            "gpg.openpgp.program=gpg",
            "gpg.ssh.program=ssh-keygen",
            "gpg.x509.program=gpgsm",
        ),
        "gpg.minTrustLevel=marginal",
    )
    for part in ("-c", setting)
)
#: Who signed, as ssh-keygen and GnuPG tell it.
_SIGNER = re.compile(r'^Good "git" signature for (.+) with |^\[GNUPG:\] GOODSIG \S+ (.+)$', re.MULTILINE)


@dataclass(frozen=True)
class Register:
    """All editions of a repository, the latest first."""

    repository: Repository

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """All tags of editions, sound or not."""
        return tuple(tags.every(self.repository))

    @cached_property
    def editions(self) -> tuple[tuple[Tag, Manifest], ...]:
        """The tags that hold what a tag of an edition has to hold."""
        return tuple((tag, held) for tag, held in self._judged if isinstance(held, Manifest))

    @cached_property
    def unsound(self) -> tuple[Said, ...]:
        """What is wrong with the other tags."""
        return tuple(fails(held) for _tag, held in self._judged if isinstance(held, str))

    @cached_property
    def _judged(self) -> tuple[tuple[Tag, Manifest | str], ...]:
        return tuple((tag, _held(tag)) for tag in self.tags)

    def built(self) -> Iterator[Manifest]:
        """The manifests in ``build/editions``, which nobody vouches for."""
        for path in sorted((self.repository.root / "build" / "editions").glob(f"*/*/{manifest.FILE}")):
            try:
                yield manifest.read(reading.whole(path, manifest.MOST))
            except (OSError, ValueError):  # what it is not, is said where it is asked about
                continue


def _held(tag: Tag) -> Manifest | str:
    try:
        return tag.manifest()
    except ValueError as error:
        return str(error)


def edition_words(held: Manifest) -> str:
    """An edition, its commit and its day."""
    message = _("edition {name} of {plan} (commit {commit}, figures as of the end of {day})")
    day = words.day(held.as_of)
    return message.format(name=held.name, plan=held.plan, commit=held.commit[:12], day=day)


def signature_of(repository: Repository, tag: Tag) -> Iterator[Said]:
    """Who signed a tag. Git asks the usual programs, whatever the clone names."""
    if not tag.signed:
        yield note(
            _("The tag {tag} is not signed: whoever may write to the repository could have made it.").format(
                tag=tag.name
            )
        )
        return
    done = subprocess.run(
        repository.command(*_USUAL, "verify-tag", "--raw", tag.name),
        capture_output=True,
        check=False,
        env=repository.environment,
    )
    named = _SIGNER.search(done.stderr.decode(errors="replace"))
    if done.returncode == 0 and named:
        message = _("The signature of the tag {tag} is good, by a key that this machine trusts ({signer}).")
        yield holds(message.format(tag=tag.name, signer=printable(named[1] or named[2])))
    elif _is_ssh(repository, tag) and not tags.setting(repository, "gpg.ssh.allowedSignersFile"):
        message = _(
            "The tag {tag} is signed by SSH. Whose key it is, git knows by `gpg.ssh.allowedSignersFile`."
        )
        yield unknown(message.format(tag=tag.name))
    else:
        message = _(
            "The signature of the tag {tag} is not good, or by a key that this machine does not trust."
        )
        yield fails(message.format(tag=tag.name))


def _is_ssh(repository: Repository, tag: Tag) -> bool:
    return b"BEGIN SSH SIGNATURE" in repository.git("cat-file", "tag", f"refs/tags/{tag.name}")
