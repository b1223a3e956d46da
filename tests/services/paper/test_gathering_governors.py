"""What is gathered for the governors: counts of the register and the year, without a name and without small numbers."""

from __future__ import annotations

from datetime import date

from gradesk.model.rules.suppression import FEW, HIDDEN, Shown
from gradesk.services.paper import layouts
from gradesk.services.paper.class_sheets import CountTable
from gradesk.services.paper.gathering.governors import governors_sheets
from gradesk.services.pupils import pupils
from gradesk.store.work import Store


def fill(store: Store, count: int, year_group: str, status: str = "K") -> list[str]:
    found = []
    for number in range(count):
        values = {"legal_forename": f"Child{number}", "legal_surname": "Invented", "year_group": year_group}
        found.append(pupils.add_pupil(store, values))
        pupils.set_status(store, found[-1], status, date(2026, 9, 7), "Seen", date(2026, 9, 7))
    return found


def part(store: Store, code: str) -> CountTable:
    (sheet,) = governors_sheets(store, [])
    return next(one for one in sheet.tables if one.code == code)


def test_small_numbers_and_what_would_tell_them_are_held_back(store: Store) -> None:
    fill(store, 9, "3"), fill(store, 12, "4"), fill(store, 2, "5")
    found = part(store, "year")
    assert {one.label: one.shown for one in found.counts} == {"Year 3": HIDDEN, "Year 4": Shown(12), "Year 5": FEW}
    assert found.total == Shown(23)
    assert part(store, "need").counts[0].label == "Not recorded"


def test_nobody_is_named_and_the_watch_list_is_not_on_the_register(store: Store) -> None:
    fill(store, 6, "3"), fill(store, 7, "3", "W")
    (sheet,) = governors_sheets(store, [])
    assert sheet.pupil_ids == () and sheet.year.pupils == Shown(6)
    assert "Invented" not in repr(sheet)


def test_moves_between_layers_this_year_are_counted(store: Store) -> None:
    for uuid in fill(store, 5, "3"):
        pupils.set_layer(store, uuid, "some", date(2026, 9, 8), "Begins", date(2026, 9, 8))
        pupils.set_layer(store, uuid, "few", date(2026, 11, 2), "More help", date(2026, 11, 2))
    counts = {one.label: one.shown for one in part(store, "progress").counts}
    assert counts["Moved to more support"] == Shown(5) and counts["Moved to less support"] == Shown(0)


def test_an_empty_school_has_a_page_too(store: Store) -> None:
    (sheet,) = governors_sheets(store, [])
    assert [one.code for one in sheet.tables] == ["progress"] and sheet.year.met_percent is None


def test_the_school_chooses_the_parts_and_their_order(store: Store) -> None:
    fill(store, 6, "3")
    layouts.change(store, "governors", "layer", {"is_shown": False})
    layouts.move(store, "governors", "progress", -1)
    (sheet,) = governors_sheets(store, [])
    assert [one.code for one in sheet.tables] == ["status", "year", "progress", "need"]
