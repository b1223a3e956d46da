"""How long a leaver's records are kept is the school's own rule; once a year it is decided; a hold stands before all."""

from __future__ import annotations

from datetime import date

import pytest

from gradesk.services.custody import history
from gradesk.services.pupils import leaving, pupils
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def left(store: Store, name: str, **values: object) -> str:
    told = {"legal_forename": name, "date_of_birth": date(2000, 5, 4), "left_on": date(2018, 7, 20), **values}
    return pupils.add_pupil(store, told)


def one(store: Store, uuid: str, on: date | None = None) -> leaving.Leaver:
    return next(found for found in leaving.leavers(store, on) if found.uuid == uuid)


def test_a_new_school_has_the_usual_rules_and_the_longest_that_fits_holds(store: Store) -> None:
    assert [(rule.whose, rule.years) for rule in leaving.rules(store)] == [
        ("everyone", 25), ("sen", 31), ("ehcp", 31), ("looked_after", 31), ("passed_on", 0),
    ]  # fmt: skip
    ava, bo, cy = left(store, "Ava"), left(store, "Bo"), left(store, "Cy", looked_after=True)
    pupils.set_status(store, bo, "K", date(2010, 9, 1), "screening", date(2010, 9, 1))
    assert (
        one(store, ava).keep_until == date(2025, 5, 4)
        and one(store, ava).why == "Everyone who left: 25 years from birth"
    )
    assert one(store, bo).keep_until == one(store, cy).keep_until == date(2031, 5, 4)


def test_of_whoever_s_whole_file_was_passed_on_no_copy_need_stay(store: Store) -> None:
    ava = left(store, "Ava", passed_on=date(2018, 9, 1))
    assert one(store, ava).keep_until == date(2018, 7, 20)


def test_without_a_date_of_birth_nothing_is_reckoned_and_nobody_is_due(store: Store) -> None:
    ava = left(store, "Ava", date_of_birth=None)
    found = one(store, ava)
    assert found.keep_until is None and found.why == "no date of birth" and not found.is_due(date(2099, 8, 1))


def test_a_birthday_on_the_29th_of_february_is_the_1st_of_march_in_another_year(store: Store) -> None:
    ava = left(store, "Ava", date_of_birth=date(2000, 2, 29))
    assert one(store, ava).keep_until == date(2025, 3, 1)


def test_from_july_on_those_of_this_summer_are_decided_on(store: Store) -> None:
    ava = left(store, "Ava", date_of_birth=date(2001, 8, 31))
    for day, is_due in ((date(2026, 6, 30), False), (date(2026, 7, 1), True), (date(2027, 3, 1), True)):
        assert one(store, ava, day).is_due(day) is is_due, day


def test_today_has_one_line_for_all_of_them_and_names_nobody(store: Store) -> None:
    assert [line for line in due.due(store) if line.rule == "leavers_review"] == []
    for name in ("Ava", "Bo"):
        left(store, name, legal_surname="Zelenka")
    (line,) = [line for line in due.due(store) if line.rule == "leavers_review"]
    assert line.words == "2 leavers to keep or to erase" and (line.place.screen, line.place.tab) == (
        "school",
        "leavers",
    )
    assert line.due == date(2026, 8, 31) and line.since == date(2025, 5, 4)


def test_who_is_kept_stands_there_again_when_that_day_has_come(store: Store) -> None:
    ava = left(store, "Ava")
    assert leaving.leavers(store)[0].uuid == ava and one(store, ava).is_due(date(2026, 11, 23))
    with pytest.raises(Refused, match="Say why"):
        leaving.keep(store, ava, " ", date(2027, 7, 1))
    with pytest.raises(Refused, match="A day to come"):
        leaving.keep(store, ava, "claim may come", date(2026, 11, 23))
    leaving.keep(store, ava, "claim may come", date(2027, 7, 1))
    assert not one(store, ava).is_due(date(2026, 11, 23)) and one(store, ava, date(2027, 7, 1)).is_due(date(2027, 7, 1))
    history.undo(store)
    assert one(store, ava).is_due(date(2026, 11, 23))


def test_a_hold_stands_before_all_until_it_ends_and_stays_on_record(store: Store) -> None:
    ava = left(store, "Ava")
    with pytest.raises(Refused, match="needs its reason"):
        leaving.hold(store, ava, "")
    uuid = leaving.hold(store, ava, "appeal")
    found = one(store, ava)
    assert not found.is_due(date(2026, 11, 23)) and found.hold is not None and found.hold.who == "SENCO"
    with pytest.raises(Refused, match="held already"):
        leaving.hold(store, ava, "once more")
    leaving.end_hold(store, uuid)
    assert leaving.held(store, ava) is None and one(store, ava).is_due(date(2026, 11, 23))
    labels = [entry.label for entry in history.entries(store, ava)]
    assert labels[:2] == ["End a legal hold", "Put records under legal hold"]


def test_a_school_writes_its_own_rules(store: Store) -> None:
    ava = left(store, "Ava")
    rule = leaving.rules(store)[0]
    leaving.change_rule(store, rule.uuid, {"years": 10, "counted_from": "leaving"})
    assert one(store, ava).keep_until == date(2028, 7, 20)
    for years in (-1, 101, None):
        with pytest.raises(Refused, match="0 to 100 years"):
            leaving.change_rule(store, rule.uuid, {"years": years})
