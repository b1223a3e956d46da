"""What is gathered for pages about a class: the grid, the supply sheet, and the register list."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import event

from gradesk.services.meetings import meetings
from gradesk.services.paper import layouts
from gradesk.services.paper.gathering.classes import class_grid_sheets, supply_sheets
from gradesk.services.paper.gathering.registers import register_sheets
from gradesk.services.plans import adjustments, passports
from gradesk.services.pupils import pupils
from gradesk.services.term import provisions
from gradesk.store.work import Store
from tests.conftest import TODAY


def pupil(store: Store, forename: str, class_name: str = "4 Oak") -> str:
    return pupils.add_pupil(
        store, {"legal_forename": forename, "legal_surname": "Lee", "class_name": class_name, "year_group": "4"}
    )


def test_the_grid_keeps_the_order_and_counts_those_with_nothing(store: Store, ava: str) -> None:
    bo = pupil(store, "Bo")
    pupils.change_pupil(store, bo, {"medical": "Asthma, inhaler in the office"})
    nobody = pupil(store, "Cy")
    passports.begin(store, ava)
    passports.change(store, ava, {"helps": "Wait for me"})
    (sheet,) = class_grid_sheets(store, [bo, nobody, ava])
    assert [row.heading.preferred_name for row in sheet.rows] == ["Bo", "Ava"]
    assert sheet.others == 1 and set(sheet.pupil_ids) == {bo, nobody, ava}
    assert sheet.heading.preferred_name == "4 Oak" and sheet.heading.is_group


def test_the_columns_of_the_grid_are_the_schools(store: Store, ava: str) -> None:
    layouts.change(store, "class-grid", "health", {"heading": "Health", "is_outside": True})
    layouts.change(store, "class-grid", "does_not_help", {"is_shown": False})
    layouts.move(store, "class-grid", "health", -1)
    (sheet,) = class_grid_sheets(store, [ava])
    assert [column.title for column in sheet.columns] == ["What helps", "Health", "Who to go to"]
    assert all(column.is_outside for column in sheet.columns)


def test_a_supply_sheet_is_for_each_class_with_what_holds_on_the_day(store: Store, ava: str) -> None:
    bo = pupil(store, "Bo", "2 Elm")
    adjustments.add(store, "Say the plan of the day", starts_on=TODAY - timedelta(days=9))
    adjustments.add(store, "A quiet corner", class_name="4 Oak", starts_on=TODAY - timedelta(days=9), lessons="all")
    adjustments.add(store, "Begins tomorrow", class_name="4 Oak", starts_on=TODAY + timedelta(days=1))
    adjustments.add(store, "Wobble cushion", pupil_id=ava, starts_on=TODAY)
    provisions.add(
        store, [ava], {"name": "Precision teaching", "form": "one_to_one", "starts_on": TODAY - timedelta(days=9)}
    )
    provisions.add(store, [ava], {"name": "In the room", "form": "class"})
    oak, elm = supply_sheets(store, [ava, bo])
    assert oak.every_day == ("A quiet corner (all)", "Say the plan of the day")
    assert elm.every_day == ("Say the plan of the day",) and elm.others == 1 and not elm.rows
    assert oak.rows[0].adjustments == ("Wobble cushion",)
    assert [row.what for row in oak.away] == ["Precision teaching"]
    assert oak.pupil_ids == (ava,)
    earlier = supply_sheets(store, [ava], TODAY - timedelta(days=30))[0]
    assert earlier.made_on == TODAY - timedelta(days=30) and earlier.every_day == () and earlier.away == ()


def test_without_pupils_the_register_lists_everybody_on_it(store: Store, ava: str) -> None:
    bo = pupil(store, "Bo")
    pupils.set_needs(store, ava, ["SLCN", "HI"], TODAY)
    meetings.log(store, ava, {"kind": "review", "happened_on": date(2026, 10, 1)})
    meetings.log(store, ava, {"kind": "review", "happened_on": date(2026, 7, 1)})
    (sheet,) = register_sheets(store, [])
    assert sheet.pupil_ids == (ava,)
    (line,) = sheet.lines
    assert line.status == "SEN support" and (line.contacts, line.wanted) == (1, 3)
    assert line.needs == ("Speech, language and communication needs", "Hearing impairment")
    (asked,) = register_sheets(store, [bo, ava])
    assert [one.heading.preferred_name for one in asked.lines] == ["Bo", "Ava"]


def test_a_deleted_pupil_is_on_no_page(store: Store, ava: str) -> None:
    bo = pupil(store, "Bo")
    pupils.delete_pupil(store, bo)
    assert class_grid_sheets(store, [ava, bo])[0].pupil_ids == (ava,)
    assert supply_sheets(store, [bo]) == [] == class_grid_sheets(store, [bo])
    assert register_sheets(store, [ava, bo])[0].pupil_ids == (ava,)


def test_a_larger_class_takes_no_more_queries(store: Store, ava: str) -> None:
    asked: list[str] = []
    event.listen(store.vault.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))

    def cost(ids: list[str]) -> int:
        asked.clear()
        for gather in (class_grid_sheets, supply_sheets, register_sheets):
            gather(store, ids)
        return len(asked)

    few = cost([ava])
    assert cost([ava, *(pupil(store, f"Child{number}") for number in range(30))]) == few
