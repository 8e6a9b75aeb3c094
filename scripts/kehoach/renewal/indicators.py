"""The indicators of the next plan: what they measure goes on, what is to be reached has to be confirmed."""

from collections.abc import Iterable, Iterator
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from kehoach.official import numbers
from kehoach.plan import Need
from kehoach.progress import Progress, indicators
from kehoach.progress.indicators import Target
from kehoach.renewal.agencies import instead_of
from kehoach.reports.words import day

#: Options that say how it is measured, and go on as they are.
_KEPT = ("unit", "direction", "method", "combined")


def next_indicator(progress: Progress, indicator: Need, year: int) -> dict[str, str]:
    """The options of an indicator as the plan of another year has it, but for ID and title.

    What is to be reached is that of the days from that year on; where there is none, of the last year, moved
    to that one. The baseline is left open: it may be what was reached, which is told with what to confirm.
    """
    known, said = indicators.status(progress.plan, indicator, progress.as_of), ["chỉ tiêu tiếp tục thực hiện"]
    instead, ended = instead_of(progress, indicator.to("owner"))
    owners = dict.fromkeys(instead[key].id if key in instead else key for key in indicator.to("owner"))
    now = tuple(target for target in known.targets if target.day.year >= year)
    wanted = now or tuple(_moved(known.targets, year))
    if wanted:
        kept = "giữ nguyên" if now else f"kế hoạch trước: {indicator['targets']}"
        said.append(f"mức phải đạt ({kept})")
    if known.reached:
        value = numbers.said(known.reached.value)
        said.append(f"giá trị gốc (đã đạt đến hết ngày {day(known.reached.day)}: {value})")
    if indicator.to("basis"):
        said.append("căn cứ")
    return {
        **{option: indicator[option] for option in _KEPT},
        "targets": "; ".join(map(_said, wanted)),
        "owner": ", ".join(owners),
        "basis": ", ".join(indicator.to("basis")),
        "to_confirm": "; ".join([*said, *ended]),
    }


def _moved(targets: Iterable[Target], year: int) -> Iterator[Target]:
    """The targets of the last year that has any, in another year; the last day of February stays one."""
    every = list(targets)
    for target in every:
        if target.day.year == every[-1].day.year:
            last = target.day.month == 2 and (target.day + timedelta(1)).month == 3
            yield target._replace(day=target.day + relativedelta(year=year, day=31 if last else None))


def _said(target: Target) -> str:
    of = f"{target.day.year}" if target.of_year else f"{target.day.day}/{target.day.month}/{target.day.year}"
    return f"{of}: {numbers.said(target.value)}"
