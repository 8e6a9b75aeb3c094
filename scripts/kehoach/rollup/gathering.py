"""Plan data of many offices (``export json``) as Parquet, by province and year.

Each file that is new or changed is condensed to a line; one that is damaged is named and left out, and what
was gathered of it before stays. The lines are put down in heaps, so that a gathering that was stopped goes on
where it was; from them tables are written in a folder of their own, before ``collected.json`` names that:
who reads meanwhile reads the former.
"""

import errno
import shutil
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from kehoach.files import reading, refusals, writing
from kehoach.files.tree import sha256
from kehoach.language import _
from kehoach.rollup import partitions
from kehoach.rollup.condensing import Head, condensed, head_of
from kehoach.rollup.foreign import DRAFT, damaged
from kehoach.rollup.partitions import Fresh, Key, UnreadableError
from kehoach.rollup.tables import MARK, mark, sql, tables_of

#: A file of plan data may have so many bytes: one of 5,000 tasks has some 30 million.
MOST_BYTES = 64 << 20
#: So many files are put down at once, of which the lines have so many bytes in all.
_MOST_FILES, _MOST_LINES = 500, 16 << 20
Line = tuple[Head, bytes]
_UNFINISHED, _LOCK = ".unfinished", ".lock"
#: Lines of one form: those that another edition of the program has left are not read.
_LINES = f".{sha256((sql('read') + sql('rows')).encode())[:8]}.lines"


@dataclass(frozen=True, slots=True)
class Found:
    """A file of plan data: the source that has it, its name in there (none if it is all), and where it is."""

    source: str
    name: str
    path: Path


@dataclass(slots=True)
class Gathered:
    """What came of a gathering: files that were read, are as before, are gone, and were refused and why.

    ``gone`` are sources and files; ``twice`` plans that a better file has too, each as source, file, plan
    and office; ``plans`` and ``tasks`` count what the folder has now.
    """

    read: int = 0
    as_before: int = 0
    gone: list[tuple[str, str]] = field(default_factory=list)
    refused: list[tuple[Path, str]] = field(default_factory=list)
    twice: list[tuple[str, str, str, str]] = field(default_factory=list)
    plans: int = 0
    tasks: int = 0


def gather(found: Sequence[Found], out: Path, today: date, province: str = "") -> Gathered:
    """Bring a folder in step with what its sources hold; what it has of other sources stays.

    ``province`` is that of offices whose names do not tell it; nobody has figures of a day after ``today``.

    Raises:
        OSError: the folder cannot be read or written.
        ValueError: the folder holds something else.
    """
    done = Gathered()
    out.mkdir(parents=True, exist_ok=True)
    if not (out / MARK).exists() and {path.name for path in out.iterdir()} - {_UNFINISHED, _LOCK}:
        message = _('"{folder}" holds something else. Name an empty folder, or one of an earlier `collect`.')
        raise ValueError(message.format(folder=out))
    (out / _LOCK).touch()
    try:
        with writing.alone(out / _LOCK):
            _gather(_once(found), out, today, province, done)
    except duckdb.Error as error:  # its words hold the system's, but no number
        raise OSError(errno.EIO, str(error).splitlines()[0], str(out)) from error
    return done


def _gather(found: Collection[Found], out: Path, today: date, province: str, done: Gathered) -> None:
    unfinished, former = out / _UNFINISHED, tables_of(out)
    unfinished.mkdir(exist_ok=True)
    had, fresh = partitions.heads(former), _put_down(unfinished)
    known = {**had, **{key: one.head for key, one in fresh.items()}}
    for batch in _batches(_changed(found, known, province, today, done)):
        fresh |= _take(unfinished, batch)
        done.read += len(batch)
    tables = _written(found, out, had, fresh, done)
    sizes = partitions.sizes(tables)
    done.plans, done.tasks = sizes["plans"], sizes["tasks"]
    mark(out, tables)
    for older in out.glob("tables-*"):
        if older not in (tables, former):
            shutil.rmtree(older)
    shutil.rmtree(unfinished)


def _once(found: Sequence[Found]) -> list[Found]:
    """Each file once, wherever links lead to it, by the first that names it."""
    folders = dict[Path, Path]()
    places = dict[Path, Found]()
    for one in reversed(found):
        if one.path.is_symlink():
            place = one.path.resolve()
        else:
            folder = one.path.parent
            if folder not in folders:
                folders[folder] = folder.resolve()
            place = folders[folder] / one.path.name
        places[place] = one
    return [*places.values()][::-1]


def files(source: str, path: Path) -> Iterator[Found]:
    """The files of plan data that a source has: itself, or in a folder what is called so, but no draft."""
    if path.is_dir():
        for one in sorted(path.rglob("du-lieu-*.json")):
            if not one.name.startswith(f"du-lieu-{DRAFT}"):
                yield Found(source, one.relative_to(path).as_posix(), one)
    else:
        yield Found(source, "", path)


def _put_down(unfinished: Path) -> dict[Key, Fresh]:
    """What a gathering that was stopped has read."""
    found = dict[Key, Fresh]()
    for path in sorted(unfinished.glob(f"*{_LINES}")):
        try:
            with path.open("rb") as lines:
                found |= _placed(path, [(head_of(line), len(line)) for line in lines])
        except ValueError:  # the machine stopped before all of it was on the disk
            path.unlink()
    return found


def _take(unfinished: Path, batch: Sequence[Line]) -> dict[Key, Fresh]:
    """Put some lines down, all of them or none."""
    path = unfinished / f"{len([*unfinished.glob(f'*{_LINES}')]):06}{_LINES}"
    writing.write_whole(path, b"".join(line for _head, line in batch))
    return _placed(path, [(head, len(line)) for head, line in batch])


def _placed(path: Path, lines: Iterable[tuple[Head, int]]) -> dict[Key, Fresh]:
    found, start = dict[Key, Fresh](), 0
    for head, length in lines:
        found[_key(head)] = Fresh(head, path, start, length)
        start += length
    return found


def _changed(
    found: Iterable[Found], known: Mapping[Key, Head], province: str, today: date, done: Gathered
) -> Iterator[Line]:
    """The files that are new or other than before, each as a line."""
    for one in found:
        try:
            raw = reading.whole(one.path, MOST_BYTES)
            before = known.get((one.source, one.name))
            if before and (before.sha256, before.given) == (sha256(raw), province):
                done.as_before += 1
            else:
                yield condensed(raw, one.source, one.name, province, today)
        except OSError as error:
            done.refused.append((one.path, refusals.not_read(error)))
        except ValueError as error:
            done.refused.append((one.path, str(error)))


def _batches(changed: Iterable[Line]) -> Iterator[list[Line]]:
    """The same in heaps, of which each is put down whole or not at all."""
    batch, size = list[Line](), 0
    for head, line in changed:
        if batch and (len(batch) >= _MOST_FILES or size + len(line) > _MOST_LINES):
            yield batch
            batch, size = [], 0
        batch.append((head, line))
        size += len(line)
    if batch:
        yield batch


def _written(
    found: Collection[Found], out: Path, had: Mapping[Key, Head], fresh: dict[Key, Fresh], done: Gathered
) -> Path:
    """The tables of what there is now: new ones, or the former where nothing is different."""
    former = tables_of(out)
    now = _now(found, had, fresh, former, done)
    if former and now.keys() == had.keys() and not any(now.values()):
        return former
    tables = out / f"tables-{int(former.name.rpartition('-')[2]) + 1 if former else 1}"
    try:
        partitions.write(tables, former, had, now, out / _UNFINISHED)
    except UnreadableError as error:
        paths = {(one.source, one.name): one.path for one in found}
        for key in error.keys:
            del fresh[key]
            done.read -= 1
            done.refused.append((paths.get(key, Path(*key)), damaged()))
        return _written(found, out, had, fresh, done)
    return tables


def _now(
    found: Iterable[Found],
    had: Mapping[Key, Head],
    fresh: Mapping[Key, Fresh],
    former: Path | None,
    done: Gathered,
) -> dict[Key, Fresh | None]:
    """The files that count, each as it was read or (None) as the former tables have it."""
    heads = {**had, **{key: one.head for key, one in fresh.items()}}
    there = {(one.source, one.name) for one in found}
    asked = {source for source, _name in there}
    done.gone = [key for key in heads if key[0] in asked and key not in there]
    for key in done.gone:
        del heads[key]
    several = _several(heads.values())
    if former and several:
        old = {_key(head): head for plans in several for head in plans if _key(head) not in fresh}
        several = _several({**heads, **partitions.counted(former, old)}.values())
    done.twice = sorted(
        (head.source, head.file, head.plan, head.office)
        for plans in several
        for head in sorted(plans, key=lambda head: _rank(head, _key(head) in there))[1:]
    )
    return {key: fresh.get(key) for key in heads.keys() - {(s, f) for s, f, _plan, _office in done.twice}}


def _key(head: Head) -> Key:
    return head.source, head.file


def _several(heads: Iterable[Head]) -> list[list[Head]]:
    """The plans that several files have."""
    found = defaultdict[tuple[str, str, str], list[Head]](list)
    for head in heads:
        found[head.province, head.office, head.plan].append(head)
    return [plans for plans in found.values() if len(plans) > 1]


def _rank(head: Head, asked: bool) -> tuple[int, bool, bool, int, str, str]:
    """Of a plan that several files have the first counts: the newest.

    Of equal days what an office publishes for everybody stands back; then what is not asked for any more (a
    folder that was renamed); then what tells less.
    """
    return -head.as_of.toordinal(), head.public > 0, not asked, -head.told, head.source, head.file
