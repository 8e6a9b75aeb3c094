"""Where an indicator stands on a day: what was reached, against which target, and whether it is on course.

A measure says what has been reached up to the end of its day, never what was added. Only what is confirmed
counts; what waits for confirmation is shown beside it. Nothing here depends on the day a paper came in.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum
from typing import NamedTuple

from kehoach.official import numbers
from kehoach.plan import Need, Plan
from kehoach.progress.closing import closing_of
from kehoach.progress.drafts import counting
from kehoach.progress.owners import Owner, owner_on
from kehoach.progress.proofs import as_known, confirmed, pending

_TARGET = re.compile(r"(?:(?P<day>[0-9]{1,2})/(?P<month>[0-9]{1,2})/)?(?P<year>[0-9]{4})\s*:\s*(?P<value>.+)")


class Course(StrEnum):
    """Where an indicator stands with its target. The last three are all that the public is told."""

    REACHED = "reached"
    REACHED_LATE = "reached-late"
    NOT_REACHED = "not-reached"
    ON_COURSE = "on-course"
    BEHIND = "behind"
    UNDER_WAY = "under-way"
    NO_INFORMATION = "no-information"


class Trend(StrEnum):
    """How the last figure differs from the one before it, or from the baseline."""

    BETTER = "better"
    WORSE = "worse"
    SAME = "same"


class Target(NamedTuple):
    """What has to be reached by the end of a day; that of a year is its last day."""

    day: date
    value: Decimal
    of_year: bool


class Figure(NamedTuple):
    """A value up to the end of a day; the measure that says it, None where it is the baseline."""

    day: date
    value: Decimal
    measure: Need | None


class Outcome(NamedTuple):
    """A target that is decided: the last confirmed figure up to that day, and whether it was reached.

    ``reached`` is None where there was no figure.
    """

    target: Target
    figure: Figure | None
    reached: bool | None


class IndicatorStatus(NamedTuple):
    """An indicator on a day.

    ``reached`` is the last confirmed figure, ``before`` the one before it, ``waiting`` the last that waits
    for confirmation and is not older than ``reached``; ``figures`` all confirmed ones, in the order of days.
    ``target`` is the one in force: the next whose day is not past, else the last. ``percent`` is how much of
    the way from the baseline to it is done; ``past`` what became of the targets whose day is past, or was
    that on which the plan was closed.
    """

    indicator: Need
    owners: tuple[Owner, ...]
    baseline: Figure | None
    figures: tuple[Figure, ...]
    reached: Figure | None
    before: Figure | None
    waiting: Figure | None
    target: Target | None
    targets: tuple[Target, ...]
    percent: Decimal | None
    trend: Trend | None
    course: Course
    past: tuple[Outcome, ...]


def read_targets(text: str, unit: str = "") -> tuple[Target, ...]:
    """The targets that a line such as "2026: 80; 30/6/2027: 90" sets, in the order of their days.

    Raises:
        ValueError: a part is none, or is of a day that another is of; the part.
    """
    found: dict[date, Target] = {}
    for part in map(str.strip, text.split(";")):
        target = _target(part, unit)
        if target is None or target.day in found:
            raise ValueError(part)
        found[target.day] = target
    return tuple(found[day] for day in sorted(found))


def _target(text: str, unit: str) -> Target | None:
    said = _TARGET.fullmatch(text)
    value = numbers.value(said["value"], unit) if said else None
    if said is None or value is None:
        return None
    try:
        day = date(int(said["year"]), int(said["month"] or 12), int(said["day"] or 31))
    except ValueError:
        return None
    return Target(day, value, of_year=said["day"] is None)


def targets(indicator: Need) -> tuple[Target, ...]:
    """The targets of an indicator; none where they cannot be read, which is a finding."""
    try:
        return read_targets(indicator["targets"], indicator["unit"]) if indicator["targets"] else ()
    except ValueError:
        return ()


def baseline(indicator: Need) -> Figure | None:
    """What the indicator began from; None where value or day is missing, or cannot be read."""
    day, value = indicator.day("baseline_day"), numbers.value(indicator["baseline"], indicator["unit"])
    return Figure(day, value, None) if day and value is not None else None


def target_on(of: Sequence[Target], day: date) -> Target | None:
    """The target in force on a day: the first whose day is not past, else the last."""
    return next((target for target in of if target.day >= day), of[-1] if of else None)


def meets(indicator: Need, value: Decimal, wanted: Decimal) -> bool:
    """Whether a value is as good as what is wanted, in the direction that is good."""
    return value <= wanted if indicator["direction"] == "lower" else value >= wanted


def figures(plan: Plan, indicator: Need, until: date, *, waiting: bool = False) -> list[Figure]:
    """What is known of an indicator up to a day, in the order of days: confirmed, or what waits for that.

    Of several of a day, which is a finding where they differ, the last stands.
    """
    counts = pending if waiting else confirmed
    found: dict[date, Figure] = {}
    for measure in plan.sources(indicator.id, "on"):
        day = measure.day("date")
        if measure.type != "measure" or day is None or day > until or not counts(as_known(measure, until)):
            continue
        if (value := numbers.value(measure["value"], indicator["unit"])) is not None:
            found[day] = Figure(day, value, measure)
    return [found[day] for day in sorted(found)]


def expected(start: Figure, target: Target, day: date) -> Decimal | None:
    """What is to be reached by a day on the straight line from the baseline to a target.

    None where the line has no length, or the day is outside it.
    """
    span = (target.day - start.day).days
    gone = (day - start.day).days
    if span <= 0 or not 0 <= gone <= span:
        return None
    return start.value + (target.value - start.value) * gone / span


def percent(indicator: Need, start: Figure | None, target: Target | None, value: Decimal) -> Decimal | None:
    """How much of the way from the baseline to the target is done, in hundredths, cut after one decimal.

    Without a baseline, and where the target is no better than it, there is no way to measure: None, and
    never 100. Beyond the target it is more than 100, on the wrong side of the baseline less than 0. It is cut
    towards 0 and not rounded: 100 is said only of what is reached, and nothing is called worse than it is.
    """
    if start is None or target is None or meets(indicator, start.value, target.value):
        return None
    done = (value - start.value) / (target.value - start.value) * 100
    return done.quantize(Decimal("0.1"), ROUND_DOWN) + 0  # -0.0 is 0.0


def course(
    indicator: Need, start: Figure | None, target: Target | None, known: Sequence[Figure], day: date
) -> Course:
    """Where an indicator stands with a target on a day; ``known`` are the confirmed figures up to it.

    Up to the target's day, all of it, the last figure is held against the straight line from the baseline to
    the target, on the figure's own day: that a new one is not there yet makes nothing late. Without a
    baseline there is no line, and it is under way. From the day after, the last figure up to the target's
    day decides; what came later is late.
    """
    if not known:
        return Course.NO_INFORMATION
    if target is None:
        return Course.UNDER_WAY
    last = known[-1]
    reached = meets(indicator, last.value, target.value)
    if day <= target.day:
        return Course.REACHED if reached else _on_the_way(indicator, start, target, last)
    if _outcome(indicator, target, known).reached:
        return Course.REACHED
    return Course.REACHED_LATE if reached else Course.NOT_REACHED


def _on_the_way(indicator: Need, start: Figure | None, target: Target, last: Figure) -> Course:
    line = expected(start, target, last.day) if start else None
    if line is None:
        return Course.UNDER_WAY
    return Course.ON_COURSE if meets(indicator, last.value, line) else Course.BEHIND


def _outcome(indicator: Need, target: Target, known: Sequence[Figure]) -> Outcome:
    """What had become of a target at the end of its day."""
    figure = next((one for one in reversed(known) if one.day <= target.day), None)
    return Outcome(target, figure, meets(indicator, figure.value, target.value) if figure else None)


def status(plan: Plan, indicator: Need, as_of: date) -> IndicatorStatus:
    """An indicator at the end of a day; of a plan that is closed at the end of the day of its closing."""
    return plan.once((status, indicator.id, as_of), lambda: _status(plan, indicator, as_of))


def _status(plan: Plan, indicator: Need, as_of: date) -> IndicatorStatus:
    home = plan.plan_of(indicator)
    closing = closing_of(plan, home, as_of) if home else None
    ended = closing.day("date") if closing else None
    as_of = ended or as_of
    judged = ended + timedelta(days=1) if ended else as_of  # nothing that comes counts, so the day is over
    start, known = baseline(indicator), figures(plan, indicator, as_of)
    every = targets(indicator)
    target = target_on(every, as_of)
    last = known[-1] if known else None
    before = known[-2] if len(known) > 1 else start if start and last and start.day < last.day else None
    waiting = [
        one
        for one in figures(plan, indicator, as_of, waiting=True)
        if last is None or one.day > last.day or (one.day == last.day and one.value != last.value)
    ]
    return IndicatorStatus(
        indicator=indicator,
        owners=tuple(owner_on(plan, named, as_of) for named in plan.targets(indicator, "owner")),
        baseline=start,
        figures=tuple(known),
        reached=last,
        before=before,
        waiting=waiting[-1] if waiting else None,
        target=target,
        targets=every,
        percent=percent(indicator, start, target, last.value) if last else None,
        trend=_trend(indicator, before, last),
        course=course(indicator, start, target, known, judged),
        past=tuple(_outcome(indicator, one, known) for one in every if one.day < judged),
    )


def gained(status: IndicatorStatus, since: date) -> Decimal | None:
    """What the last figure adds to what was reached before a day, or to the baseline.

    None where no figure is of that day or later, or nothing is known of the time before it.
    """
    known = [*([status.baseline] if status.baseline else []), *status.figures]
    before = [figure for figure in known if figure.day < since]
    if status.reached is None or status.reached.day < since or not before:
        return None
    return status.reached.value - before[-1].value


def _trend(indicator: Need, before: Figure | None, last: Figure | None) -> Trend | None:
    if before is None or last is None:
        return None
    if before.value == last.value:
        return Trend.SAME
    return Trend.BETTER if meets(indicator, last.value, before.value) else Trend.WORSE


def statuses(plan: Plan, as_of: date, home: Need | None = None) -> Iterator[IndicatorStatus]:
    """Every indicator of a plan, or of all that count where none is named, plan by plan as their texts go."""
    for one in [home] if home else counting(plan, as_of):
        mine = [need for need in plan.of_type("indicator") if plan.plan_of(need) is one]
        yield from (status(plan, indicator, as_of) for indicator in plan.in_order(mine))


def led(found: Iterable[IndicatorStatus], agency: Need) -> list[IndicatorStatus]:
    """Of these indicators those that an agency answers for now, or did when it ended."""
    return [one for one in found if any((o.effective or o.named) is agency for o in one.owners)]
