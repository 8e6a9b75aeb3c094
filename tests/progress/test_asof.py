"""The day that figures are of."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from conftest import ROOT
from kehoach.plan import model
from kehoach.progress import asof

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
EPOCH = {"SOURCE_DATE_EPOCH": "1700000000"}
DAYS = [
    (None, {}, TODAY),
    (None, EPOCH, date(2023, 11, 15)),
    (None, {**EPOCH, "KEHOACH_AS_OF": "2024-01-02"}, date(2024, 1, 2)),
    ("2025-03-04", {**EPOCH, "KEHOACH_AS_OF": "2024-01-02"}, date(2025, 3, 4)),
    ("4/3/2025", {}, date(2025, 3, 4)),
    (" 04/03/2025 ", {}, date(2025, 3, 4)),
    ("", {"KEHOACH_AS_OF": ""}, TODAY),
]


@pytest.mark.parametrize(("option", "environ", "day"), DAYS)
def test_the_nearest_word_counts(option: str | None, environ: dict[str, str], day: date) -> None:
    """The option, else KEHOACH_AS_OF, else SOURCE_DATE_EPOCH, else today."""
    assert asof.resolve(option, NOW, environ, HANOI) == day


@pytest.mark.parametrize("text", ["31/2/2026", "2026-13-01", "hôm nay", "2026", "1/1/1", "9999-12-31"])
def test_nonsense_is_refused(text: str) -> None:
    """What is no day is an error, never a guess."""
    with pytest.raises(ValueError, match="No such day"):
        asof.resolve(text, NOW, {}, HANOI)


def test_an_epoch_that_is_no_number_is_refused() -> None:
    """SOURCE_DATE_EPOCH is a number of seconds."""
    with pytest.raises(ValueError, match="SOURCE_DATE_EPOCH"):
        asof.resolve(None, NOW, {"SOURCE_DATE_EPOCH": "x"}, HANOI)


@pytest.mark.parametrize(("hour", "minute", "day"), [(16, 59, 22), (17, 0, 23)])
def test_the_day_is_that_of_the_office(hour: int, minute: int, day: int) -> None:
    """At 17:00 UTC the next day begins in Viet Nam, for the clock and for SOURCE_DATE_EPOCH alike."""
    now = datetime(2026, 11, 22, hour, minute, tzinfo=UTC)
    epoch = {"SOURCE_DATE_EPOCH": str(int(now.timestamp()))}
    assert asof.resolve(None, now, {}, HANOI) == date(2026, 11, day)
    assert asof.resolve(None, NOW, epoch, HANOI) == date(2026, 11, day)


def test_the_time_zone_is_a_setting() -> None:
    """It stands in ubproject.toml; one that there is not is refused by name."""
    declared = model.load(ROOT)
    assert asof.office(declared) == HANOI
    with pytest.raises(ValueError, match="Hà Nội"):
        asof.office(replace(declared, time_zone="Hà Nội"))


AS_OF = date(2026, 11, 22)
SINCE = [
    (None, {}, date(2026, 11, 15)),
    (None, {"KEHOACH_SINCE": "2026-01-01"}, date(2026, 1, 1)),
    ("1/10/2026", {"KEHOACH_SINCE": "2026-01-01"}, date(2026, 10, 1)),
]


@pytest.mark.parametrize(("option", "environ", "day"), SINCE)
def test_changes_are_told_since_a_named_day(option: str | None, environ: dict[str, str], day: date) -> None:
    """The option, else KEHOACH_SINCE, else a week before."""
    assert asof.since(option, AS_OF, environ) == day


@pytest.mark.parametrize("option", ["22/11/2026", "2027-01-01"])
def test_changes_since_a_day_to_come_are_refused(option: str) -> None:
    """Nothing has changed since the day of the figures, or a later one."""
    with pytest.raises(ValueError, match="before 2026-11-22"):
        asof.since(option, AS_OF, {})
