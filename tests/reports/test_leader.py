"""The leader's page: figures of two days, who is late by leader, what has come in."""

from collections import Counter
from datetime import date

from kehoach.extension.blocks import Grid, Role
from kehoach.plan import Plan
from kehoach.progress import Progress, State, tally
from kehoach.progress.todos import Todo, todos
from kehoach.reports import tables
from kehoach.reports.tables import plain

BEFORE, NOW = date(2026, 6, 25), date(2026, 7, 8)


def test_the_figures_stand_beside_those_of_the_earlier_day(demo_plan: Plan) -> None:
    """Done, overdue and waiting on both days are those of the tally on these days."""
    before, now = Progress(demo_plan, BEFORE), Progress(demo_plan, NOW)
    rows = tables.against(before, now).rows
    for then, shown in ((before, [row.before for row in rows]), (now, [row.now for row in rows])):
        total = tally(then).total
        assert shown[0] == total[State.DONE_ON_TIME] + total[State.DONE_LATE]
        assert (shown[1], shown[3]) == (total[State.DONE_LATE], total[State.NO_INFORMATION])
        coming = {i.need.id: i.need for i in todos(then) if i.todo in (Todo.DUE_SOON, Todo.DUE_LATER)}
        assert shown[4] == sum(not then.of(task).outside_only for task in coming.values())
        assert shown[2] == total[State.OPEN_OVERDUE] + total[State.NO_INFORMATION]
        assert shown[5] == total[State.AWAITING]


def test_what_is_late_stands_leader_by_leader(demo_plan: Plan) -> None:
    """Each leader's tasks stand together, the latest first; nothing is lost."""
    now = Progress(demo_plan, date(2026, 11, 22))
    rows = tables.late_by_leader(now).rows
    leaders = [row.task["leader"] for row in rows]
    assert len(list(dict.fromkeys(leaders))) == sum(
        a != b for a, b in zip([None, *leaders], leaders, strict=False)
    )
    assert {row.task.id for row in rows} == {row.task.id for row in tables.late_list(now).rows}
    # The reason is that of the late list, and of who has said nothing this is said.
    full, brief = (
        {t.need(r): plain(t.cells(r)[-1]) for r in t.rows}
        for t in (tables.late_list(now), tables.late_by_leader(now))
    )
    assert full["NV-9-2026-II-4"] == brief["NV-9-2026-II-4"]
    assert "reminded 2 times" in brief["NV-9-2026-II-4"]
    assert "nothing reported" in brief["NV-9-2026-II-5"]
    for leader in dict.fromkeys(leaders):
        days = [row.days_late for row in rows if row.task["leader"] == leader]
        assert days == sorted(days, reverse=True)


def test_differences_are_figures(demo_plan: Plan) -> None:
    """With their sign they stand right like the figures beside them, where one does not differ too."""
    grid = Grid(tables.against(Progress(demo_plan, BEFORE), Progress(demo_plan, NOW)))
    changes = [plain(grid.table.cells(row)[-1]) for row in grid.table.rows]
    assert "0" in changes
    assert any(change.startswith("+") for change in changes)
    assert grid.body[1] == [Role.NAME, Role.FIGURE, Role.FIGURE, Role.FIGURE]


def test_what_is_not_said_of_a_late_task_is_called_so(demo_plan: Plan) -> None:
    """No cell for leader and reason is blank, where some task names a leader."""
    table = tables.late_by_leader(Progress(demo_plan, date(2026, 11, 22)))
    keys = [column.key for column in table.columns]
    rows = [dict(zip(keys, map(plain, table.cells(row)), strict=True)) for row in table.rows]
    assert all(row["leader"] and row["reason"] for row in rows)
    assert {"No leader named"} < {row["leader"] for row in rows}
    assert "none given" in {row["reason"] for row in rows}


def test_each_agency_has_all_its_tasks_in_six_columns(demo_plan: Plan) -> None:
    """Done, under way, overdue and others add up to what it leads, as in the full table."""
    now = Progress(demo_plan, NOW)
    table, outside = tables.in_short(now), tables.outside_in_short(now)
    assert len(table.columns) == len(outside.columns) == 6
    found = tally(now)
    assert outside.rows
    for row in (*table.rows, *outside.rows):
        leads, done, open_, past, rest = (int(str(cell)) for cell in table.cells(row)[1:])
        assert leads == row.counts.total()
        assert done == row.counts[State.DONE_ON_TIME] + row.counts[State.DONE_LATE]
        assert open_ == row.counts[State.OPEN_IN_TIME] + row.counts[State.AWAITING]
        assert past == row.counts[State.OPEN_OVERDUE] + row.counts[State.NO_INFORMATION]
        assert rest == leads - done - open_ - past
    for shown, counted in ((table, found.rows), (outside, found.outside)):
        counts = (row.counts for row in shown.rows)
        assert sum(counts, Counter[State]()) == sum(counted.values(), Counter[State]())


def test_new_documents_are_named_from_the_day_after(demo_plan: Plan) -> None:
    """Of the earlier day nothing, of the day after everything: evidence, reports, directives, amendments."""
    rows = tables.news(Progress(demo_plan, BEFORE), Progress(demo_plan, NOW)).rows
    found = {row.need.id for row in rows}
    assert {"MC-9-2026-14", "MC-9-2026-11", "YK-9-2026-1", "YK-9-2026-2", "DC-9-2026-11"} <= found
    assert not {"MC-9-2026-4", "BC-9-2026-1", "BC-9-2026-2"} & found
    assert all(BEFORE < row.dated <= NOW and row.tasks for row in rows)
