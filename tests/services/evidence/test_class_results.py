"""Results of a whole class: typed down a column or pasted, one step to undo, nobody taken for somebody else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.services.custody import history
from gradesk.services.evidence import class_results, measure_catalogue, measures
from gradesk.services.evidence.class_results import Sitting
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

TODAY = date(2026, 11, 23)


@pytest.fixture
def oak(store: Store, ava: str) -> dict[str, str]:
    """Four pupils of 4 Oak by forename, and one elsewhere."""
    found = {"Ava": ava}
    for forename, surname, upn in (("Bo", "Ek", "L867200126002"), ("Cy", "Ek", ""), ("Di", "O’Neil", "")):
        values = {"legal_forename": forename, "legal_surname": surname, "class_name": "4 Oak", "upn": upn}
        found[forename] = pupils.add_pupil(store, values)
    pupils.add_pupil(store, {"legal_forename": "Eve", "class_name": "5 Elm"})
    return found


def sitting(store: Store, code: str = "reading_age", day: date = TODAY) -> Sitting:
    measure = measure_catalogue.measure(store, code)
    return Sitting("4 Oak", measure, "teacher", day)


def lines(store: Store, text: str, start: int = 0, code: str = "reading_age") -> list[tuple[str, str, str]]:
    wanted = sitting(store, code)
    found = class_results.read_paste(class_results.grid(store, wanted), wanted.measure, text, start)
    return [(line.name, line.typed, line.problem) for line in found]


def test_the_grid_shows_the_class_by_name_with_the_last_result_beside(store: Store, oak: dict[str, str]) -> None:
    earlier = {"happened_on": TODAY - timedelta(183), "informant": "teacher"}
    measures.add_result(store, oak["Bo"], "reading_age", "6:08", earlier)
    rows = class_results.grid(store, sitting(store))
    assert [row.name for row in rows] == ["Bo Ek", "Cy Ek", "Ava Núñez", "Di O’Neil"]
    assert rows[0].last_words == "6 years 8 months (24/05/26)"
    kept = class_results.set_cell(store, sitting(store), rows[0], "7:04")
    assert (kept.typed, kept.change) == ("7:04", "8 months more in 6 months")


def test_a_cell_is_added_corrected_and_emptied_in_place(store: Store, oak: dict[str, str]) -> None:
    wanted = sitting(store)
    row = class_results.grid(store, wanted)[0]
    row = class_results.set_cell(store, wanted, row, "7:04")
    row = class_results.set_cell(store, wanted, row, "7:05")
    assert len(measures.results(store, oak["Bo"])) == 1
    row = class_results.set_cell(store, wanted, row, "  ")
    assert (row.typed, measures.results(store, oak["Bo"])) == ("", [])
    history.undo(store)
    assert class_results.grid(store, wanted)[0].typed == "7:05"


def test_a_cell_that_is_no_result_changes_nothing(store: Store, oak: dict[str, str]) -> None:
    wanted = sitting(store)
    row = class_results.set_cell(store, wanted, class_results.grid(store, wanted)[0], "7:04")
    with pytest.raises(Refused, match="a part of a year"):
        class_results.set_cell(store, wanted, row, "7.5")
    with pytest.raises(Refused, match="before the date of birth"):
        early = replace(wanted, day=date(2016, 1, 1))
        class_results.set_cell(store, early, class_results.grid(store, early)[2], "7:04")
    assert class_results.grid(store, wanted)[0].typed == "7:04"


def test_results_of_another_day_test_or_person_are_not_taken_for_this_one(store: Store, oak: dict[str, str]) -> None:
    for more in ({"informant": "professional"}, {"informant": "teacher", "question": "Another test"}):
        measures.add_result(store, oak["Bo"], "reading_age", "6:08", {"happened_on": TODAY, **more})
    later = sitting(store, day=TODAY - timedelta(1))
    assert class_results.grid(store, sitting(store))[0].typed == ""
    assert class_results.grid(store, later)[0].last is None


def test_one_pasted_column_goes_down_from_the_row_in_hand(store: Store, oak: dict[str, str]) -> None:
    assert lines(store, "7:01\n\n7:03\n7:04\n", 1) == [
        ("Cy Ek", "7:01", ""),
        ("Di O’Neil", "7:03", ""),
        ("", "", "there are no more {pupils} in this class"),
    ]


def test_names_and_upns_find_their_pupil_whatever_the_order_and_accents(store: Store, oak: dict[str, str]) -> None:
    text = "\r\n".join(
        [
            "Name\tClass\tReading age",
            "Nunez, Ava\t4 Oak\t7:01",
            "L867200126002\tEk\tBo\t6:11",
            "ONEIL\tDi\t7:00",
            "Cy Ek\t",
            "Zoe Nobody\t7:00",
        ]
    )
    assert lines(store, text) == [
        ("Ava Núñez", "7:01", ""),
        ("Bo Ek", "6:11", ""),
        ("Di O’Neil", "7:00", ""),
        ("Cy Ek", "", "no result stands beside the name"),
        ("", "", "nobody of this class has that name or UPN"),
    ]


def test_two_pupils_of_one_name_and_two_lines_for_one_pupil_are_refused(store: Store, oak: dict[str, str]) -> None:
    pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek", "class_name": "4 Oak"})
    found = lines(store, "Bo Ek\t7:01\nAva Núñez\t7:01\nNúñez Ava\t7:02")
    assert [problem for _, _, problem in found] == [
        "more than one {pupil} of this class has that name; use the UPN",
        "this {pupil} stands there twice",
        "this {pupil} stands there twice",
    ]


def test_a_paste_is_kept_in_one_step_without_the_refused_lines(
    store: Store, oak: dict[str, str], counted: Callable[[], list[str]]
) -> None:
    wanted = sitting(store)
    rows = class_results.grid(store, wanted)
    class_results.set_cell(store, wanted, rows[0], "6:00")
    rows = class_results.grid(store, wanted)
    found = class_results.read_paste(rows, wanted.measure, "7:01\n7.2\n7:03\n7:04")
    assert class_results.paste(store, wanted, rows, found) == 3
    assert [row.typed for row in class_results.grid(store, wanted)] == ["7:01", "", "7:03", "7:04"]
    assert counted()[1:] == ["Reading age of 4 Oak: 3 results"]
    history.undo(store)
    assert [row.typed for row in class_results.grid(store, wanted)] == ["6:00", "", "", ""]


def test_a_paste_that_fails_half_way_keeps_nothing(store: Store, oak: dict[str, str]) -> None:
    wanted = replace(sitting(store), day=date(2016, 1, 1))  # before Ava was born, the third of them
    rows = class_results.grid(store, wanted)
    found = class_results.read_paste(rows, wanted.measure, "7:01\n7:02\n7:03\n7:04")
    with pytest.raises(Refused, match="before the date of birth"):
        class_results.paste(store, wanted, rows, found)
    assert measures.results(store, oak["Bo"]) == []


def test_nothing_or_far_too_much_is_refused_whole(store: Store, oak: dict[str, str]) -> None:
    for text in ("", " \n\t\n", "7:01\n" * 501):
        with pytest.raises(Refused):
            lines(store, text)
    wanted = sitting(store)
    rows = class_results.grid(store, wanted)
    with pytest.raises(Refused, match="No line of it"):
        class_results.paste(store, wanted, rows, class_results.read_paste(rows, wanted.measure, "x"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(alphabet=st.sampled_from("AvaBoEk7:0419.\t\n\r =<\u202e\x00"), max_size=80))
def test_any_pasted_text_gives_lines_or_a_sentence(store: Store, oak: dict[str, str], text: str) -> None:
    wanted = sitting(store)
    rows = class_results.grid(store, wanted)
    try:
        found = class_results.read_paste(rows, wanted.measure, text)
    except Refused:
        return
    good = [line for line in found if not line.problem]
    assert len({line.pupil_id for line in good}) == len(good)
    assert all(line.pupil_id for line in good)
