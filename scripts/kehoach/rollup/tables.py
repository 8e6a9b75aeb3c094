"""The tables of a gathering: where they are, and DuckDB to read them with.

``plans`` and ``tasks``; ``steps``, from which day to which a task stood where; ``parts``, the same of each
agency's part; ``uppers``, the plans that a plan spells out, and ``taken``, which task implements which;
``indicators``, and ``figures``, what was reached by a day, and what is ``wanted`` by then.
"""

import glob
import json
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kehoach.files import writing
from kehoach.language import _

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

#: The tables of a folder, each a folder of its own.
TABLES = ("plans", "tasks", "steps", "parts", "uppers", "taken", "indicators", "figures")
#: What says which folder holds the tables, and that all in here is a gathering's.
MARK = "collected.json"
#: Asks a question of the tables, and brings its rows.
Ask = Callable[[str], Iterable[Sequence[Any]]]
_FORMAT = "kehoach.collected"
_SQL = Path(__file__).parent / "sql"


def tables_of(out: Path) -> Path | None:
    """The folder that holds the tables of a gathering; None where nothing was gathered.

    Raises:
        OSError: it cannot be read.
        ValueError: what says so is damaged.
    """
    if not (out / MARK).is_file():
        return None
    try:
        said = json.loads((out / MARK).read_bytes())
        name = said["tables"] if said["format"] == _FORMAT else ""
        if not re.fullmatch(r"tables-[0-9]{1,9}", name):
            raise ValueError
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(
            _('"{file}" is damaged. Collect anew, in an empty folder.').format(file=out / MARK)
        ) from error
    return out / str(name)


def mark(out: Path, tables: Path) -> None:
    """Say that a folder of a gathering holds its tables from now on.

    Raises:
        OSError: it cannot be written.
    """
    writing.write_whole(out / MARK, json.dumps({"format": _FORMAT, "tables": tables.name}).encode())


def connected(path: str = ":memory:", memory: str = "350MB") -> "DuckDBPyConnection":
    """A database in a file or in memory that fetches nothing from anywhere."""
    import duckdb  # 65 MB, which a site that has gathered nothing does without

    config: dict[str, Any] = {
        "threads": 2,
        "memory_limit": memory,
        # What has no room in memory would else lie in ".tmp" of the folder that somebody is in.
        "temp_directory": str(Path(tempfile.gettempdir(), "kehoach-duckdb")),
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    return duckdb.connect(path, config=config)


def parquet(folder: Path, name: str) -> str:
    """One of the tables of a gathering, as what SQL reads from."""
    pattern = glob.escape((folder / name).as_posix()).replace("'", "''")
    return f"read_parquet('{pattern}/**/*.parquet', hive_partitioning = false)"


def sql(name: str) -> str:
    """One of the texts of ``sql/``."""
    return (_SQL / f"{name}.sql").read_text("utf-8")


@contextmanager
def asking(folder: Path) -> Iterator[Ask]:
    """The tables of a gathering, to be asked in SQL.

    Raises:
        OSError: they cannot be read.
        ValueError: nothing was gathered there, or it is damaged.
    """
    tables = tables_of(folder)
    if tables is None:
        raise ValueError(_('Nothing was collected in "{folder}".').format(folder=folder))
    import duckdb  # as above

    with closing(connected()) as database:
        database.execute(sql("tables"))
        try:
            for name in TABLES:
                if any((tables / name).rglob("*.parquet")):  # of no rows there is no file
                    database.execute(f"DROP TABLE {name}; CREATE VIEW {name} AS FROM {parquet(tables, name)}")
            yield lambda asked: database.execute(asked).fetchall()
        except duckdb.Error as error:
            message = _('"{file}" is damaged. Collect anew, in an empty folder.')
            raise ValueError(message.format(file=tables)) from error
