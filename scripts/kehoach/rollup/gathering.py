"""Plan data of many offices (``export json``) as Parquet, by province and year.

``plans`` and ``tasks``; ``steps``, from which day to which a task stood where; ``parts``, the same of each
agency's part.

DuckDB reads the files themselves, in batches: a file that is damaged is named and left out, and what was
gathered of it before stays. All is written beside its place before anything is replaced, and a gathering
that was stopped goes on where it was.
"""

import errno
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.files import refusals, writing
from kehoach.files.tree import sha256
from kehoach.language import _
from kehoach.progress import State
from kehoach.rollup.offices import level_of, province_of

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: The tables of a folder, each a folder of its own.
TABLES = ("plans", "tasks", "steps", "parts")
#: The version of plan data that can be gathered: ``export.data.VERSION``.
VERSION = 2
#: A file of plan data may have so many bytes: one of 5,000 tasks has some 30 million.
MOST_BYTES = 64_000_000
_BATCH = 200
#: What reading one file of that size needs.
_MEMORY = "2GB"
_UNFINISHED, _LOCK = ".unfinished", ".lock"
#: The province of an office that nobody has said one of.
NOWHERE = "-"
_SQL = Path(__file__).parent / "sql"


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


def gather(found: Sequence[Found], out: Path, province: str = "") -> Gathered:
    """Bring a folder in step with what its sources hold; what it has of other sources stays.

    ``province`` is that of offices whose names do not tell it.

    Raises:
        OSError: the folder cannot be read or written.
    """
    done = Gathered()
    out.mkdir(parents=True, exist_ok=True)
    (out / _LOCK).touch()
    import duckdb

    try:
        with writing.alone(out / _LOCK):
            _gather(found, out, province, done)
    except duckdb.IOException as error:  # its words hold the system's, but no number
        raise OSError(errno.EIO, str(error), str(out)) from error
    return done


def _gather(found: Sequence[Found], out: Path, province: str, done: Gathered) -> None:
    unfinished = out / _UNFINISHED
    unfinished.mkdir(exist_ok=True)
    with closing(_opened(unfinished / "store.duckdb")) as store:
        _begin(store, out)
        known = {(s, f): h for s, f, h in store.execute("SELECT source, file, sha256 FROM plans").fetchall()}
        changed = _changed(found, known, done)
        while batch := list(islice(changed, _BATCH)):
            _take(store, batch, province, done)
        _forget(store, found, known, done)
        done.twice = store.execute(_sql("twice")).fetchall()
        _delete(store, [(source, file) for source, file, _plan, _office in done.twice])
        (done.plans,) = _row(store, "SELECT count(*) FROM plans")
        (done.tasks,) = _row(store, "SELECT count(*) FROM tasks")
        _write(store, unfinished)
    for name in TABLES:
        _replace(out / name, unfinished / name)
    shutil.rmtree(unfinished)


def files(source: str, path: Path) -> Iterator[Found]:
    """The files of plan data that a source has: itself, or in a folder all that are called as exports are."""
    if path.is_dir():
        for one in sorted(path.rglob("du-lieu-*.json")):
            yield Found(source, one.relative_to(path).as_posix(), one)
    else:
        yield Found(source, "", path)


def connected(path: str = ":memory:", memory: str = "350MB") -> "DuckDBPyConnection":
    """A database in a file or in memory that fetches nothing from anywhere."""
    import duckdb

    config: dict[str, Any] = {
        "threads": 2,
        "memory_limit": memory,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(path, config=config)


def parquet(folder: Path, name: str) -> str:
    """One of the tables of a gathering, as what SQL reads from."""
    pattern = _literal((folder / name).as_posix()).replace("'", "''")
    return f"read_parquet('{pattern}/**/*.parquet', hive_partitioning = false)"


def _opened(path: Path) -> "DuckDBPyConnection":
    """What a gathering that was stopped has left, or nothing yet."""
    import duckdb

    try:
        return connected(str(path), _MEMORY)
    except duckdb.Error:  # stopped while it was made
        path.unlink()
        return connected(str(path), _MEMORY)


def _begin(store: "DuckDBPyConnection", out: Path) -> None:
    """The tables as the last gathering left them, unless one was stopped and has its own."""
    if _row(store, "SELECT count(*) FROM duckdb_tables()") != (0,):
        return
    store.begin()
    store.execute(_sql("tables"))
    for name in TABLES:
        if any((out / name).rglob("*.parquet")):
            store.execute(f"INSERT INTO {name} BY NAME FROM {parquet(out, name)}")
    store.commit()


def _changed(
    found: Iterable[Found], known: Mapping[tuple[str, str], str], done: Gathered
) -> Iterator[tuple[Found, str]]:
    """The files that are new or other than before, each with its hash."""
    for one in found:
        try:
            if one.path.stat().st_size > MOST_BYTES:
                message = _("it is larger than {most} MB").format(most=MOST_BYTES // 1_000_000)
                done.refused.append((one.path, message))
                continue
            digest = sha256(one.path.read_bytes())
        except OSError as error:
            done.refused.append((one.path, refusals.not_read(error)))
            continue
        if known.get((one.source, one.name)) == digest:
            done.as_before += 1
        else:
            yield one, digest


def _take(store: "DuckDBPyConnection", batch: list[tuple[Found, str]], province: str, done: Gathered) -> None:
    """Put the rows of some files in the place of those that were read of them before."""
    import duckdb

    try:
        _read(store, batch)
    except duckdb.IOException:
        raise
    except duckdb.Error as error:
        if len(batch) == 1:
            too_much = isinstance(error, duckdb.OutOfMemoryException)
            damaged = _("it is damaged, or no JSON of plan data")
            why = _("to read it takes more than {memory}").format(memory=_MEMORY) if too_much else damaged
            done.refused.append((batch[0][0].path, why))
            return
        for one in batch:  # which of them it is
            _take(store, [one], province, done)
        return
    faults = dict(store.execute(_sql("faults"), {"states": list(State), "version": VERSION}).fetchall())
    done.refused += [(Path(path), _why(fault)) for path, fault in faults.items()]
    done.read += len(batch) - len(faults)
    store.begin()
    store.execute("DELETE FROM raw WHERE list_contains($paths, filename)", {"paths": list(faults)})
    offices = [office for (office,) in store.execute("SELECT DISTINCT office FROM raw").fetchall()]
    named = {
        "office": offices,
        "level": [level_of(office).value for office in offices],
        "province": [province_of(office) or province or NOWHERE for office in offices],
    }
    _set_aside(store, "offices", named)
    for name in TABLES:
        store.execute(f"DELETE FROM {name} WHERE (source, file) IN (SELECT source, file FROM raw)")
    for statement in store.extract_statements(_sql("insert")):
        store.execute(statement)
    store.commit()


def _read(store: "DuckDBPyConnection", batch: list[tuple[Found, str]]) -> None:
    """The files of a batch as the table ``raw``, a row each.

    Raises:
        duckdb.Error: one of them is no JSON of this form.
    """
    paths = [one.path.as_posix() for one, _digest in batch]
    named = {
        "filename": paths,
        "source": [one.source for one, _digest in batch],
        "file": [one.name for one, _digest in batch],
        "sha256": [digest for _one, digest in batch],
    }
    _set_aside(store, "batch", named)
    # DuckDB sets aside as much as the largest file may need.
    most = max(one.path.stat().st_size for one, _digest in batch) + 1
    store.execute(_sql("read"), {"files": [_literal(path) for path in paths], "most": most})


def _set_aside(store: "DuckDBPyConnection", name: str, columns: Mapping[str, list[str]]) -> None:
    """A table of texts for this connection alone."""
    made = ", ".join(f"unnest(${column}::VARCHAR[]) AS {column}" for column in columns)
    store.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {made}", columns)


def _literal(path: str) -> str:
    """A path as a pattern that fits it alone."""
    return "".join(f"[{character}]" if character in "*?[" else character for character in path)


def _sql(name: str) -> str:
    return (_SQL / f"{name}.sql").read_text("utf-8")


def _row(store: "DuckDBPyConnection", asked: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = store.execute(asked).fetchall()[0]
    return found


def _why(fault: str) -> str:
    return {
        "format": _("it is no plan data of kehoach"),
        "version": _("its plan data are of another version than {version}").format(version=VERSION),
        "plan": _("it does not name its plan, the issuer and the day of the figures"),
        "course": _("its course holds what is no state from one day to another"),
    }[fault]


def _forget(
    store: "DuckDBPyConnection",
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


def _delete(store: "DuckDBPyConnection", files: Sequence[tuple[str, str]]) -> None:
    for name in TABLES if files else ():
        store.execute(
            f"DELETE FROM {name} WHERE (source, file) IN (SELECT unnest($sources), unnest($names))",
            {"sources": [source for source, _name in files], "names": [name for _source, name in files]},
        )


def _write(store: "DuckDBPyConnection", folder: Path) -> None:
    """The tables as Parquet."""
    for name in TABLES:
        shutil.rmtree(folder / name, ignore_errors=True)
        target = (folder / name).as_posix().replace("'", "''")
        form = "FORMAT parquet, COMPRESSION zstd, PARTITION_BY (province, year), WRITE_PARTITION_COLUMNS"
        store.execute(f"COPY (FROM {name} ORDER BY ALL) TO '{target}' ({form})")


def _replace(old: Path, new: Path) -> None:
    if old.exists():
        shutil.rmtree(old)
    if new.exists():
        new.rename(old)
