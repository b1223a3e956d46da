"""The pupils of a big practice school beyond those with a full story: a thin record each, written in bulk.

They come in as a school's register does, by one import; whoever is on support then gets key adult, layer and an open
cycle through the services, a hundred pupils to a unit of work.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random

from gradesk.practice.cast.adults import Staff
from gradesk.practice.cast.people import Child
from gradesk.practice.days import SchoolDays
from gradesk.services.admission import admitting
from gradesk.services.admission.admission import AdmissionPlan, Group, PlanRow, Source, Value, fingerprint
from gradesk.services.admission.known_register import known_pupils
from gradesk.services.plans import cycles
from gradesk.services.pupils import leads, pupils, register
from gradesk.store.work import Store

# As on a real roll (January 2025).
_SHARES = {"E": 0.053, "K": 0.142, "W": 0.06}
_NEEDS = {"E": ("ASD", "SLCN", "SEMH", "ASD", "SLD"), "K": ("SLCN", "SEMH", "SPLD", "MLD", "SLCN", "ASD")}
_MOVES = (13, 20, 68)  # days after the opening on which plan, do and review begin
_AT_ONCE = 100


def add_crowd(
    store: Store,
    rng: Random,
    children: Sequence[Child],
    staff: Staff,
    days: SchoolDays,
    progress: Callable[[int], None],
) -> None:
    """Add the children; `progress` is called with how many are done."""
    statuses = {child.upn: _status(rng) for child in children}
    rows = [_row(rng, child, statuses[child.upn], days.today) for child in children]
    plan = AdmissionPlan(
        rows=tuple(rows),
        source=Source("practice school", 0, ""),
        header_key="practice school",
        mapping={},
        answers={},
        state=fingerprint(known_pupils(store)),
    )
    admitting.apply_plan(store, plan)
    ids = {row.upn: row.uuid for row in register.everyone(store, register.Criteria(status="KE"))}
    supported = [child for child in children if statuses[child.upn] in ("E", "K")]
    for start in range(0, len(supported), _AT_ONCE):
        progress(start * len(children) // len(supported))
        with store.work("Support begins"):
            for child in supported[start : start + _AT_ONCE]:
                _support(store, rng, ids[child.upn], statuses[child.upn], child, staff, days)


def _status(rng: Random) -> str:
    codes = [*_SHARES, "N"]
    return rng.choices(codes, [*_SHARES.values(), 1 - sum(_SHARES.values())])[0]


def _row(rng: Random, child: Child, status: str, today: date) -> PlanRow:
    values: dict[str, Value] = {**child.values()}
    if status != "N":
        values["status"] = status
        values["status_since"] = max(child.entered, today - timedelta(days=rng.randint(100, 600)))
    if status in _NEEDS:
        values["needs"] = (rng.choice(_NEEDS[status]),)
    return PlanRow(Group.NEW, 0, "", f"{child.surname}, {child.forename}", values=values)


def _support(
    store: Store, rng: Random, pupil_id: str, status: str, child: Child, staff: Staff, days: SchoolDays
) -> None:
    opened = max(days.on_or_before(days.today - timedelta(days=rng.randint(2, 100))), min(child.entered, days.today))
    pupils.change_pupil(store, pupil_id, {"key_adult_id": staff.role("ta", rng.randrange(6)).uuid})
    leads.name_lead(store, pupil_id, staff.teacher(child.class_name).uuid, "teacher", opened)
    pupils.set_layer(store, pupil_id, "few" if status == "E" else "some", opened, "Support in cycles", opened)
    cycle_id = cycles.open_cycle(store, pupil_id, opened)
    for day in (opened + timedelta(days=step) for step in _MOVES):
        if day <= days.today - timedelta(days=rng.randint(0, 9)):
            cycles.move_on(store, cycle_id, day)
