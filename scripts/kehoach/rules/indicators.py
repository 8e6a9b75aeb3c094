"""KH23x: an indicator can be reckoned with, and a measure says what it seems to say."""

from collections.abc import Iterator
from datetime import date

from kehoach.language import _
from kehoach.official import numbers
from kehoach.plan import Need
from kehoach.progress import indicators
from kehoach.progress.proofs import confirmed, returned
from kehoach.rules.findings import Finding
from kehoach.rules.registry import Check, rule


@rule("KH230", waivable=True)
def nobody_answers(check: Check) -> Iterator[Finding]:
    """An indicator names the agency that answers for it.

    Bad: no line ``:owner:``. Good: ``:owner: CQ-SNV``.
    """
    for indicator in check.plan.of_type("indicator"):
        if not indicator.to("owner"):
            message = _("Nobody answers for this indicator. Add a line `owner`; the IDs are in agencies.md.")
            yield check.at(indicator, message, "owner")


@rule("KH231", waivable=True)
def nothing_to_reach(check: Check) -> Iterator[Finding]:
    """An indicator says what is to be reached, and by when.

    Bad: no line ``:targets:``. Good: ``:targets: 2026: 80; 30/6/2027: 90``.
    """
    for indicator in check.plan.of_type("indicator"):
        if not indicator["targets"]:
            message = _("Nothing to reach. Add a line `targets`, by year or day: 2026: 80; 30/6/2027: 90.")
            yield check.at(indicator, message, "targets")


@rule("KH232")
def no_number(check: Check) -> Iterator[Finding]:
    """A value is a number as officials write it, with nothing behind it but the unit of its indicator.

    Bad: ``:value: 85.5``, ``:value: khoảng 80``. Good: ``:value: 85,5``, ``:value: 1.234``, ``:value: 80 %``.
    """
    said = [(one, one, "baseline") for one in check.plan.of_type("indicator")]
    for need, indicator, option in (*said, *((m, one, "value") for m, one in _measures(check))):
        unit = indicator["unit"]
        if not need[option] or check.found_on(indicator.id, "unit"):
            continue
        if numbers.value(need[option], unit) is None:
            message = _(
                '"{text}" is no number that can be read. Write it as in 1.234,5 (a comma before decimals, '
                'points between thousands), with nothing behind it but the unit "{unit}".'
            )
            yield check.at(need, message.format(text=need[option], unit=unit), option)


@rule("KH233")
def unreadable_targets(check: Check) -> Iterator[Finding]:
    """Targets are years or days, each once, each with its number, with semicolons between them.

    Bad: ``:targets: 80 năm 2026``. Good: ``:targets: 2026: 80; 30/6/2027: 90``.
    """
    for indicator in check.plan.of_type("indicator"):
        if not indicator["targets"] or check.found_on(indicator.id, "unit"):
            continue
        try:
            indicators.read_targets(indicator["targets"], indicator["unit"])
        except ValueError as error:
            message = _(
                '"{part}" is no target that can be read, or is of a day that another is of. Write year or '
                "day, a colon and a number, with semicolons between them: 2026: 80; 30/6/2027: 90,5."
            )
            yield check.at(indicator, message.format(part=error), "targets")


@rule("KH234")
def baseline_without_day(check: Check) -> Iterator[Finding]:
    """A baseline has its day, which is before that of every target.

    Bad: ``:baseline: 12,5`` alone. Good: the same with ``:baseline_day: 2025-12-31``.
    """
    for indicator in check.plan.of_type("indicator"):
        for one, other in (("baseline", "baseline_day"), ("baseline_day", "baseline")):
            if indicator[one] and not indicator[other]:
                message = _('No "{other}", without which "{one}" says nothing. Add it, or delete "{one}".')
                yield check.at(indicator, message.format(one=one, other=other), one)
        start, every = indicator.day("baseline_day"), indicators.targets(indicator)
        if start and every and start >= every[0].day:
            message = _("The baseline is of {day}, not before the day of the first target ({target}).")
            text = message.format(day=_day(start), target=_day(every[0].day))
            yield check.at(indicator, text, "baseline_day")


@rule("KH235", waivable=True)
def wrong_direction(check: Check) -> Iterator[Finding]:
    """What is to be reached is better than the baseline, in the direction that is said to be good.

    Bad: from 70 to 80 with ``:direction: lower``. Good: ``:direction: higher``. What may become worse,
    within a limit, is waived.
    """
    for indicator in check.plan.of_type("indicator"):
        start = indicators.baseline(indicator)
        if start is None or check.found_on(indicator.id, "direction"):
            continue
        worse = (
            one
            for one in indicators.targets(indicator)
            if one.value != start.value and indicators.meets(indicator, start.value, one.value)
        )
        if target := next(worse, None):
            message = _(
                "From {baseline} to {target} is for the worse by `direction`. Compare it, `baseline` and "
                "`targets` with the text."
            )
            text = message.format(baseline=numbers.said(start.value), target=numbers.said(target.value))
            yield check.at(indicator, text, "direction")


@rule("KH236")
def before_the_baseline(check: Check) -> Iterator[Finding]:
    """Nothing is measured before the day of the baseline.

    Bad: a measure of 30/11/2025 where the baseline is of 31/12/2025. Good: one of 31/3/2026.
    """
    for measure, indicator in _measures(check):
        start, of = indicator.day("baseline_day"), measure.day("date")
        if start and of and of < start and not check.found_on(indicator.id, "baseline_day"):
            message = _("This figure is of {day}, before the baseline ({start}). Compare both days.")
            yield check.at(measure, message.format(day=_day(of), start=_day(start)), "date")


@rule("KH237")
def two_figures_of_a_day(check: Check) -> Iterator[Finding]:
    """An indicator has one value on a day; one sent back is none.

    Bad: 60 and 62 of 30/6/2026, both confirmed. Good: one of them, or the other ``:confirmed: returned``.
    """
    first: dict[tuple[str, str], Need] = {}
    for measure, indicator in _measures(check):
        value = numbers.value(measure["value"], indicator["unit"])
        if value is None or not measure.day("date") or returned(measure):
            continue
        # What is confirmed may differ from what still waits: that is what waiting is for.
        key = indicator.id, f"{measure['date']} {confirmed(measure)}"
        known = first.setdefault(key, measure)
        if numbers.value(known["value"], indicator["unit"]) != value:
            message = _('{id} says "{other}" of the same day. Keep one, or send the other back.')
            yield check.at(measure, message.format(id=known.id, other=known["value"]), "value")


@rule("KH238")
def figure_without_document(check: Check) -> Iterator[Finding]:
    """A figure that is confirmed names the document that it is from.

    Bad: ``:confirmed: yes`` alone. Good: ``:number: 99/BC-SNV`` with it, or ``:url:``.
    """
    for measure in check.plan.of_type("measure"):
        if confirmed(measure) and not (measure["number"] or measure["url"]):
            message = _("Confirmed, but from no document. Add a line `number` or `url`.")
            yield check.at(measure, message, "confirmed")


@rule("KH239")
def figure_of_several(check: Check) -> Iterator[Finding]:
    """A measure is of one indicator: two that have the same value have two measures.

    Bad: ``:on: CHT-1-2026-1, CHT-1-2026-2``. Good: ``:on: CHT-1-2026-1``.
    """
    for measure in check.plan.of_type("measure"):
        if len(set(measure.to("on"))) > 1:
            message = _("A measure is of one indicator. Keep one ID, and add a measure for each other.")
            yield check.at(measure, message, "on")


def _measures(check: Check) -> Iterator[tuple[Need, Need]]:
    """Every measure with the indicator that it is on."""
    for measure in check.plan.of_type("measure"):
        for indicator in check.plan.targets(measure, "on")[:1]:
            if indicator.type == "indicator":
                yield measure, indicator


def _day(value: date) -> str:
    return f"{value:%d/%m/%Y}"
