"""A school arranges the sections of its pages, and goes back to those that ship."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.model.base import fields_of
from gradesk.model.plans.passport import PASSPORT_SECTIONS, Passport
from gradesk.model.plans.plan import BLOCKS, Plan
from gradesk.services.custody import history
from gradesk.services.paper import layouts, phrasebook
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def codes(store: Store, document: str = "class-grid") -> list[str]:
    return [one.code for one in layouts.layout(store, document).sections]


def test_every_page_begins_as_it_ships(store: Store) -> None:
    assert layouts.layouts(store) == list(layouts.shipped())
    assert not layouts.layout(store, "plan").is_changed


def test_shipped_headings_are_those_of_the_records_and_known_to_translators() -> None:
    known = {phrase.english for phrase in phrasebook.phrases()}
    assert {one.title for found in layouts.shipped() for one in found.sections} <= known
    labels = {info.name: info.label for info in (*fields_of(Passport), *fields_of(Plan))}
    by_code = {found.code: found for found in layouts.shipped()}
    for code in ("passport", "plan"):
        assert all(labels[one.code] == one.title for one in by_code[code].sections)
    assert [one.code for one in by_code["passport"].sections] == [n for n in PASSPORT_SECTIONS if n != "go_to"]
    placed = {"strengths", "pupil_view", "pupil_view_how", "parent_view", "parent_view_absent"}
    blocks = [name for block in BLOCKS for name in block.fields if name not in placed]
    assert [one.code for one in by_code["plan"].sections] == blocks


def test_a_section_moves_by_one_and_stops_at_the_end(store: Store) -> None:
    first, second, *rest = codes(store)
    layouts.move(store, "class-grid", first, 1)
    assert codes(store) == [second, first, *rest]
    assert layouts.layout(store, "class-grid").is_arranged
    layouts.move(store, "class-grid", second, -1)
    assert codes(store) == [second, first, *rest]
    history.undo(store)
    assert codes(store) == [first, second, *rest]


def test_a_heading_of_the_schools_own_and_back(store: Store) -> None:
    layouts.change(store, "class-grid", "helps", {"heading": "  What  works here "})
    assert layouts.layout(store, "class-grid").sections[0].heading == "What works here"
    layouts.change(store, "class-grid", "helps", {"heading": "What helps"})
    assert layouts.layout(store, "class-grid").sections[0].own == ""
    with pytest.raises(Refused, match="80 characters"):
        layouts.change(store, "class-grid", "helps", {"heading": "x" * 81})


def test_what_never_leaves_the_staffs_hands_is_said_once_for_all_copies(store: Store) -> None:
    layouts.change(store, "class-grid", "go_to", {"is_outside": False})
    found = layouts.layout(store, "class-grid")
    assert set(found.inside_only) == {"health", "go_to"}
    assert "go_to" in [one.code for one in found.shown()]
    assert "go_to" not in [one.code for one in found.shown(outside=True)]


def test_a_page_is_never_left_empty(store: Store) -> None:
    shown = [one.code for one in layouts.layout(store, "class-grid").shown()]
    for code in shown[:-1]:
        layouts.change(store, "class-grid", code, {"is_shown": False})
    with pytest.raises(Refused, match="Nothing would be left"):
        layouts.change(store, "class-grid", shown[-1], {"is_shown": False})
    assert [one.code for one in layouts.layout(store, "class-grid").shown()] == shown[-1:]


def test_going_back_is_one_step_and_can_be_undone(store: Store) -> None:
    layouts.change(store, "plan", "advice", {"is_outside": False})
    layouts.move(store, "plan", "works", -1)
    mine = layouts.layout(store, "plan")
    layouts.reset(store, "plan")
    assert not layouts.layout(store, "plan").is_changed
    history.undo(store)
    assert layouts.layout(store, "plan") == mine
    layouts.reset(store, "plan")
    layouts.change(store, "plan", "advice", {"heading": "Advice"})
    assert layouts.layout(store, "plan").of(["advice"])[0].heading == "Advice"


def test_an_unknown_page_or_section_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="no sections to arrange"):
        layouts.layout(store, "timeline")
    with pytest.raises(Refused, match="no section “x”"):
        layouts.move(store, "plan", "x", 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=15, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(("helps", "health", "go_to", "hard")), st.sampled_from((-1, 1))), max_size=6))
def test_moving_never_loses_a_section(store: Store, moves: list[tuple[str, int]]) -> None:
    before = sorted(codes(store))
    for code, step in moves:
        layouts.move(store, "class-grid", code, step)
    assert sorted(codes(store)) == before
