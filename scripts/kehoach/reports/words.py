"""The words for states, to-dos, deadlines and values, the same on screen, on paper and in the terminal."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from kehoach.deadline import Kind, weekday
from kehoach.language import _, once_a_language
from kehoach.official.reviews import described, reviewed, suspect
from kehoach.plan import Need, Plan
from kehoach.progress import PAST, Progress, State, TaskStatus, named, overdue
from kehoach.progress.drafts import counting
from kehoach.progress.effective import Extension, Obligation
from kehoach.progress.interval import Interval
from kehoach.progress.obstacles import Obstacle
from kehoach.progress.periods import Period
from kehoach.progress.standing import reminded
from kehoach.progress.states import LEFT, Ending
from kehoach.progress.todos import Todo
from kehoach.rules.findings import Finding


def obstacle_words(obstacle: Obstacle) -> str:
    """How an obstacle stands: resolved and by what, answered or not, and for how long."""
    if obstacle.resolved:
        by = f" ({obstacle.need['number']})" if obstacle.need["number"] else ""
        return _("resolved on {day}").format(day=day(obstacle.resolved)) + by
    if obstacle.ended:
        return _("not resolved when the plan ended")
    words = _("open for {days} days").format(days=obstacle.days)
    return words if obstacle.undecided else _("{state}, answered").format(state=words)


def day(value: date) -> str:
    """A day as Vietnamese officials write it: 15/12/2023."""
    return f"{value.day:02}/{value.month:02}/{value.year}"


def as_of_words(as_of: date) -> str:
    """The day that figures are of."""
    return _("Figures up to the end of {day}").format(day=day(as_of))


def plan_name(plan: Need) -> str:
    """What a plan is called among others: "172/KH-UBND năm 2023"; numbers begin anew each year."""
    if plan.unsigned:
        return number_of(plan)
    issued = plan.day("issued")
    return _("{number} of {year}").format(number=number_of(plan), year=issued.year if issued else "")


def draft_words(plans: Sequence[Need]) -> str:
    """That plans are drafts; beside others which, and that they do not count; empty where all are signed."""
    drafts = [plan.id for plan in plans if plan.unsigned]
    if not drafts:
        return ""
    words = _("DRAFT: not signed, without number and day")
    if len(drafts) == len(plans):
        return words
    return _("{plans}: {draft}, in no figure of all plans").format(plans=", ".join(drafts), draft=words)


def uncounted_words(progress: Progress) -> str:
    """Which plans are in no figure of all plans, and why: drafts, and those that are not yet issued."""
    return ". ".join(filter(None, (draft_words(progress.plan.plans), _coming_words(progress))))


def _coming_words(progress: Progress) -> str:
    counted = counting(progress.plan, progress.as_of)
    left = (home for home in progress.plan.plans if home not in counted and not home.unsigned)
    words = _("{plan}: issued on {day}, in no figure of all plans until then")
    return ". ".join(words.format(plan=home.id, day=value_words(home, "issued")) for home in left)


def closed_words(progress: Progress, *plans: Need) -> str:
    """Of which plans the figures are those of the day on which they were closed, and by which document."""
    said = []
    for plan in plans:
        if closing := progress.closing(plan):
            words = _("closed on {day} by {document}: figures of that day")
            named = words.format(day=value_words(closing, "date"), document=closing["number"])
            said.append(f"{number_of(plan)}: {named}" if len(plans) > 1 else _sentence(named))
    return ". ".join(said)


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def number_of(plan: Need) -> str:
    """The number of a plan; of one that nobody has signed its provisional ID, with what it is.

    Where the text that was imported says no number, it is the ID.
    """
    return _("{id} (DRAFT)").format(id=plan.id) if plan.unsigned else plan["number"] or plan.id


#: Beside the colour, so that black-and-white print and colour-blind readers tell states apart.
SYMBOLS = {
    State.DONE_ON_TIME: "✓",
    State.DONE_LATE: "✓!",
    State.OPEN_IN_TIME: "○",
    State.OPEN_OVERDUE: "!",
    State.NO_INFORMATION: "?",
    State.AWAITING: "✓…",
    State.ONGOING: "→",
    State.WAITING: "…",
    State.SUSPENDED: "‖",
    State.CANCELLED: "×",
    State.NO_DEADLINE: "–",
    State.ASKED: "◦",
    State.CARRIED_OVER: "»",
    State.UNFINISHED: "∅",
    State.DONE: "✓",
    State.OPEN: "○",
}


def state_label(state: State) -> str:
    """A state by itself, as the head of a column."""
    return _state_labels()[state]


@once_a_language
def _state_labels() -> dict[State, str]:
    return {
        State.DONE_ON_TIME: _("Done on time"),
        State.DONE_LATE: _("Done late"),
        State.OPEN_IN_TIME: _("Open, in time"),
        State.OPEN_OVERDUE: _("Open, overdue"),
        State.NO_INFORMATION: _("No information"),
        State.AWAITING: _("Sent, waiting for confirmation"),
        State.ONGOING: _("Ongoing, recurring"),
        State.WAITING: _("Waiting for an event"),
        State.SUSPENDED: _("Suspended"),
        State.CANCELLED: _("Cancelled"),
        State.NO_DEADLINE: _("Deadline not known"),
        State.ASKED: _("Asked, no term counted"),
        State.CARRIED_OVER: _("Carried over"),
        State.UNFINISHED: _("Not done when the plan ended"),
        State.DONE: _("Done"),
        State.OPEN: _("Not done yet"),
    }


def state_words(status: TaskStatus) -> str:
    """The state of a task with what goes with it: days late, the event it waits for, how it ended."""
    if status.ending:
        return ended_words(status, status.ending)
    state, read = status.state, status.obligation.deadline
    if status.days_late and state in (State.DONE_LATE, State.OPEN_OVERDUE):
        return _("{state} by {days} days").format(state=state_label(state), days=status.days_late)
    words = ""
    match state:
        case State.AWAITING:
            words = _awaiting(status)
        case State.ONGOING:
            words = _("Recurring") if read.kind is Kind.RECURRING else _("Ongoing")
        case State.WAITING:
            words = _waiting(status.obligation)
        case State.OPEN_IN_TIME:
            words = _in_time(status)
        case State.NO_DEADLINE if status.done:
            words = _("Done, deadline not known")
    return words or state_label(state)


def late_words(status: TaskStatus) -> str:
    """The state, with how many days past its day it is, also where nobody said anything."""
    words = state_words(status)
    if status.state in PAST and str(status.days_late) not in words:
        return _("{state}, {days} days past").format(state=words, days=status.days_late)
    return words


def ended_words(status: TaskStatus, ending: Ending) -> str:
    """How a task ended with its plan, what it was until then, and whether it was done afterwards."""
    before, label = late_words(ending.before), state_label(status.state)
    if ending.dropped and status.state is State.CANCELLED:
        label = _("Dropped by {document}").format(document=ending.closing["number"])
    told = ending.before.state in (status.state, State.OPEN, State.OPEN_IN_TIME)
    words = before if ending.before.state is status.state else label
    if not told:
        words = _("{state} (then: {before})").format(state=label, before=_lowered(before))
    return "; ".join(filter(None, (words, afterwards_words(ending))))


def afterwards_words(ending: Ending) -> str:
    """What was proved after a plan ended: work done only then, or done before and confirmed only then."""
    if not ending.done:
        return ""
    if ending.done > ending.day:
        return _("done after the plan ended, {day}").format(day=day(ending.done))
    return _("done by {day}, confirmed after the plan ended").format(day=day(ending.done))


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _waiting(bound: Obligation) -> str:
    """What a task without a day waits for, or that nothing was said of the time after it."""
    if bound.happened:
        return _("No term counted: the event has happened, the text sets none")
    if bound.deadline.waits_for:
        return _("Not counted yet, waiting for: {event}").format(event=bound.deadline.waits_for)
    return ""


def _in_time(status: TaskStatus) -> str:
    """That only the report is still to come, where the text has a day for it apart from the work."""
    due = status.obligation.report_due
    if not status.awaits_report or not due:
        return ""
    return _("Work due before, waiting for the report by {day}").format(day=day(due))


def _awaiting(status: TaskStatus) -> str:
    """Sent in time or late by the day of the work, and since when it is the confirmer's time."""
    if status.days_late:
        words = _("Sent, waiting for confirmation (late by {days} days)").format(days=status.days_late)
    elif status.obligation.late_after:
        words = _("Sent, waiting for confirmation (in time)")
    else:
        words = state_label(State.AWAITING)
    if status.waiting_since is None:
        return words
    return _("{state}, since {day}").format(state=words, day=day(status.waiting_since))


def overdue_words(counts: Counter[State]) -> str:
    """The headline of lateness: silence is no better, so both are counted, with the split beside it."""
    count, silent = overdue(counts)
    words = _("Overdue, not done: {count}").format(count=count)
    if not silent:
        return words
    return _("{overdue}, of which not reported: {silent}").format(overdue=words, silent=silent)


def left_words(counts: Counter[State]) -> str:
    """What was not done when its plan ended, which is neither overdue nor done; empty where nothing was."""
    if not (left := sum(counts[state] for state in LEFT)):
        return ""
    words = _(
        "When the plan ended {count} tasks were not done, {carried} of them carried over to a later plan."
    )
    return words.format(count=left, carried=counts[State.CARRIED_OVER])


def todo_label(todo: Todo) -> str:
    """A kind of to-dos, as the head of their list."""
    return _todo_labels()[todo]


@once_a_language
def _todo_labels() -> dict[Todo, str]:
    return {
        Todo.OVERDUE: _("Overdue"),
        Todo.NO_INFORMATION: _("Past their day, no information"),
        Todo.REPORT_MISSING: _("Reports missing"),
        Todo.DUE_SOON: _("Due within 7 days"),
        Todo.DUE_LATER: _("Due in 8 to 30 days"),
        Todo.UNCONFIRMED: _("Evidence that waits for confirmation"),
        Todo.REQUEST: _("Requests that wait for a decision"),
        Todo.SUSPECT: _("Changed since they were reviewed"),
        Todo.OWNER_ENDED: _("Agencies in charge that have ended"),
        Todo.NO_TERM: _("Their event has happened, the text sets no term"),
        Todo.TRIGGER_CANCELLED: _("What they wait for was cancelled"),
        Todo.DATED_AHEAD: _("Evidence of a day to come, not counted"),
        Todo.WAIVER_EXPIRED: _("Waivers that have expired"),
    }


def deadline_words(bound: Obligation) -> str:
    """A deadline as written, then each extension: "Quý III năm 2023 → 15/12/2023 (gia hạn lần 1, …)"."""
    original = bound.task["deadline"] or _("Not known")
    extended = [_extension(number, e) for number, e in enumerate(bound.extensions, 1)]
    return " → ".join([original, *extended])


def _extension(number: int, extension: Extension) -> str:
    words = _("{deadline} (extension {number}, by {document})")
    if extension.after_the_day:
        words = _("{deadline} (extension {number}, by {document}, after the last day had passed)")
    document = extension.amendment["number"] or extension.amendment.title
    return words.format(deadline=extension.deadline.text, number=number, document=document)


def due_words(progress: Progress, task: Need) -> str:
    """The last day of a task as a day, or what it has instead of one."""
    status = progress.of(task)
    bound = status.obligation
    if bound.due:
        return _day_and_report(bound)
    if status.coming:
        return period_words(status.coming[0])
    words = {
        Kind.ONGOING: _("Ongoing"),
        Kind.RECURRING: _("Recurring"),
        Kind.EVENT: _("Not counted yet, waiting for an event"),
        Kind.RELATIVE: _("Not counted yet, waiting for an event"),
    }
    return words.get(bound.deadline.kind, _("Not known"))


def period_words(period: Period) -> str:
    """A period to report on with the last day to send, and where that was moved from."""
    words = period.name
    if not period.named_by_day:
        words = _("{next}, by {day}").format(next=words, day=day(period.send_by))
    if period.moved is None:
        return words
    moved = _("{words}, moved from {weekday} {day}")
    return moved.format(words=words, weekday=weekday(period.moved), day=day(period.moved))


def period_days(found: Interval) -> str:
    """The days that the figures of a period are of, and that they are cut short where they are."""
    first, last = day(found.days.first), day(found.days.last)
    words = _("Figures from {first} up to the end of {last}").format(first=first, last=last)
    return words if found.whole else _("{figures}; the period has not ended").format(figures=words)


def missing_words(status: TaskStatus) -> str:
    """The periods not reported on; of several agencies each with its own, in the order of their days."""
    owing = [part for part in (*status.parts, *status.orphans, *status.former) if part.missing]
    if len({part.missing for part in owing}) <= 1:
        return ", ".join(period.name for period in status.missing)
    return "; ".join(f"{p.agency.title}: {', '.join(m.name for m in p.missing)}" for p in owing)


def reminded_words(progress: Progress, status: TaskStatus) -> str:
    """How often those who answer for a task were reminded, and by which document last."""
    sent = reminded(progress, status)
    if not sent:
        return ""
    by = f"{sent[-1]['number']}, {value_words(sent[-1], 'date')}"
    return _("{round} times, last by {by}").format(round=len(sent), by=by)


def reason_words(progress: Progress, status: TaskStatus) -> str:
    """What was last said of why a task is not done, what is proposed, and how often was reminded."""
    last = progress.last_update(status.task)
    told = [last[option] for option in ("shortcomings", "difficulties", "proposal")] if last else []
    if words := reminded_words(progress, status):
        told.append(_("reminded {words}").format(words=words))
    return "; ".join(filter(None, told))


def last_day_words(bound: Obligation) -> str:
    """The last day of a task, where it was moved from, and the day of its report apart from the work."""
    if not bound.due:
        return ""
    words = _("last day {day}").format(day=_day_and_report(bound))
    if bound.moved is None:
        return words
    moved = _("{words}, moved from {weekday} {day}")
    return moved.format(words=words, weekday=weekday(bound.moved), day=day(bound.moved))


def _day_and_report(bound: Obligation) -> str:
    words = day(bound.due) if bound.due else ""
    if not bound.report_due:
        return words
    return _("{day}, report by {report}").format(day=words, report=day(bound.report_due))


def review_words(plan: Plan, task: Need) -> str:
    """Who last held a task against its grounds, when, and what has changed since."""
    words = _("Not reviewed yet")
    if reviewed(task):
        words = f"{value_words(task, 'reviewed')}, {task['reviewed_by']}"
    grounds = suspect(plan, task)
    if not grounds:
        return words
    return _("{review}; changed since: {grounds}").format(review=words, grounds=described(grounds))


def value_label(value: str) -> str:
    """The words for a value of an enumeration in ``ubproject.toml``; other values as they are."""
    return _value_labels().get(value, value)


@once_a_language
def _value_labels() -> dict[str, str]:
    return {
        "joint": _("joint"),
        "each": _("each"),
        "stated": _("stated"),
        "derived": _("derived"),
        "agency": _("agency"),
        "group": _("group"),
        "party": _("party"),
        "council": _("council"),
        "front": _("front"),
        "court": _("court"),
        "procuracy": _("procuracy"),
        "military": _("military"),
        "central": _("central"),
        "listed": _("listed"),
        "unknown": _("unknown"),
        "certain": _("certain"),
        "partial": _("partial"),
        "month": _("month"),
        "quarter": _("quarter"),
        "half-year": _("half-year"),
        "year": _("year"),
        "yes": _("yes"),
        "no": _("no"),
        "returned": _("returned"),
        "order": _("order"),
        "request": _("request"),
        "requested": _("requested"),
        "suspended": _("suspended"),
        "cancelled": _("cancelled"),
        "corrected": _("corrected"),
        "reopened": _("opened again"),
        "nine-month": _("nine months"),
        "cumulative": _("quarter I, six months, nine months, year"),
        "off": _("off"),
        "worked": _("worked"),
        "unfinished": _("unfinished"),
        "higher": _("the higher the better"),
        "lower": _("the lower the better"),
        "sum": _("sum"),
        "mean": _("mean"),
        "least": _("least"),
    }


def unknown_words(plan: Plan, found: Finding) -> str:
    """What an import has left open, as readers of the plan understand it (see ``rules.left_open``)."""
    need = plan.needs[found.id]
    said = {
        "KH018": _("The text does not say this of its document: {label}"),
        "KH101": _("Who leads this task is not known."),
        "KH102": _("Whether the lead agencies act together or each for itself is not known."),
        "KH106": _("The text names no deliverable."),
        "KH201": _("The text sets no deadline."),
        "KH202": _("The deadline “{text}” names no day."),
        "KH203": _("The deadline “{text}” could not be read."),
        "KH204": _("The deadline “{text}” ends before the plan was issued."),
        "KH205": _("The deadline “{text}” does not say what it waits for."),
        "KH206": _("How often standing tasks are reported on is not known."),
        "KH307": _("Agencies to be compared with the text: {label}."),
        "KH308": _("To be compared with the text: {label}."),
    }
    label = plan.model.label(need.type, found.field)
    return said[found.code].format(label=label, text=need["deadline"])


def self_confirmed(plan: Plan, evidence: Need) -> bool:
    """Whether whoever confirmed an evidence is among those who answer for what it proves."""
    owners = (owner for task in plan.tasks_proved(evidence) for owner in task.to("owner"))
    answering = {*evidence.to("of"), *owners}
    return evidence["confirmed"] == "yes" and not answering.isdisjoint(evidence.to("confirmed_by"))


def confirmation_words(plan: Plan, evidence: Need) -> str:
    """Whether an evidence is confirmed, and by whom where that is who answers for it; or why it came back."""
    if evidence["confirmed"] == "returned":
        return _("sent back: {reason}").format(reason=evidence["reason"] or "…")
    if evidence["confirmed"] != "yes":
        return _("waits for confirmation")
    words = _("confirmed")
    return (
        _("{value} (by who answers for it)").format(value=words) if self_confirmed(plan, evidence) else words
    )


def value_words(need: Need, option: str) -> str:
    """The value of an option as people read it."""
    value = need.day(option)
    return day(value) if value else value_label(need[option])


def answering(status: TaskStatus) -> Iterator[tuple[Need, str]]:
    """Who is named beside the state of a task (see :func:`kehoach.progress.named`), each with its name.

    Those whose successor is not certain say so.
    """
    for part in named(status):
        unsure = _("{agency} (not known who took over)") if part in status.orphans else "{agency}"
        yield part.agency, unsure.format(agency=part.agency.title)


def task_words(task: Need) -> str:
    """A task with its clause."""
    return f"{task['clause']} {task.title}".strip()


def binding_words(bound: Obligation) -> str:
    """A deadline in the text's words with its extensions, and the last day where there is one."""
    words, last = deadline_words(bound), last_day_words(bound)
    return f"{words} ({last})" if last else words


def deliverable_words(status: TaskStatus) -> str:
    """The deliverables of a task; those that the text does not state are marked."""
    derived = _("{title} (derived)")
    return "; ".join(
        derived.format(title=d.title) if d["origin"] == "derived" else d.title
        for d in status.obligation.deliverables
    )
