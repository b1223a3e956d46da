"""The cycles of everybody on support, for the school's view of the river."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import select

from gradesk.model.plans.cycle import Cycle, CycleStage
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.lanes import SORTS, Lane, School
from gradesk.model.rules.river.story import Stage, Story
from gradesk.model.vocabulary import STAGES, STATUSES
from gradesk.services.pupils import register
from gradesk.services.school import school
from gradesk.store.work import Store

# The records the lanes are drawn from.
TOLD_OF = frozenset({"cycle", "cycle_stage", "pupil", "status_period", "layer_period", "half_term", "closure_day"})


def lanes(store: Store, sort: str = "overdue", only: Iterable[str] | None = None) -> School:
    """A lane for everybody with a status or an open cycle, or for `only` these pupils; ordered by one of `SORTS`."""
    today = store.clock.today()
    wanted = set(only) if only is not None else None
    rows = [
        row
        for row in register.everyone(store)
        if (row.uuid in wanted if wanted is not None else row.status in STATUSES.codes and row.status != "N")
        or (wanted is None and row.cycle is not None)
    ]
    labels = {label.code: label.label for label in school.layers(store)}
    stages, ends = _stages(store, {row.uuid for row in rows}, today)
    late = {row.uuid: _late(ends.get(row.uuid), today) for row in rows}
    made = [
        Lane(
            row.uuid,
            row.name,
            _group(row, sort, labels, ends.get(row.uuid), today),
            _words(row, ends.get(row.uuid), today),
            late[row.uuid][0],
            stages.get(row.uuid, ()),
            late[row.uuid][1],
        )
        for row in _ordered(rows, sort, ends, labels, today)
    ]
    return School(today, made, Index(Story(today, terms=school.half_terms(store), closures=school.closures(store))))


End = tuple[int, str, date, date | None]  # number, stage and planned end of the open cycle, and the review's day


def _stages(store: Store, wanted: set[str], today: date) -> tuple[dict[str, list[Stage]], dict[str, End]]:
    """Stages by pupil in order of time, and how the open cycle stands."""
    found: dict[str, list[Stage]] = defaultdict(list)
    ends: dict[str, End] = {}
    with store.read() as session:
        rows = session.execute(
            select(
                Cycle.pupil_id, Cycle.number, Cycle.stage, Cycle.closed_on, Cycle.review_due_on,
                CycleStage.uuid, CycleStage.code, CycleStage.planned_from, CycleStage.planned_to,
                CycleStage.started_on, CycleStage.ended_on,
            )
            .join(CycleStage, CycleStage.cycle_id == Cycle.uuid)
            .where(Cycle.deleted_at.is_(None))
            .order_by(Cycle.pupil_id, Cycle.number, CycleStage.planned_from)
        )  # fmt: skip
        for pupil, number, at, closed, due, uuid, code, begin, end, started, ended in rows:
            if pupil not in wanted or (started is None and closed is not None):
                continue
            current = closed is None and at == code
            if current:
                ends[pupil] = (number, at, end, due)
            found[pupil].append(
                Stage(
                    f"stage:{uuid}", code, STAGES.label(code), number, started or max(begin, today), ended, begin, end,
                    overdue=current and end < today, begun=started is not None,
                )
            )  # fmt: skip
    return found, ends


def _late(end: End | None, today: date) -> tuple[int, str]:
    """Days by which the review is late, or else the stage, and which of them; 0 when neither is."""
    if end is None:
        return 0, ""
    _, stage, planned, due = end
    if due is not None and due < today:
        return (today - due).days, "Review"
    return max((today - planned).days, 0), STAGES.label(stage)


def _words(row: register.RegisterRow, end: End | None, today: date) -> str:
    if end is None:
        return f"{row.class_name}: no open cycle"
    number, stage, planned, due = end
    late = f", planned to end {day_words(planned, today)}" if planned < today else ""
    review = f"; review due {day_words(due, today)}" if due else ""
    return f"{row.class_name}: cycle {number} at {STAGES.label(stage)}{late}{review}"


def _group(row: register.RegisterRow, sort: str, labels: dict[str, str], end: End | None, today: date) -> str:
    if sort == "class":
        return row.class_name or "No class"
    if sort == "layer":
        return labels.get(row.layer, row.layer) or "No layer"
    if sort == "overdue":
        if end is None:
            return "No open cycle"
        return "Overdue" if _late(end, today)[0] else "In time"
    return ""


def _ordered(
    rows: Sequence[register.RegisterRow], sort: str, ends: dict[str, End], labels: dict[str, str], today: date
) -> list[register.RegisterRow]:
    if sort not in SORTS:
        raise ValueError(f"unknown order of lanes: {sort}")
    by_name = sorted(rows, key=lambda row: row.name.casefold())
    if sort == "class":
        return sorted(by_name, key=lambda row: (not row.class_name, row.class_name.casefold()))
    if sort == "layer":
        order = {code: place for place, code in enumerate(reversed(list(labels)))}
        return sorted(by_name, key=lambda row: order.get(row.layer, len(order)))
    if sort == "overdue":
        # The latest first; those without a cycle between the late ones and those in time.
        return sorted(
            by_name, key=lambda row: (-_late(ends.get(row.uuid), today)[0], row.uuid in ends and row.status != "")
        )
    return by_name
