"""Every change is one labelled unit of work, is written down by the file itself, and can be taken back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from gradesk.model.base import Base
from gradesk.model.journal import JournalChange, JournalUnit
from gradesk.model.pupils.pupil import Pupil
from gradesk.services.custody import gone, history
from gradesk.services.meetings import meetings
from gradesk.services.plans import beginning, cycles, passports, plans, reviews
from gradesk.services.pupils import pupils
from gradesk.store.schema.triggers import journalled_tables
from gradesk.store.work import Changed, Store
from gradesk.system.refusal import Refused


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every journalled table."""
    with store.read() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(text(f"SELECT * FROM {table.name}"))), key=repr)
            for table in journalled_tables()
        }


def test_the_schema_at_head_equals_the_models(store: Store) -> None:
    with store.vault.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_nothing_goes_past_the_journal(store: Store, ava: str) -> None:
    with pytest.raises(DatabaseError), store.vault.engine.begin() as connection:
        connection.execute(text("UPDATE pupil SET legal_surname = 'Smith'"))
    with pytest.raises(DatabaseError), store.vault.engine.begin() as connection:
        connection.execute(text("DELETE FROM journal_change"))


def test_a_read_cannot_write(store: Store) -> None:
    with pytest.raises(RuntimeError, match="unit of work"), store.read() as session:
        session.add(Pupil(legal_surname="Smith"))
        session.flush()


def test_an_error_inside_a_unit_keeps_none_of_it(store: Store, ava: str) -> None:
    before = contents(store)
    with pytest.raises(Refused), store.work("Half of it"):
        pupils.change_pupil(store, ava, {"class_name": "5 Elm"})
        raise Refused("no")
    assert contents(store) == before


def test_a_unit_that_changes_nothing_leaves_no_trace(store: Store, ava: str, counted: Callable[[], list[str]]) -> None:
    pupils.change_pupil(store, ava, {"class_name": "4 Oak"})
    assert counted() == []


def test_one_announcement_says_what_and_whom_a_unit_touched(store: Store, ava: str) -> None:
    heard: list[Changed] = []
    store.listen(heard.append)
    me = object()
    passports.change(store, ava, {"good_at": "drawing"}, me)
    assert [(c.label, c.kinds, c.pupils, c.initiator) for c in heard] == [
        ("Change Ava’s passport", frozenset({"passport"}), frozenset({ava}), me)
    ]


def test_undo_and_redo_put_words_back_and_forth(store: Store, ava: str) -> None:
    passports.change(store, ava, {"good_at": "drawing"})
    passports.change(store, ava, {"good_at": "drawing and swimming"})
    assert history.undo(store) == "Change Ava’s passport"
    assert passports.passport(store, ava).good_at == "drawing"
    history.redo(store)
    assert passports.passport(store, ava).good_at == "drawing and swimming"
    history.undo(store)
    history.undo(store)
    assert passports.passport(store, ava) is None


def test_undo_refuses_when_the_record_moved_on(store: Store, ava: str) -> None:
    passports.change(store, ava, {"good_at": "drawing"})
    with store.read() as session:
        unit = session.scalars(select(JournalUnit).order_by(JournalUnit.id.desc())).first()
    passports.change(store, ava, {"good_at": "singing"})
    assert unit is not None
    with pytest.raises(Refused, match="cannot be undone"):
        history.undo(store, unit.id)
    assert passports.passport(store, ava).good_at == "singing"


def test_a_pupil_is_not_undone_away_from_under_a_plan(store: Store, ava: str) -> None:
    with store.read() as session:
        unit = session.scalars(select(JournalUnit).where(JournalUnit.label == "Add Ava")).one()
    with pytest.raises(Refused, match="cannot be undone"):
        history.undo(store, unit.id)
    assert pupils.page(store, ava).pupil.legal_forename == "Ava"


def test_the_history_of_a_pupil_reads_as_field_before_and_after(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"year_group": "5"})
    newest = history.entries(store, ava)[0]
    assert newest.label == "Change Ava’s details"
    assert [(c.label, c.before, c.after) for c in newest.changes] == [("Year group", "Year 4", "Year 5")]


def test_what_was_deleted_can_be_brought_back(store: Store, ava: str) -> None:
    contact = meetings.log(store, ava, {"kind": "phone", "summary": "Happy with reading"})
    meetings.remove(store, contact)
    assert meetings.of_pupil(store, ava) == []
    (one,) = gone.of_pupil(store, ava)
    kind, uuid, words = one.kind, one.uuid, one.words
    assert "Happy with reading" in words
    history.bring_back(store, kind, uuid)
    assert meetings.of_pupil(store, ava)[0].summary == "Happy with reading"


def a_plan(store: Store, ava: str) -> str:
    """The plan there is, or a new one."""
    found = plans.plans(store, ava)
    return found[0].uuid if found else beginning.begin(store, ava)


def a_cycle(store: Store, ava: str) -> str:
    """The open cycle, or a new one."""
    found = cycles.current(store, ava)
    return found.cycle.uuid if found else cycles.open_cycle(store, ava)


ACTIONS: list[Callable[[Store, str, str], object]] = [
    lambda store, ava, words: passports.change(store, ava, {"helps": words}),
    lambda store, ava, words: pupils.change_pupil(store, ava, {"class_name": words}),
    lambda store, ava, words: pupils.set_layer(
        store, ava, "some", date(2026, 11, 23), f"because {words}", date(2026, 11, 23)
    ),
    lambda store, ava, words: pupils.set_needs(store, ava, ["SLCN", "SPLD"], date(2026, 11, 23), words),
    lambda store, ava, words: pupils.set_needs(store, ava, ["ASD"], date(2026, 11, 23), words),
    lambda store, ava, words: meetings.log(store, ava, {"summary": words}),
    lambda store, ava, words: plans.add_target(store, a_plan(store, ava), {"baseline": words}),
    lambda store, ava, words: reviews.change(store, a_cycle(store, ava), {"staff_view": words}),
    lambda store, ava, words: a_cycle(store, ava),
    lambda store, ava, words: pupils.mark_left(store, ava, date(2026, 7, 20)),
]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(steps=[(place, "a\x00b\ud800") for place in range(10)])
@given(steps=st.lists(st.tuples(st.sampled_from(range(len(ACTIONS))), st.text(max_size=20)), min_size=1, max_size=6))
def test_undoing_everything_returns_to_the_start_and_redoing_to_the_end(
    store: Store, ava: str, steps: list[tuple[int, str]]
) -> None:
    units = 0

    def count(_changed: Changed) -> None:
        nonlocal units
        units += 1

    store.listen(count)
    before = contents(store)
    for place, words in steps:
        ACTIONS[place](store, ava, words)
    done, after = units, contents(store)
    for _ in range(done):
        history.undo(store)
    assert contents(store) == before
    for _ in range(done):
        history.redo(store)
    assert contents(store) == after
    for _ in range(done):
        history.undo(store)
    assert contents(store) == before


def test_the_journal_keeps_only_what_differs(store: Store, ava: str) -> None:
    pupils.change_pupil(store, ava, {"house": "Red"})
    with store.read() as session:
        change = session.scalars(select(JournalChange).order_by(JournalChange.id.desc())).first()
    assert change is not None
    assert (change.before, change.after) == ('{"house":""}', '{"house":"Red"}')
