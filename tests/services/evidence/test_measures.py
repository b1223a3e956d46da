"""The catalogue of measures and a pupil's results: kept as typed, in bands, compared with their own kind, undone."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.rules import measures as rules
from gradesk.model.vocabulary import INFORMANTS, MEASURE_DIRECTIONS, MEASURE_UNITS
from gradesk.services.custody import history
from gradesk.services.evidence import measure_catalogue, measures
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)


def add(store: Store, pupil: str, measure: str, typed: str, back: int = 0, **more: object) -> str:
    return measures.add_result(store, pupil, measure, typed, {"happened_on": TODAY - timedelta(back), **more})


# The catalogue ---------------------------------------------------------------------------------------------------


def test_every_shipped_measure_is_whole() -> None:
    shipped = measure_catalogue.shipped()
    assert len(shipped) >= 50
    assert len({one.name for one in shipped.values()}) == len(shipped)
    for one in shipped.values():
        assert one.family and one.informants, one.code
        assert one.unit in MEASURE_UNITS and one.direction in MEASURE_DIRECTIONS, one.code
        assert set(one.informants) <= set(INFORMANTS.codes), one.code
        if one.unit == "steps":
            assert len(one.steps) >= 2
            assert [rules.read_value(one, step) for step in one.steps] == list(range(len(one.steps)))
        else:
            assert one.lowest is not None and one.highest is not None and one.lowest < one.highest, one.code
        assert rules.read_value(one, rules.example(one).strip("“”")) is not None


def test_bands_of_shipped_measures_leave_no_gap_and_stay_in_range() -> None:
    for one in measure_catalogue.shipped().values():
        for who in {band.informant for band in one.bands}:
            bands = [band for band in one.bands if band.informant == who]
            assert (bands[0].low, bands[-1].high) == (one.lowest, one.highest), one.code
            step = 10**-one.decimals
            for lower, higher in itertools.pairwise(bands):
                assert higher.low == pytest.approx(lower.high + step), (one.code, lower.words)


@pytest.mark.parametrize(
    ("code", "value", "who", "band"),
    [
        ("sdq_total", 11, "teacher", "close to average"),
        ("sdq_total", 12, "teacher", "slightly raised"),
        ("sdq_total", 16, "parent", "slightly raised"),
        ("sdq_total", 19, "teacher", "very high"),
        ("sdq_hyperactivity", 8, "teacher", "high"),
        ("sdq_prosocial", 4, "teacher", "low"),
        ("sdq_prosocial", 4, "parent", ""),
        ("ngrt", 89, "teacher", "average"),
        ("rapid", 87, "teacher", "below average"),
        ("phonics", 31, "teacher", "threshold not yet met"),
        ("phonics", 32, "teacher", "threshold met"),
        ("attendance", 89.9, "teacher", "persistently absent"),
        ("language_screen", 82, "teacher", "amber: watch"),
    ],
)
def test_published_bands_are_those_of_their_source(code: str, value: float, who: str, band: str) -> None:
    assert rules.band_of(measure_catalogue.shipped()[code], value, who) == band


def test_what_no_source_states_is_marked_to_be_checked() -> None:
    shipped = measure_catalogue.shipped()
    assert "parent" in shipped["sdq_total"].unverified
    assert shipped["phonics"].unverified
    assert not shipped["rapid"].unverified


def test_a_school_puts_its_own_figures_in_place_of_shipped_ones_and_goes_back(store: Store, ava: str) -> None:
    measure_catalogue.change(store, "phonics", {"bands": "0-33 not yet\n34-40 met", "retest_weeks": 20})
    own = measure_catalogue.measure(store, "phonics")
    assert (rules.band_of(own, 33, "teacher"), own.retest_weeks, own.highest, own.is_own) == ("not yet", 20, 40, True)
    assert own.family == "National checks"
    measure_catalogue.take_back(store, "phonics")
    assert measure_catalogue.measure(store, "phonics") == measure_catalogue.shipped()["phonics"]
    history.undo(store)
    assert measure_catalogue.measure(store, "phonics").is_own


def test_a_school_adds_hides_and_removes_a_measure_of_its_own(store: Store, ava: str) -> None:
    code = measure_catalogue.add(store, {"name": "Marlfield writing ladder", "lowest": 1.0, "highest": 12.0})
    add(store, ava, code, "4", informant="teacher")
    with pytest.raises(Refused, match="has results"):
        measure_catalogue.take_back(store, code)
    measure_catalogue.hide(store, code)
    assert code not in [one.code for one in measure_catalogue.in_use(store)]
    assert measures.results(store, ava)[0].label == "Marlfield writing ladder"
    with pytest.raises(Refused, match="there already"):
        measure_catalogue.add(store, {"name": "reading AGE"})
    with pytest.raises(Refused, match="needs a name"):
        measure_catalogue.add(store, {"name": "  "})
    with pytest.raises(Refused, match="above the lowest"):
        measure_catalogue.add(store, {"name": "Upside down", "lowest": 12.0, "highest": 1.0})


@pytest.mark.parametrize(
    "values",
    [
        {"bands": "nonsense"},
        {"bands": "9" * 400 + " endless"},
        {"bands": "0.0000001 finer than anything"},
        {"lowest": float("nan")},
        {"highest": float("inf")},
        {"retest_weeks": float("nan")},
        {"decimals": float("inf")},
        {"lowest": 50.0},
        {"decimals": 9},
        {"retest_weeks": 1.5},
        {"informants": "teacher cat"},
        {"steps": "one\nOne"},
        {"name": " "},
    ],
)
def test_figures_that_cannot_be_are_refused_and_the_old_ones_kept(store: Store, values: dict[str, object]) -> None:
    with pytest.raises(Refused):
        measure_catalogue.change(store, "phonics", values)
    assert measure_catalogue.measure(store, "phonics") == measure_catalogue.shipped()["phonics"]


def test_what_was_used_here_before_stands_first_among_the_choices(store: Store, ava: str) -> None:
    add(store, ava, "voice_ten", "4", informant="self")
    assert measure_catalogue.in_use(store)[0].code == "voice_ten"


# Results ---------------------------------------------------------------------------------------------------------


def test_a_result_is_said_with_band_and_change_since_the_last(store: Store, ava: str) -> None:
    add(store, ava, "sdq_total", "16", 183, informant="teacher")
    add(store, ava, "sdq_total", "12", informant="teacher")
    newest, first = measures.results(store, ava)
    assert newest.words == "12, slightly raised"
    assert newest.change == "improved by 4 in 6 months; lower is better"
    assert first.change == ""
    assert newest.written_at == store.clock.now()
    assert newest.happened_on == TODAY


def test_results_of_different_people_are_never_compared(store: Store, ava: str) -> None:
    add(store, ava, "sdq_total", "20", 90, informant="parent")
    add(store, ava, "sdq_total", "12", informant="teacher")
    assert [row.change for row in measures.results(store, ava)] == ["", ""]
    [group] = measures.by_measure(measures.results(store, ava))
    assert [[row.informant for row in line] for line in group.lines()] == [["teacher"], ["parent"]]


def test_results_of_different_questions_are_never_compared(store: Store, ava: str) -> None:
    add(store, ava, "voice_ten", "3", 90, informant="self", question="How is lunch?", hoped="8")
    add(store, ava, "voice_ten", "5", informant="self", question="How is maths?")
    newest, first = measures.results(store, ava)
    assert (newest.change, first.hoped_words) == ("", "hoped for: 8")


def test_a_reading_age_typed_in_years_is_kept_in_months(store: Store, ava: str) -> None:
    uuid = add(store, ava, "reading_age", "7:04", informant="teacher")
    assert measures.get(store, uuid).value == 88
    measures.change_result(store, uuid, {"value": "7y 6m"})
    assert measures.results(store, ava)[0].words == "7 years 6 months"


def test_who_filled_it_in_is_taken_when_only_one_can_and_asked_for_otherwise(store: Store, ava: str) -> None:
    add(store, ava, "phonics", "33")
    assert measures.results(store, ava)[0].informant == "teacher"
    with pytest.raises(Refused, match="Say who filled"):
        add(store, ava, "sdq_total", "12")
    with pytest.raises(Refused, match="is filled in by teacher or school"):
        add(store, ava, "phonics", "33", informant="parent")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (date(2017, 3, 13), "before the date of birth"),
        (date(2026, 11, 24), "a day to come"),
        (date(2200, 1, 1), "a day to come"),
    ],
)
def test_a_result_before_birth_or_to_come_is_refused(store: Store, ava: str, day: date, why: str) -> None:
    with pytest.raises(Refused, match=why):
        measures.add_result(store, ava, "phonics", "20", {"happened_on": day})
    uuid = add(store, ava, "phonics", "20")
    with pytest.raises(Refused, match=why):
        measures.change_result(store, uuid, {"happened_on": day})
    assert measures.get(store, uuid).happened_on == TODAY


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -1.0, 41.0, 12.5])
def test_a_number_that_is_no_result_is_refused_from_every_side(store: Store, ava: str, value: float) -> None:
    uuid = add(store, ava, "phonics", "20")
    with pytest.raises(Refused):
        measures.change_result(store, uuid, {"value": value})
    assert measures.get(store, uuid).value == 20


def test_an_unknown_measure_is_refused_and_one_taken_away_is_still_read(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="no such measure"):
        add(store, ava, "nothing", "3")
    with store.work("An older file") as session:
        session.add(MeasureResult(pupil_id=ava, measure="gone", value=3.0, informant="teacher", happened_on=TODAY))
    assert measures.results(store, ava)[0].words == "3"


def test_a_repeat_before_its_time_is_a_hint_and_never_refused(store: Store, ava: str) -> None:
    add(store, ava, "sdq_total", "16", 30, informant="teacher")
    [row] = measures.results(store, ava)
    assert "not repeated before" in measures.too_soon(row, TODAY)
    assert measures.too_soon(row, TODAY + timedelta(weeks=30)) == ""
    assert measures.too_soon(None, TODAY) == ""
    add(store, ava, "sdq_total", "14", informant="teacher")


def test_each_change_of_a_result_is_undone_by_one_step(
    store: Store, ava: str, counted: Callable[[], list[str]]
) -> None:
    uuid = add(store, ava, "phonics", "20")
    measures.change_result(store, uuid, {"value": "21", "note": "In two sittings"})
    measures.remove_result(store, uuid)
    assert counted() == [
        "Phonics screening check of Ava",
        "Correct Phonics screening check",
        "Delete an assessment result",
    ]
    history.undo(store)
    assert measures.results(store, ava)[0].value == 21
    history.undo(store)
    assert measures.results(store, ava)[0].words == "20, threshold not yet met"
    history.undo(store)
    assert measures.results(store, ava) == []


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    values=st.lists(
        st.tuples(st.integers(0, 40), st.integers(0, 2000), st.sampled_from(["teacher", "parent"])), max_size=6
    )
)
def test_any_order_of_typing_gives_the_same_comparison(
    store: Store, ava: str, values: list[tuple[int, int, str]]
) -> None:
    for row in measures.results(store, ava):
        measures.remove_result(store, row.uuid)
    for value, back, who in values:
        add(store, ava, "sdq_total", str(value), back, informant=who)
    rows = measures.results(store, ava)
    assert [row.happened_on for row in rows] == sorted((row.happened_on for row in rows), reverse=True)
    for [group] in [measures.by_measure(rows)] if rows else []:
        for line in group.lines():
            assert len({row.informant for row in line}) == 1
            assert [bool(row.change) for row in line] == [False, *[True] * (len(line) - 1)]


def test_reading_one_pupil_takes_as_many_queries_however_many_results_there_are(
    store: Store, ava: str, bo: str
) -> None:
    asked: list[str] = []
    event.listen(store.vault.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    measures.results(store, bo)
    few = len(asked)
    for back in range(0, 300, 10):
        add(store, ava, "phonics", "20", back)
    asked.clear()
    assert len(measures.results(store, ava)) == 30
    assert len(asked) == few


@pytest.fixture
def bo(store: Store) -> str:
    """A second pupil."""
    return pupils.add_pupil(store, {"legal_forename": "Bo"})
