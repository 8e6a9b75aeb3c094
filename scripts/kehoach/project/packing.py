"""A folder for an office PC without make, administrator's rights or an index: wheels, files, a script.

The wheels are of the versions that are installed here, which are those that were tried.
"""

import json
import platform
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib import metadata, resources
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import jinja2
from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from kehoach.files.tree import sha256
from kehoach.language import _

#: Where the project's own files are in the folder.
PROJECT = "du-lieu"
_NAME = "kehoach"
#: What asks for other packages as the target does: by the first word of the platform's tag.
_SYSTEMS = {
    "win": {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
    "manylinux": {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    "macosx": {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
}
_TAG = re.compile(r"(?P<system>win|manylinux|macosx)(?:_?\d+)*_(?P<machine>amd64|arm64|x86_64|aarch64)")
_MACHINES = {"amd64": "AMD64"}
#: The glibc of PEP 600 (manylinux_2_28_x86_64): a wheel for an older one is good for a newer.
_GLIBC = re.compile(r"manylinux_2_(?P<minor>\d+)_(?P<machine>\w+)")
#: What Python for embedding is told of where modules are; packages are among them only when it says so.
_PATHS = "Lib\\site-packages\r\nimport site\r\n"


class PackError(ValueError):
    """Why there is no folder, in a sentence."""


@dataclass(frozen=True, slots=True)
class Target:
    """The machine that it is for: the tag of its wheels, as win_amd64, and its Python, as 3.11."""

    platform: str
    python: str

    @property
    def markers(self) -> dict[str, str]:
        """What requirements are chosen by (PEP 508).

        Raises:
            PackError: there is no such platform.
        """
        tag = _TAG.fullmatch(self.platform)
        if not tag:
            message = _('"{platform}" is no platform. Write win_amd64, manylinux_2_28_x86_64 or the like.')
            raise PackError(message.format(platform=self.platform))
        machine = _MACHINES.get(tag["machine"], tag["machine"])
        return _SYSTEMS[tag["system"]] | {"platform_machine": machine}

    @property
    def tags(self) -> list[str]:
        """The tags of wheels that it takes."""
        glibc = _GLIBC.fullmatch(self.platform)
        if not glibc:
            return [self.platform]
        older = [f"manylinux_2_{minor}_{glibc['machine']}" for minor in range(int(glibc["minor"]), 4, -1)]
        return [*older, *(f"manylinux{year}_{glibc['machine']}" for year in (2014, 2010))]


def python_here() -> str:
    """The Python whose versions are installed here, as 3.11."""
    return "{}.{}".format(*sys.version_info[:2])


def requirements(target: Target) -> list[str]:
    """All that is to be installed there besides kehoach itself, each with the version that is installed here.

    What only the other system needs is not installed here, and comes in the version that its dependant takes.
    What is asked for here, too, and left out, is left out there.

    Raises:
        PackError: there is no such platform.
    """
    here = {str(name): str(value) for name, value in default_environment().items()}
    there = here | target.markers
    left = [(_NAME, extra) for extra in ("", *extras())]
    seen, found = set(left), {"pip": "pip"}
    while left:
        name, extra = left.pop()
        for needed in map(Requirement, metadata.distribution(name).requires or ()):
            wanted, known = (
                not needed.marker or needed.marker.evaluate({**environment, "extra": extra})
                for environment in (there, here)
            )
            key = canonicalize_name(needed.name)
            if not wanted:
                continue
            try:
                found[key] = f"{key}=={metadata.version(key)}"
            except metadata.PackageNotFoundError:
                if not known:
                    found[key] = f"{key}{needed.specifier}"
                continue
            more = {(key, name) for name in ("", *needed.extras)} - seen
            seen |= more
            left += sorted(more)
    return sorted(found.values())


def extras() -> list[str]:
    """What is optional and installed here, in full."""
    own = metadata.distribution(_NAME)
    needed = [found for found in map(Requirement, own.requires or ()) if found.marker]
    return [
        extra
        for extra in own.metadata.get_all("Provides-Extra") or ()
        if all(_installed(r.name) for r in needed if r.marker and r.marker.evaluate({"extra": extra}))
    ]


def _installed(name: str) -> bool:
    try:
        return bool(metadata.version(name))
    except metadata.PackageNotFoundError:
        return False


def requirement() -> str:
    """What is asked of pip there: this version with what is optional and installed here."""
    wanted = f"[{','.join(extras())}]" if extras() else ""
    return f"{_NAME}{wanted}=={metadata.version(_NAME)}"


def origin() -> Path | None:
    """The wheel or the folder that this installation is from, where it is from one that is still there."""
    said = metadata.distribution(_NAME).read_text("direct_url.json")
    url = urlsplit(json.loads(said)["url"]) if said else None
    path = Path(url2pathname(url.path)) if url and url.scheme == "file" else None
    return path if path and path.exists() else None


def collect(target: Target, wheels: Path, more: Path) -> None:
    """Get all wheels for a machine; ``more`` is a folder in which some may be, besides the index.

    Raises:
        PackError: pip cannot, or has got something else than ``uv.lock`` names.
        OSError: a file cannot be written.
    """
    wheels.mkdir(parents=True)
    needed = requirements(target)
    own = origin()
    if own is None:
        needed.append(f"{_NAME}=={metadata.version(_NAME)}")
    elif own.is_file():
        shutil.copy(own, wheels)
    else:
        _pip("wheel", "--no-deps", "--wheel-dir", str(wheels), str(own))
    tags = [option for tag in target.tags for option in ("--platform", tag)]
    # To the last number: there are wheels for 3.11.5 and later only.
    python = ("--implementation", "cp", "--python-version", platform.python_version())
    fixed = ("--no-deps", "--only-binary=:all:", *python, *tags, "--dest", str(wheels))
    here = ("--find-links", str(more)) if more.is_dir() else ()
    _pip("download", *fixed, *here, *needed)


def _pip(*arguments: str) -> None:
    options = ("--quiet", "--disable-pip-version-check")
    if find_spec("pip"):
        command = [sys.executable, "-m", "pip"]
    elif uv := shutil.which("uv"):
        command = [uv, "tool", "run", "pip"]
    else:
        raise PackError(_("Wheels are got by pip or uv, and neither is here."))
    done = subprocess.run(
        [*command, *arguments, *options], capture_output=True, encoding="utf-8", errors="replace", check=False
    )
    if done.returncode:
        last = done.stderr.strip().splitlines()[-1:]
        said = [line for line in done.stderr.splitlines() if line.startswith("ERROR: ")] or last
        raise PackError(_("pip cannot get the wheels: {why}").format(why="".join(said[-1:])))


def others(wheels: Path, lock: Path) -> list[str]:
    """The wheels that a ``uv.lock`` names, but with another hash."""
    if not lock.is_file():
        return []
    locked = tomllib.loads(lock.read_text("utf-8"))["package"]
    named = [file for package in locked for file in package.get("wheels", ()) if "url" in file]
    hashes = {file["url"].rpartition("/")[2]: file["hash"] for file in named}
    found = {path.name: f"sha256:{sha256(path.read_bytes())}" for path in wheels.iterdir()}
    return sorted(name for name, digest in found.items() if hashes.get(name, digest) != digest)


def unpack_python(archive: Path, target: Target, folder: Path) -> None:
    """Unpack Python for embedding, as python.org has it for Windows, and let it find packages.

    Raises:
        PackError: it is none, or of another version.
        OSError: it cannot be read or unpacked.
    """
    paths = f"python{target.python.replace('.', '')}._pth"
    message = _("{file} is no Python {python} for embedding, such as python-{python}.9-embed-amd64.zip.")
    try:
        with zipfile.ZipFile(archive) as packed:
            if paths not in packed.namelist():
                raise PackError(message.format(file=archive, python=target.python))
            packed.extractall(folder)
    except zipfile.BadZipFile as error:
        raise PackError(message.format(file=archive, python=target.python)) from error
    with (folder / paths).open("a", encoding="ascii", newline="") as told:
        told.write(f"\r\n{_PATHS}")


def scripts(target: Target, wheels: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """What starts it, by name: on Windows in ASCII with its line ends, elsewhere for a shell."""
    pip = next(name for name in wheels if name.startswith("pip-"))
    given = {"python": target.python, "requirement": requirement(), "pip": pip, "folder": PROJECT}
    for name, ends in (("kehoach.cmd", "\r\n"), ("kehoach.sh", "\n")):
        file = resources.files("kehoach.project").joinpath("pack", f"{name}.jinja")
        text = jinja2.Template(file.read_text("utf-8"), keep_trailing_newline=True).render(given)
        yield name, text.replace("\n", ends).encode()


def copy(root: Path, names: Iterable[str], folder: Path) -> None:
    """Copy files of a project, by their paths from its root, that are there.

    Raises:
        OSError: one cannot be copied.
    """
    for name in names:
        if (root / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(root / name, folder / name)


def zipped(folder: Path) -> Path:
    """Put a folder into an archive beside it, wheels as they are: they are packed already.

    Raises:
        OSError: it cannot be written.
    """
    made = folder.with_name(f"{folder.name}.zip")
    with zipfile.ZipFile(made, "w") as archive:
        for path in sorted(folder.rglob("*")):
            kind = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            archive.write(path, path.relative_to(folder.parent), kind)
    return made
