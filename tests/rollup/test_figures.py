"""What many offices have reached in figures is one, as they declare it: the same as a count of its own."""

import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

import communes
from conftest import ROOT, Run
from kehoach.export import data
from kehoach.official import numbers
from kehoach.plan import Need, Plan, model
from kehoach.progress import Progress
from kehoach.rollup import figures, gathering
from rollup.country import DAY

COUNT = 200
#: What the offices measure: name, unit, direction, how it is combined.
KINDS = (
    ("Số xã đạt chuẩn (giả định)", "xã", "higher", "sum"),
    ("Tỷ lệ hài lòng (giả định)", "%", "higher", "mean"),
    ("Tỷ lệ trả đúng hạn (giả định)", "%", "higher", "least"),
    ("Số vụ khiếu nại (giả định)", "vụ", "lower", "sum"),
    ("Điểm chuyển đổi số (giả định)", "điểm", "higher", ""),
)
DAYS = [DAY, *(DAY - timedelta(days=days) for days in (1, 60, 181, 182, 300))]


@dataclass(frozen=True)
class Told:
    """A value of an office: what waits or was sent back is no figure, what is wanted is a target."""

    office: int
    kind: int
    wanted: bool
    day: date
    value: Decimal
    confirmed: str = "yes"


def told() -> Iterator[Told]:
    """What two hundred offices say, some nothing, some more than once, some what is not confirmed."""
    chance = random.Random(22)
    for office in range(COUNT):
        for kind in chance.sample(range(len(KINDS)), chance.randint(1, len(KINDS))):
            for year in (2025, 2026, 2027)[chance.randint(0, 1) :]:
                yield Told(office, kind, True, date(year, 12, 31), Decimal(chance.randint(50, 99)))
            days = chance.sample(range(500), chance.randint(0, 4))
            for day in sorted(days):
                value = Decimal(chance.randint(-500, 9900)) / 100
                confirmed = chance.choice(["yes", "yes", "no", "returned"])
                yield Told(office, kind, False, DAY - timedelta(days=day), value, confirmed)


ROWS = list(told())


def plans() -> Iterator[Plan]:
    """The same as plans with indicators and measures."""
    for office in range(COUNT):
        path = "needs/kh-1/ke-hoach.md"
        issued = (DAY - timedelta(days=180 if office % 2 else 600)).isoformat()
        said = {"issuer": f"Ủy ban nhân dân xã Mẫu {office}, tỉnh Mẫu {office % 4}", "issued": issued}
        needs = [Need("plan", "KH-1", "Kế hoạch (giả định)", path, 1, said, {}, {}, "", 0)]
        mine = [row for row in ROWS if row.office == office]
        for kind in dict.fromkeys(row.kind for row in mine):
            title, unit, direction, combined = KINDS[kind]
            wanted = [row for row in mine if row.kind == kind and row.wanted]
            targets = "; ".join(f"{row.day.year}: {numbers.said(row.value)}" for row in wanted)
            options = {"unit": unit, "direction": direction, "combined": combined, "targets": targets}
            name = title.upper() if office % 3 == 0 else title
            needs.append(Need("indicator", f"CHT-1-{kind}", name, path, 2, options, {}, {}, "", 0))
        for number, row in enumerate(row for row in mine if not row.wanted):
            value = {
                "date": row.day.isoformat(),
                "value": numbers.said(row.value),
                "confirmed": row.confirmed,
            }
            links = {"on": (f"CHT-1-{row.kind}",)}
            needs.append(Need("measure", f"SL-1-{number}", "Báo cáo", path, 3, value, links, {}, "", 0))
        yield Plan(model.load(ROOT), {need.id: need for need in needs})


@pytest.fixture(scope="module")
def gathered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The plan data of two hundred offices, gathered."""
    folder = tmp_path_factory.mktemp("figures")
    (folder / "data").mkdir()
    for number, plan in enumerate(plans()):
        path = folder / "data" / f"du-lieu-{number}.json"
        path.write_bytes(data.as_json(Progress(plan, DAY), plan.plans[0]))
    done = gathering.gather([*gathering.files("data", folder / "data")], folder / "out", DAY)
    assert (done.read, done.refused) == (COUNT, [])
    return folder / "out"


#: The count of its own, over what the offices said, not over what became of it on its way.
INDEPENDENT = """
    WITH issued AS (SELECT * FROM said WHERE office % 2 = 0 OR $day::DATE >= $issued::DATE),
    reached AS (
        SELECT office, kind, arg_max(value, day) AS value FROM issued
        WHERE NOT wanted AND confirmed = 'yes' AND day <= $day::DATE GROUP BY ALL
    ),
    wanted AS (
        SELECT office, kind, coalesce(
            arg_min(value, day) FILTER (day >= $day::DATE), arg_max(value, day)
        ) AS value FROM issued WHERE wanted GROUP BY ALL
    )
    SELECT kind, count(*), count(reached.value), sum(reached.value), avg(reached.value), min(reached.value),
        sum(wanted.value), avg(wanted.value), min(wanted.value)
    FROM wanted LEFT JOIN reached USING (office, kind) GROUP BY kind
"""


@pytest.mark.parametrize("day", DAYS)
def test_the_figures_of_two_hundred_offices(gathered: Path, day: date) -> None:
    """Sum, mean, least and what is not combined at all are those of a query over what the offices said."""
    with duckdb.connect() as database:
        columns = {
            "office": [row.office for row in ROWS],
            "kind": [row.kind for row in ROWS],
            "wanted": [row.wanted for row in ROWS],
            "day": [row.day for row in ROWS],
            "value": [row.value for row in ROWS],
            "confirmed": [row.confirmed for row in ROWS],
        }
        made = ", ".join(f"unnest(${name}) AS {name}" for name in columns)
        database.execute(f"CREATE TABLE said AS SELECT {made}", columns)
        asked = {"day": day, "issued": DAY - timedelta(days=180)}
        wanted = {kind: rest for kind, *rest in database.execute(INDEPENDENT, asked).fetchall()}
    found = {row.title.casefold(): row for row in figures.figures(gathered, day)}
    assert len(found) == len(wanted) == len(KINDS)
    for kind, (plans, with_figures, *values) in wanted.items():
        title, unit, direction, combined = KINDS[kind]
        row = found[title.casefold()]
        assert (row.unit, row.direction, row.combined) == (unit, direction, combined)
        assert (row.plans, row.told) == (plans, with_figures)
        place = {"sum": 0, "mean": 1, "least": 2}.get(combined)
        expected = (None, None) if place is None else (values[place], values[place + 3])
        for ours, theirs in zip((row.reached, row.target), expected, strict=True):
            assert (ours is None) == (theirs is None)
            assert ours is None or abs(ours - Decimal(theirs)) <= Decimal("0.005")
            assert combined == "mean" or ours == theirs


def test_the_command(gathered: Path, kehoach: Run) -> None:
    """``rollup --by indicator`` prints a row an indicator, as text and as data."""
    arguments = ("--lang", "en", "rollup", gathered, "--by", "indicator", "--as-of", DAY.isoformat())
    told = json.loads(kehoach(*arguments, "--format", "json").stdout)
    assert [(row["title"].casefold(), row["combined"]) for row in told["indicators"]] == sorted(
        (title.casefold(), combined or None) for title, _unit, _direction, combined in KINDS
    )
    text = kehoach(*arguments).stdout
    assert text.startswith("Figures up to the end of 30/06/2026. 5 indicators\n")
    assert all(row["combined"] is None or str(row["told"]) in text for row in told["indicators"])


def test_what_cannot_be_figures_is_refused(tmp_path: Path) -> None:
    """A file with a figure of a day to come, or an indicator twice, is left out and named."""
    plan = next(plans())
    made = json.loads(data.as_json(Progress(plan, DAY), plan.plans[0]))
    for name in ("ahead", "twice", "unseen", "older"):
        said = json.loads(json.dumps(made))
        match name:
            case "ahead":
                said["indicators"][0]["figures"] = [{"day": "2026-07-01", "value": 1}]
            case "twice":
                said["indicators"] *= 2
            case "unseen":
                said["indicators"][0]["unit"] = "x\u202e"
            case _:
                del said["indicators"]
        (tmp_path / f"du-lieu-{name}.json").write_text(json.dumps(said), encoding="utf-8")
    done = gathering.gather([*gathering.files("data", tmp_path)], tmp_path / "out", DAY)
    assert sorted(path.stem for path, _why in done.refused) == [
        "du-lieu-ahead",
        "du-lieu-twice",
        "du-lieu-unseen",
    ]
    assert done.read == 1


def test_only_a_mean_is_rounded(tmp_path: Path) -> None:
    """Thousandths stay in sums and in what is least; a mean is exact, to two places."""
    for number, value in enumerate((0.125, 0.126, 0.129)):
        told = communes.sent(communes.name(number), f"{number}/KH", DAY, [])
        told["indicators"] = [
            {"id": f"CT-{way}", "title": way, "direction": "higher", "combined": way, "targets": []}
            | {"figures": [{"day": "2026-01-31", "value": value}]}
            for way in ("sum", "mean", "least")
        ]
        (tmp_path / f"du-lieu-{number}.json").write_text(json.dumps(told), encoding="utf-8")
    gathering.gather([*gathering.files("x", tmp_path)], tmp_path / "out", DAY)
    found = {row.title: (row.reached, row.told) for row in figures.figures(tmp_path / "out", DAY)}
    exact = {"sum": Decimal("0.38"), "mean": Decimal("0.13"), "least": Decimal("0.125")}
    assert found == {way: (value, 3) for way, value in exact.items()}
