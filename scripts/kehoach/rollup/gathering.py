"""Plan data of many offices (``export json``) as Parquet, by province and year.
Of each file a line is read by DuckDB, in batches: one that is damaged is named and left out, and what was
gathered of it before stays. Tables are written whole, in a folder of their own, before ``collected.json``
names that; a gathering that was stopped goes on where it was, and who reads meanwhile reads the former.
"""

import errno
import glob
import shutil
import tempfile
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from kehoach.files import reading, refusals, writing
from kehoach.files.tree import sha256
from kehoach.language import _
from kehoach.language.text import slug
from kehoach.plan import UNSIGNED
from kehoach.plan.upper import FORMAT, VERSION
from kehoach.progress import State
from kehoach.rollup.condensing import condensed
from kehoach.rollup.offices import NOWHERE, level_of, province_of
from kehoach.rollup.tables import MARK, TABLES, connected, mark, parquet, sql, tables_of

#: A file of plan data may have so many bytes: one of 5,000 tasks has some 30 million.
MOST_BYTES = 64 << 20
#: So many files are taken at once, of which so many bytes are read in all.
_MOST_FILES, _MOST_LINES = 500, 64 << 20
_KNOWN = "SELECT source, file, sha256, given FROM plans"
#: What the ID of a plan begins with that nobody has signed: it counts nowhere.
_DRAFT = f"KH-{UNSIGNED}-"
#: Letters of the name of a folder, of which a province has fewer.
_LONGEST = 60
#: What reading one file of that size needs.
_MEMORY = "2GB"
_UNFINISHED, _LOCK = ".unfinished", ".lock"


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
            _gather({one.path.resolve(): one for one in reversed(found)}.values(), out, today, province, done)
    except duckdb.Error as error:  # its words hold the system's, but no number
        raise OSError(errno.EIO, str(error).splitlines()[0], str(out)) from error
    return done


def _gather(found: Collection[Found], out: Path, today: date, province: str, done: Gathered) -> None:
    unfinished, former = out / _UNFINISHED, tables_of(out)
    unfinished.mkdir(exist_ok=True)
    with closing(_opened(unfinished / "store.duckdb")) as store:
        _begin(store, former)
        known = {(s, f): (h, p) for s, f, h, p in store.execute(_KNOWN).fetchall()}
        changed = _changed(found, known, province, done)
        for batch in _batches(changed):
            _take(store, batch, today, province, done)
        _forget(store, found, known, done)
        _set_aside(store, "named", {"source": [f.source for f in found], "file": [f.name for f in found]})
        done.twice = store.execute(sql("twice")).fetchall()
        _delete(store, [(source, file) for source, file, _plan, _office in done.twice])
        (done.plans,) = _row(store, "SELECT count(*) FROM plans")
        (done.tasks,) = _row(store, "SELECT count(*) FROM tasks")
        tables = out / f"tables-{int(former.name.rpartition('-')[2]) + 1 if former else 1}"
        _write(store, tables)
    for older in out.glob("tables-*"):
        if older not in (tables, former):
            shutil.rmtree(older)
    mark(out, tables)
    shutil.rmtree(unfinished)


def files(source: str, path: Path) -> Iterator[Found]:
    """The files of plan data that a source has: itself, or in a folder what is called so, but no draft."""
    if path.is_dir():
        for one in sorted(path.rglob("du-lieu-*.json")):
            if not one.name.startswith(f"du-lieu-{_DRAFT}"):
                yield Found(source, one.relative_to(path).as_posix(), one)
    else:
        yield Found(source, "", path)


def _opened(path: Path) -> DuckDBPyConnection:
    """What a gathering that was stopped has left, or nothing yet."""
    try:
        store = connected(str(path), _MEMORY)
    except duckdb.Error:  # stopped while it was made
        path.unlink()
        store = connected(str(path), _MEMORY)
    # It is thrown away in the end, and what goes on after a stop reads its log. One thread costs less in all.
    store.execute("PRAGMA disable_checkpoint_on_shutdown; SET threads = 1")
    return store


def _begin(store: DuckDBPyConnection, former: Path | None) -> None:
    """The tables as the last gathering left them, unless one was stopped and has its own."""
    if _row(store, "SELECT count(*) FROM duckdb_tables()") != (0,):
        return
    store.begin()
    store.execute(sql("tables"))
    for name in TABLES:
        if former and any((former / name).rglob("*.parquet")):
            store.execute(f"INSERT INTO {name} BY NAME FROM {parquet(former, name)}")
    store.commit()


def _changed(
    found: Iterable[Found], known: Mapping[tuple[str, str], tuple[str, str]], province: str, done: Gathered
) -> Iterator[tuple[Found, bytes]]:
    """The files that are new or other than before, each as the line that is read of it."""
    for one in found:
        try:
            raw = reading.whole(one.path, MOST_BYTES)
        except OSError as error:
            done.refused.append((one.path, refusals.not_read(error)))
            continue
        except ValueError as error:
            done.refused.append((one.path, str(error)))
            continue
        digest = sha256(raw)
        if known.get((one.source, one.name)) == (digest, province):
            done.as_before += 1
            continue
        try:
            yield one, condensed(raw, one.path.as_posix(), one.source, one.name, digest)
        except ValueError:
            done.refused.append((one.path, _damaged()))


def _damaged() -> str:
    return _("it is damaged, or no JSON of plan data")


def _batches(changed: Iterable[tuple[Found, bytes]]) -> Iterator[list[tuple[Found, bytes]]]:
    """The same in heaps, of which each is taken whole or not at all."""
    batch, size = list[tuple[Found, bytes]](), 0
    for one in changed:
        if batch and (len(batch) >= _MOST_FILES or size + len(one[1]) > _MOST_LINES):
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += len(one[1])
    if batch:
        yield batch


def _take(
    store: DuckDBPyConnection, batch: list[tuple[Found, bytes]], today: date, province: str, done: Gathered
) -> None:
    """Put the rows of some files in the place of those that were read of them before."""
    try:
        _read(store, [line for _one, line in batch])
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        if len(batch) == 1:
            too_much = isinstance(error, duckdb.OutOfMemoryException)
            why = _("to read it takes more than {memory}").format(memory=_MEMORY) if too_much else _damaged()
            done.refused.append((batch[0][0].path, why))
            return
        for one in batch:  # which of them it is
            _take(store, [one], today, province, done)
        return
    asked = {"states": list(State), "format": FORMAT, "version": VERSION, "today": today, "draft": _DRAFT}
    faults = dict(store.execute(sql("faults"), asked).fetchall())
    done.refused += [(Path(path), _why(fault)) for path, fault in faults.items()]
    done.read += len(batch) - len(faults)
    store.begin()
    for name in ("raw", "held"):
        store.execute(f"DELETE FROM {name} WHERE list_contains($paths, filename)", {"paths": list(faults)})
    offices = [office for (office,) in store.execute("SELECT DISTINCT office FROM raw").fetchall()]
    named = {
        "office": offices,
        "level": [level_of(office).value for office in offices],
        "province": [province_of(office) or province or NOWHERE for office in offices],
    }
    named["place"] = [slug(name)[:_LONGEST] or NOWHERE for name in named["province"]]
    _set_aside(store, "offices", named)
    for name in TABLES:
        store.execute(f"DELETE FROM {name} WHERE (source, file) IN (SELECT source, file FROM raw)")
    for statement in store.extract_statements(sql("insert")):
        store.execute(statement, {"given": province} if "$given" in statement.query else None)
    store.commit()


def _read(store: DuckDBPyConnection, lines: list[bytes]) -> None:
    """The files of a batch as the table ``raw``, a row each.

    Raises:
        duckdb.Error: one of them is no JSON of this form.
    """
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "lines.json")
        path.write_bytes(b"".join(lines))
        # DuckDB sets aside as much as the longest line may need.
        most = max(1 << 20, *map(len, lines)) + 1
        read, held = store.extract_statements(sql("read"))
        store.execute(read, {"lines": glob.escape(path.as_posix()), "most": most})
        store.execute(held)


def _set_aside(store: DuckDBPyConnection, name: str, columns: Mapping[str, list[str]]) -> None:
    """A table of texts for this connection alone."""
    made = ", ".join(f"unnest(${column}::VARCHAR[]) AS {column}" for column in columns)
    store.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {made}", columns)


def _row(store: DuckDBPyConnection, asked: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = store.execute(asked).fetchall()[0]
    return found


def _why(fault: str) -> str:
    return {
        "format": _("it is no plan data of kehoach"),
        "draft": _("nobody has signed its plan"),
        "version": _("its plan data are of another version than {version}").format(version=VERSION),
        "plan": _("it does not name its plan, the issuer and the day of the figures"),
        "day": _("its figures are of no day, or of one to come"),
        "words": _("a name or title in it holds characters that cannot be seen"),
        "twice": _("it names an object twice"),
        "figures": _("an indicator in it has a figure of no day, or of one to come"),
        "course": _("its course holds what is no state from one day to another"),
        "unknown": _("its course names tasks or agencies that it does not hold"),
        "overlap": _("by its course something stands in two states on a day"),
    }[fault]


def _forget(
    store: DuckDBPyConnection,
    found: Iterable[Found],
    known: Iterable[tuple[str, str]],
    done: Gathered,
) -> None:
    """What the sources that were asked have no more."""
    there = {(one.source, one.name) for one in found}
    asked = {source for source, _name in there}
    gone = [one for one in known if one[0] in asked and one not in there]
    done.gone += gone
    _delete(store, gone)


def _delete(store: DuckDBPyConnection, files: Sequence[tuple[str, str]]) -> None:
    for name in TABLES if files else ():
        store.execute(
            f"DELETE FROM {name} WHERE (source, file) IN (SELECT unnest($sources), unnest($names))",
            {"sources": [source for source, _name in files], "names": [name for _source, name in files]},
        )


def _write(store: DuckDBPyConnection, folder: Path) -> None:
    """The tables as Parquet, in folders of places and years; what a gathering that was stopped left goes."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for name in TABLES:
        target = (folder / name).as_posix().replace("'", "''")
        form = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (place, year), WRITE_PARTITION_COLUMNS"
        store.execute(f"COPY (FROM {name} ORDER BY ALL) TO '{target}' ({form})")
