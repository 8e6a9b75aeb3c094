"""The tables of a gathering as Parquet, by province and year: those of a place are written anew, or copied.

Rows stand in the order of sources, files, and what these tell: whichever way a gathering came to what it
holds, the bytes are the same.
"""

import glob
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import duckdb
import msgspec
from duckdb import DuckDBPyConnection

from kehoach.rollup.condensing import Head
from kehoach.rollup.tables import TABLES, connected, parquet, sql

#: Plans of a place and year in a file.
_PLANS = 200
#: What the names of sources and files are for: a row of any table is of one.
Key = tuple[str, str]
_COLUMNS = [name for name in Head.__struct_fields__ if name not in {"told", "public"}]
#: The rows that lines have for each of the tables.
_ROWS = sql("rows").split(";")[: len(TABLES)]
#: Level 1 costs a tenth less in all than the usual one, and takes a twentieth more.
_FORM = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
_MERGED = """
    SELECT * EXCLUDE (nth) FROM (
        SELECT *, rowid AS nth FROM fresh
        UNION ALL BY NAME
        SELECT * EXCLUDE (file_row_number), file_row_number AS nth
        FROM read_parquet('{former}', hive_partitioning = false, file_row_number = true)
        WHERE (source, file) IN (FROM kept)
    ) ORDER BY source, file, nth
"""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A file that was read: how its line begins, and where that is, in bytes."""

    head: Head
    path: Path
    start: int
    length: int

    def line(self) -> bytes:
        """The line.

        Raises:
            OSError: it cannot be read.
        """
        with self.path.open("rb") as file:
            file.seek(self.start)
            return file.read(self.length)


class UnreadableError(Exception):
    """Some lines are more than DuckDB can read: of what files they are."""

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__(keys)
        self.keys = keys


def heads(tables: Path | None) -> dict[Key, Head]:
    """The plans of tables, by source and file.

    Raises:
        duckdb.Error: they are damaged.
    """
    if tables is None or not _has(tables / "plans"):
        return {}
    columns = ", ".join(f'"{name}"' for name in _COLUMNS)
    with closing(connected()) as database:
        rows = database.execute(f"SELECT {columns} FROM {parquet(tables, 'plans')}").fetchall()
    found = [Head(**dict(zip(_COLUMNS, row, strict=True))) for row in rows]
    return {(head.source, head.file): head for head in found}


def counted(tables: Path, found: Mapping[Key, Head]) -> dict[Key, Head]:
    """The same plans of tables with how many steps they tell, and how many of those for everybody.

    Raises:
        duckdb.Error: the tables are damaged.
    """
    if not _has(tables / "steps"):
        return dict(found)
    with closing(connected()) as database:
        _set_aside(database, found)
        asked = f"""
            SELECT source, file, count(*), count(*) FILTER (state IN ('done', 'open'))
            FROM {parquet(tables, "steps")} WHERE (source, file) IN (FROM kept) GROUP BY source, file"""
        counts = {(s, f): (told, public) for s, f, told, public in database.execute(asked).fetchall()}
    return {
        key: msgspec.structs.replace(head, told=told, public=public)
        for key, head in found.items()
        for told, public in (counts.get(key, (0, 0)),)
    }


def sizes(tables: Path) -> dict[str, int]:
    """The rows of each table, as the files say that hold them.

    Raises:
        duckdb.Error: one of them is damaged.
    """
    with closing(connected()) as database:
        return {
            name: database.execute(f"SELECT count(*) FROM {parquet(tables, name)}").fetchall()[0][0]
            if _has(tables / name)
            else 0
            for name in TABLES
        }


def write(
    tables: Path, former: Path | None, had: Mapping[Key, Head], now: Mapping[Key, Fresh | None], scratch: Path
) -> None:
    """Write tables with the files of ``now``: as read, or (None) as the ``former`` tables ``had`` them.

    Raises:
        UnreadableError: of some of them the lines cannot be read.
        OSError, duckdb.Error: the tables cannot be written, or the former read.
    """
    shutil.rmtree(tables, ignore_errors=True)
    tables.mkdir()
    before, after = defaultdict[str, set[Key]](set), defaultdict[str, set[Key]](set)
    for key, head in had.items():
        before[_where(head)].add(key)
    for key, fresh in now.items():
        after[_where(fresh.head if fresh else had[key])].add(key)
    with closing(connected()) as database:
        # One thread costs less in all, and keeps the order; what is known of rows must not tell in bytes.
        database.execute("SET threads = 1; SET disabled_optimizers = 'statistics_propagation'")
        database.execute(f"SET temp_directory = '{_quoted(scratch.as_posix())}'")
        for where, keys in sorted(after.items()):
            if former and keys == before[where] and not any(now[key] for key in keys):
                for name in TABLES:
                    if (former / name / where).is_dir():
                        shutil.copytree(former / name / where, tables / name / where)
                continue
            ordered = sorted(keys)
            for start in range(0, len(ordered), _PLANS):
                piece = {key: now[key] for key in ordered[start : start + _PLANS]}
                _write(database, tables, former, Path(where, f"data_{start // _PLANS}.parquet"), piece)


def _where(head: Head) -> str:
    return f"place={head.place}/year={head.year}"


def _write(
    database: DuckDBPyConnection,
    tables: Path,
    former: Path | None,
    file: Path,
    piece: Mapping[Key, Fresh | None],
) -> None:
    """One file of each table that has rows of these plans."""
    kept = [key for key, fresh in piece.items() if not fresh]
    _set_aside(database, kept)
    has = dict(zip(TABLES, _read(database, [fresh for fresh in piece.values() if fresh]), strict=True))
    for name, asked in zip(TABLES, _ROWS, strict=True):
        if kept and former and _has(former / name / file.parent):
            database.execute(f"CREATE OR REPLACE TEMP TABLE fresh AS {asked}")
            pattern = glob.escape((former / name / file.parent).as_posix())
            chosen = _MERGED.format(former=f"{_quoted(pattern)}/*.parquet")
        elif has[name]:
            chosen = asked
        else:
            continue
        target = tables / name / file
        target.parent.mkdir(parents=True, exist_ok=True)
        copy = f"COPY ({chosen}) TO '{_quoted(target.as_posix())}' ({_FORM})"
        if database.execute(copy).fetchall() == [(0,)]:
            target.unlink()


def _read(database: DuckDBPyConnection, fresh: Sequence[Fresh]) -> tuple[int, ...]:
    """Lines as the table ``lines``; how many rows there are of each table.

    Raises:
        UnreadableError: of some of them that cannot be had.
    """
    # DuckDB sets aside as much as the longest line may need.
    most = max([1 << 20, *(one.length for one in fresh)]) + 1
    with tempfile.TemporaryDirectory(prefix="kehoach-", ignore_cleanup_errors=True) as folder:
        path = Path(folder, "lines.json")

        def read(some: Iterable[Fresh]) -> None:
            path.write_bytes(b"".join(one.line() for one in some))
            database.execute(sql("read"), {"lines": glob.escape(path.as_posix()), "most": most})

        try:
            read(fresh)
        except duckdb.IOException:
            raise
        except duckdb.Error as error:
            if bad := [one for one in fresh if _fails(read, one)]:
                raise UnreadableError([(one.head.source, one.head.file) for one in bad]) from error
            raise
    counts = (f"coalesce(sum(len(struct_extract_at({name}, 1))), 0)" for name in TABLES[1:])
    found: tuple[int, ...] = database.execute(f"SELECT count(*), {', '.join(counts)} FROM lines").fetchall()[
        0
    ]
    return found


def _fails(read: Callable[[Iterable[Fresh]], None], one: Fresh) -> bool:
    try:
        read([one])
    except duckdb.Error:
        return True
    return False


def _set_aside(database: DuckDBPyConnection, keys: Collection[Key]) -> None:
    """The table ``kept`` of these sources and files."""
    database.execute(
        "CREATE OR REPLACE TEMP TABLE kept AS SELECT unnest($sources::VARCHAR[]), unnest($files::VARCHAR[])",
        {"sources": [source for source, _file in keys], "files": [file for _source, file in keys]},
    )


def _has(folder: Path) -> bool:
    """Whether there is a table, or a part of one: of no rows there is no file."""
    return any(folder.rglob("*.parquet"))


def _quoted(text: str) -> str:
    return text.replace("'", "''")
