"""September: classes go up by their number, the oldest leave, leads hand over, and one undo takes it all back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from gradesk.services.custody import history
from gradesk.services.pupils import leads, moving_up, pupils, register
from gradesk.services.pupils.moving_up import ClassMove
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

SEPTEMBER = date(2026, 9, 1)


@pytest.fixture
def three(store: Store) -> dict[str, str]:
    """One each in Reception, Year 4 and Year 6, with their teachers."""
    for name, class_name in (("Mr Oak", "4 Oak"), ("Ms Elm", "5 Elm"), ("Mrs Yew", "6 Yew")):
        staff.add_staff(store, {"name": name, "class_name": class_name})
    found = {}
    for name, year, class_name in (("Ros", "R", "Acorns"), ("Fay", "4", "4 Oak"), ("Six", "6", "6 Yew")):
        values = {"legal_forename": name, "legal_surname": "Ek", "year_group": year, "class_name": class_name}
        found[name] = pupils.add_pupil(store, values)
    return found


def _by_name(store: Store) -> dict[str, moving_up.Move]:
    return {one.name.split()[0]: one for one in moving_up.preview(store, moving_up.classes(store))}


def test_classes_go_up_by_their_number_and_the_oldest_leave(store: Store, three: dict[str, str]) -> None:
    assert moving_up.classes(store) == [
        ClassMove("Acorns", "Acorns", 1), ClassMove("4 Oak", "5 Oak", 1), ClassMove("6 Yew", "", 1, True)
    ]  # fmt: skip
    found = _by_name(store)
    assert (found["Ros"].new_year, found["Ros"].new_class) == ("1", "Acorns")
    assert found["Fay"].words == "Year 5, 5 Oak" and found["Six"].words == "leaves"
    del three


def test_a_class_goes_to_the_only_class_of_the_year_after(store: Store, three: dict[str, str]) -> None:
    values = {"legal_forename": "Jo", "legal_surname": "Ek", "year_group": "5", "class_name": "5 Elm"}
    pupils.add_pupil(store, values)
    assert _by_name(store)["Fay"].new_class == "5 Elm"
    del three


def test_a_class_without_a_number_goes_to_the_only_class_of_the_year_after(store: Store, three: dict[str, str]) -> None:
    values = {"legal_forename": "Jo", "legal_surname": "Ek", "year_group": "1", "class_name": "Oaks"}
    pupils.add_pupil(store, values)
    assert _by_name(store)["Ros"].new_class == "Oaks"
    del three


def test_the_teacher_of_the_old_class_hands_over_to_that_of_the_new_one(store: Store, three: dict[str, str]) -> None:
    oak = next(one.uuid for one in staff.staff(store) if one.name == "Mr Oak")
    leads.name_lead(store, three["Fay"], oak, "teacher", date(2026, 1, 5))
    moves = moving_up.preview(store, [ClassMove("4 Oak", "5 Elm", 1)])
    fay = next(one for one in moves if one.name.startswith("Fay"))
    assert (fay.lead, fay.new_lead) == ("Mr Oak", "Ms Elm")
    moving_up.apply(store, [fay], SEPTEMBER)
    assert [one.name for one in leads.history(store, three["Fay"])] == ["Ms Elm", "Mr Oak"]
    assert leads.history(store, three["Fay"])[1].ends_on == SEPTEMBER - timedelta(days=1)


def test_exceptions_are_kept_and_one_undo_takes_all_of_it_back(store: Store, three: dict[str, str]) -> None:
    found = _by_name(store)
    own = {three["Fay"]: moving_up.stays(found["Fay"]), three["Six"]: moving_up.goes_to(found["Six"], "6 Yew")}
    moves = moving_up.preview(store, moving_up.classes(store), own)
    assert [one.words for one in moves] == ["Year 1, Acorns", "stays in Year 4, 4 Oak", "Year 7, 6 Yew"]
    own[three["Six"]] = moving_up.leaves(found["Six"])
    done = moving_up.apply(store, moving_up.preview(store, moving_up.classes(store), own), SEPTEMBER)
    assert (done.up, done.left, done.stayed) == (1, 1, 1)
    assert sorted(row.name for row in register.everyone(store)) == ["Fay Ek", "Ros Ek"]
    history.undo(store)
    assert len(register.everyone(store)) == 3 and _by_name(store)["Ros"].year == "R"


def test_nobody_to_move_and_an_impossible_day_are_refused(store: Store, three: dict[str, str]) -> None:
    moves = [moving_up.stays(one) for one in _by_name(store).values()]
    with pytest.raises(Refused, match="Nobody moves"):
        moving_up.apply(store, moves, SEPTEMBER)
    with pytest.raises(Refused, match="too far away"):
        moving_up.apply(store, list(_by_name(store).values()), date(2030, 9, 1))
    del three


def _pupil(store: Store, name: str, year: str, class_name: str) -> str:
    values = {"legal_forename": name, "legal_surname": "Ek", "year_group": year, "class_name": class_name}
    return pupils.add_pupil(store, values)


def test_out_of_a_class_of_two_years_the_older_go_on_and_the_younger_stay(store: Store) -> None:
    for name, year, class_name in (
        ("Ada", "3", "3/4 Ash"), ("Bo", "4", "3/4 Ash"), ("Cy", "5", "5/6 Yew"), ("Di", "6", "5/6 Yew"), ("Ed", "6", ""),
        ("Flo", "X", ""),
    ):  # fmt: skip
        _pupil(store, name, year, class_name)
    words = {name: one.words for name, one in _by_name(store).items()}
    assert words == {
        "Ada": "Year 4, 3/4 Ash", "Bo": "Year 5, 5/6 Yew", "Cy": "Year 6, 5/6 Yew", "Di": "leaves", "Ed": "leaves",
        "Flo": words["Flo"],
    }  # fmt: skip
    assert words["Flo"].startswith("stays in")


def test_a_day_of_leaving_that_is_known_already_is_kept(store: Store, three: dict[str, str]) -> None:
    known = moving_up.usual_day(store) - timedelta(days=40)
    for name in ("Fay", "Six"):
        pupils.change_pupil(store, three[name], {"left_on": known})
    found = _by_name(store)
    assert found["Fay"].leaves and found["Six"].leaves
    moving_up.apply(store, list(found.values()), moving_up.usual_day(store))
    assert [pupils.page(store, three[name]).pupil.left_on for name in ("Fay", "Six")] == [known, known]


def test_either_of_two_teachers_who_share_a_class_hands_over(store: Store, three: dict[str, str]) -> None:
    second = staff.add_staff(store, {"name": "Ms Zed", "class_name": "4 Oak"})
    leads.name_lead(store, three["Fay"], second, "teacher", date(2026, 1, 5))
    (fay,) = [one for one in moving_up.preview(store, [ClassMove("4 Oak", "5 Elm", 1)]) if one.pupil_id == three["Fay"]]
    assert (fay.lead, fay.new_lead) == ("Ms Zed", "Ms Elm")
