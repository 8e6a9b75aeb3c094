"""The questions of ``kehoach rollup`` on Spark: the same files, over the same Parquet, with the same answers.

``make spark``, which needs Java 17; Spark runs in this process, on a part of the country.
"""

import tempfile
import time
from pathlib import Path

from pyspark.sql import SparkSession

import country
from kehoach.rollup import cells
from kehoach.rollup.tables import tables_of


def main() -> None:
    """Count a part of the country both ways; a difference is the exit code."""
    settings = {"spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4"}
    spark = SparkSession.builder.master("local[2]").config(map=settings).getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        country.make(folder, communes=400, years=2, tasks=100)
        tables = tables_of(folder)
        for name in ("plans", "steps", "parts"):
            # The files hold all columns: nothing is read from names of folders.
            rows = spark.read.option("recursiveFileLookup", "true").parquet(f"{tables}/{name}")
            rows.createOrReplaceTempView(name)
        for by in cells.BY:
            start = time.perf_counter()
            theirs = cells.counted(lambda asked: spark.sql(asked).collect(), country.DAY, by)
            took = time.perf_counter() - start
            if theirs != cells.rollup(folder, country.DAY, by):
                raise SystemExit(f"{by}: the answers differ")
            print(f"{by}: {len(theirs.rows)} rows, the same as DuckDB; {took:.1f} s")
    spark.stop()


if __name__ == "__main__":
    main()
