"""What other offices publish, fetched with limits of size and time; nothing that comes is ever executed."""

import os
import ssl
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kehoach.files.places import printable
from kehoach.files.tree import GitError
from kehoach.language import _

#: At most so many bytes of a file, and of a repository's latest commit.
FILE, REPOSITORY = 64 * 2**20, 512 * 2**20
#: At most so many seconds for either, and for one answer on the way.
SECONDS, ANSWER = 180, 30
_PIECE = 2**16


def is_address(source: str) -> bool:
    """Whether a source is an address rather than a path: "https://…", "ssh://…", "git@host:…"."""
    return "://" in source or (":" in source and "@" in source.partition(":")[0])


def is_file(source: str) -> bool:
    """Whether an address is that of a JSON file; others are git repositories."""
    return source.partition("?")[0].endswith(".json")


def download(address: str) -> bytes:
    """The content of a file on the web.

    Raises:
        ValueError: the address is not of https, or leads to one that is not; it is too large or too slow.
        OSError: the other side cannot be reached, or refuses.
    """
    if not address.startswith("https://"):
        raise ValueError(_("{address} is no https address.").format(address=shown(address)))
    # Only what speaks https: a server cannot lead to files of this machine, or to where nothing is secret.
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(),
        urllib.request.HTTPSHandler(context=ssl.create_default_context()),
        urllib.request.HTTPRedirectHandler(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    until, found = time.monotonic() + SECONDS, b""
    try:
        with opener.open(address, timeout=ANSWER) as answer:
            while piece := answer.read1(_PIECE):
                found += piece
                if len(found) > FILE or time.monotonic() > until:
                    message = _("{address}: larger than {most} MB, or slower than {seconds} seconds.")
                    raise ValueError(message.format(address=shown(address), most=FILE >> 20, seconds=SECONDS))
    except urllib.error.URLError as error:
        message = _("{address} cannot be read: {why}.")
        message = message.format(address=shown(address), why=printable(str(error.reason)))
        raise ValueError(message) from error
    return found


@contextmanager
def cloned(address: str) -> Iterator[Path]:
    """A git repository with its latest commit and no files, to be read by revision, for as long as needed.

    Nothing is checked out, so neither hooks nor filters run; submodules stay where they are.

    Raises:
        GitError: it cannot be had, is too large or too slow.
    """
    with TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        repository = Path(folder, "repository")
        _clone(address, repository)
        yield repository


def _clone(address: str, target: Path) -> None:
    options = ("core.hooksPath=" + os.devnull, "core.fsmonitor=false", "core.symlinks=false")
    flags = ("--quiet", "--depth=1", "--no-tags", "--no-checkout", "--single-branch", "--template=")
    command = ["git", *(part for option in options for part in ("-c", option)), "clone", *flags]
    # Helpers of other protocols are programs that the address may choose.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_ALLOW_PROTOCOL": "https:ssh:file"}
    environment.setdefault("GIT_SSH_COMMAND", "ssh -oBatchMode=yes")
    try:
        cloning = subprocess.Popen(
            [*command, "--", address, str(target)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
        )
    except FileNotFoundError as error:
        raise GitError(_("Git is not installed, or not found.")) from error
    until = time.monotonic() + SECONDS
    while True:
        try:
            _out, said = cloning.communicate(timeout=0.2)
            break
        except subprocess.TimeoutExpired:
            if time.monotonic() > until or _size(target) > REPOSITORY:
                cloning.kill()
                cloning.communicate()
                message = _("{address}: larger than {most} MB, or slower than {seconds} seconds.")
                words = {"address": shown(address), "most": REPOSITORY >> 20, "seconds": SECONDS}
                raise GitError(message.format(**words)) from None
    if cloning.returncode:
        why = (said.decode(errors="replace").strip().splitlines() or [""])[-1].removeprefix("fatal: ")
        message = _("Git cannot read {root}: {why}")
        why = why.replace(address, shown(address))
        raise GitError(message.format(root=shown(address), why=printable(why)))


def _size(folder: Path) -> int:
    """How many bytes there are so far; what comes and goes meanwhile does not count."""
    found = 0
    for path in folder.rglob("*"):
        try:
            found += path.stat().st_size
        except OSError:
            continue
    return found


def shown(address: str) -> str:
    """An address as it may be shown and kept: without a password that stands in it."""
    scheme, slashes, rest = address.partition("://")
    host, slash, path = rest.partition("/")
    who, at, host = host.rpartition("@")
    return f"{scheme}{slashes}{who.partition(':')[0]}{at}{host}{slash}{path}" if slashes else address
