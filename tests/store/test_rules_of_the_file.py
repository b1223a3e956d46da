"""What the file itself refuses reaches a person as one sentence, and nothing of the change is kept."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from gradesk.model.base import Entity, fields_of
from gradesk.model.entities import ENTITIES
from gradesk.model.plans.cycle import CycleStage
from gradesk.model.plans.passport import PassportVersion
from gradesk.model.plans.plan import PlanVersion
from gradesk.model.pupils.support import StatusPeriod
from gradesk.model.rules import one_of_a_kind
from gradesk.model.rules.days import days
from gradesk.services import editing
from gradesk.services.plans import cycles, passports
from gradesk.services.pupils import pupils
from gradesk.store.refusals import Clash
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.clock import Clock
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE, TODAY
from tests.store.test_journal import contents


def _second_open_status(store: Store, ava: str) -> None:
    pupils.set_status(store, ava, "E", date(2026, 10, 5), "Plan issued", date(2026, 10, 5))
    with store.read() as session:
        closed = session.scalars(select(StatusPeriod).where(StatusPeriod.ends_on.is_not(None))).one()
    editing.change(store, StatusPeriod, closed.uuid, {"ends_on": None}, "Open it again")


def _second_stage_of_a_kind(store: Store, ava: str) -> None:
    cycle = cycles.open_cycle(store, ava)
    with store.read() as session:
        stages = session.scalars(select(CycleStage).where(CycleStage.cycle_id == cycle)).all()
    editing.change(store, CycleStage, stages[0].uuid, {"code": stages[1].code}, "Change a stage")


def _second_version_of_a_number(store: Store, ava: str) -> None:
    passports.change(store, ava, {"good_at": "drawing"})
    passports.issue(store, ava)
    passports.change(store, ava, {"good_at": "drawing and singing"})
    passports.issue(store, ava)
    with store.read() as session:
        versions = session.scalars(select(PassportVersion)).all()
    editing.change(store, PassportVersion, versions[0].uuid, {"number": versions[1].number}, "Change a number")


def _a_plan_that_is_not_there(store: Store, ava: str) -> None:
    editing.add(store, PlanVersion, {"plan_id": "none", "pupil_id": ava, "number": 1, "content": "{}"}, "Add")


@pytest.mark.parametrize(
    ("break_it", "sentence"),
    [
        (_second_open_status, "one status at a time"),
        (_second_stage_of_a_kind, "one stage of each kind"),
        (_second_version_of_a_number, "version of that number already"),
        (_a_plan_that_is_not_there, "one that is gone"),
    ],
)
def test_a_rule_over_several_records_is_a_sentence(
    store: Store, ava: str, break_it: Callable[[Store, str], None], sentence: str
) -> None:
    kept: list[object] = []
    store.listen(lambda _changed: kept.append(contents(store)))
    with pytest.raises(Clash, match=f"{sentence}.*; nothing was changed"):
        break_it(store, ava)
    if kept:
        assert contents(store) == kept[-1]


def test_every_unique_index_over_records_has_its_sentence_or_is_of_the_programs_own_lists() -> None:
    own_lists = {"layer", "plan_type", "rating_scale", "rule_setting", "switched_off", "import_mapping", "value_answer"}
    own_lists |= {"clock_setting", "phrase_correction", "layout_section", "meeting_kind", "retention_rule", "erasure"}
    usual = one_of_a_kind.sentence("UNIQUE constraint failed: none")
    for entity in ENTITIES:
        table = entity.metadata.tables[entity.__tablename__]
        for index in table.indexes:
            if index.unique and table.name not in own_lists:
                columns = ", ".join(f"{table.name}.{column.name}" for column in index.columns)
                assert one_of_a_kind.sentence(f"UNIQUE constraint failed: {columns}") != usual, columns


def test_a_upn_belongs_to_one_pupil(store: Store, ava: str) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo"})
    with pytest.raises(Refused, match=r"has the UPN .* already, so nothing was changed"):
        pupils.change_pupil(store, bo, {"upn": "L867200126001"})
    with pytest.raises(Refused, match=r"has the UPN .* already"):
        pupils.add_pupil(store, {"legal_forename": "Cy", "upn": " l867200126001 "})
    pupils.delete_pupil(store, ava)
    pupils.change_pupil(store, bo, {"upn": "L867200126001"})
    with pytest.raises(Refused, match=r"has the UPN .* already"):
        pupils.restore_pupil(store, ava)
    pupils.change_pupil(store, bo, {"upn": "L867200126001", "house": "Red"})


DATED = [
    (entity, info.name)
    for entity in ENTITIES
    for info in fields_of(entity)
    if info.python_type is date and entity.metadata.tables[entity.__tablename__].c[info.name].type.python_type is date
]


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(dated=st.sampled_from(DATED), day=st.dates())
def test_days_beyond_a_childs_life_are_refused_whoever_writes_them(
    store: Store, dated: tuple[type[Entity], str], day: date
) -> None:
    """Past every service and form, straight at the file, as imports and undo do."""
    entity, name = dated
    table = entity.metadata.tables[entity.__tablename__]
    try:
        with store.work("Straight at the file") as session:
            session.connection().exec_driver_sql("PRAGMA ignore_check_constraints=ON")
            names = [column.name for column in table.c if not column.nullable or column.name == name]
            values = [str(day) if one == name else _filler(table.c[one].type.python_type, one) for one in names]
            marks = ", ".join("?" for _ in names)
            session.connection().exec_driver_sql(
                f"INSERT INTO {table.name} ({', '.join(names)}) VALUES ({marks})", tuple(values)
            )
            assert days.FIRST <= day <= days.LAST
            raise Refused("Gone far enough.")
    except Refused as refused:
        inside = days.FIRST <= day <= days.LAST
        assert ("cannot be kept" in str(refused)) == (not inside), refused


def _filler(kind: type, name: str) -> object:
    return {date: "2026-11-23", datetime: "2026-11-23T12:00:00+00:00"}.get(kind, name)


def test_a_leaving_day_of_the_year_9999_is_refused_at_the_pupils_page(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="nothing was changed"):
        pupils.mark_left(store, ava, date(9999, 7, 20))
    with pytest.raises(Refused, match="nothing was changed"):
        pupils.set_layer(store, ava, "some", date(9999, 1, 1), "because", date(2026, 11, 23))


@pytest.mark.parametrize(("minutes", "said"), [(0, 0), (4, 0), (6, 1), (60, 1), (60 * 24, 1)])
def test_a_clock_set_back_by_more_than_five_minutes_is_said(folder: Path, minutes: int, said: int) -> None:
    noon = datetime(2026, 11, 23, 12, tzinfo=UTC)
    store = Store(Vault.open(folder, PASSPHRASE), Clock(lambda: noon - timedelta(minutes=minutes), lambda: TODAY))
    assert sum("clock says" in words for words in store.notices) == said
    pupils.add_pupil(store, {"legal_forename": "Bo"})
    assert sum("clock says" in words for words in store.notices) == said
    store.close()


def test_a_clock_set_back_while_the_file_is_open_is_said_once(folder: Path) -> None:
    now = [datetime(2026, 11, 23, 15, tzinfo=UTC)]
    store = Store(Vault.open(folder, PASSPHRASE), Clock(lambda: now[0], lambda: TODAY))
    heard: list[str] = []
    store.heed(heard.append)
    pupils.add_pupil(store, {"legal_forename": "Bo"})
    now[0] -= timedelta(minutes=10)
    for name in ("Cy", "Di"):
        pupils.add_pupil(store, {"legal_forename": name})
    assert len(heard) == 1 and "put the clock right" in heard[0]
    store.close()
