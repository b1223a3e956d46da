"""Provision maps: every support once, sums to the penny, roles where costs stand, and tables that no spreadsheet reckons with."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from gradesk.documents.desk import desk
from gradesk.documents.desk.batch import Item, Order
from gradesk.documents.press.look import USUAL
from gradesk.model.rules.term.money import pounds
from gradesk.services.paper.class_sheets import MapTable
from gradesk.services.paper.gathering import maps
from gradesk.services.paper.gathering.support import class_map_sheets, pupil_map_sheets
from gradesk.services.pupils import pupils
from gradesk.services.school import staff
from gradesk.services.term import figures, provisions, rates
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

BEGINS = date(2026, 9, 14)


@pytest.fixture
def school_of_three(store: Store, ava: str) -> list[str]:
    """Ava, Ben and Cleo in two classes, with a group, something of Ava’s own, and an adult who is named."""
    found = [ava]
    for first, room in (("Ben", "4 Oak"), ("Cleo", "5 Elm")):
        found.append(pupils.add_pupil(store, {"legal_forename": first, "legal_surname": "Ek", "class_name": room}))
    staff.add_staff(store, {"name": "Mrs Nuttall", "role": "ta"})
    rates.add(store, "ta", "17.24", date(2026, 9, 1))
    usual = {"starts_on": BEGINS, "planned_to": date(2026, 12, 4), "times_a_week": 3.0, "minutes": 20}
    provisions.add(
        store, found, {"name": "Reading club", "form": "group", "area": "C&L", "led_by": "Mrs Nuttall", **usual}
    )
    provisions.add(
        store, [ava], {"name": "=1+1", "form": "one_to_one", "area": "SEMH", "led_by": "Mrs Nuttall", **usual}
    )
    return found


def table(store: Store, ids: list[str], which: str) -> MapTable:
    (sheet,) = class_map_sheets(store, ids, which)
    assert sheet.map is not None
    return sheet.map


@pytest.mark.parametrize("which", [key for key, _ in maps.offered(None)])  # type: ignore[arg-type]
def test_every_map_has_all_support_and_its_costs_sum_to_the_whole(
    store: Store, school_of_three: list[str], which: str
) -> None:
    made = table(store, school_of_three, which)
    rows = [row for part in made.parts for row in part.rows]
    assert {row.what for row in rows} == {"Reading club", "=1+1"}
    assert sum(row.planned_cost for row in rows) == sum(one.planned_cost for one in figures.costed(store))
    assert sum(len(row.pupils) for row in rows) == 4
    assert made.costed is ("costs" in which)


@pytest.mark.parametrize("which", [key for key, _ in maps.offered(None) if "costs" in key])  # type: ignore[arg-type]
def test_no_page_with_costs_names_an_adult(store: Store, school_of_three: list[str], which: str) -> None:
    order = Order((Item("provision-map", "names", which=which),), tuple(school_of_three))
    content = desk.ready_table(store, order, USUAL, "csv").content.decode("utf-8-sig")
    assert "Nuttall" not in content and "Teaching assistant" in content
    assert "Nuttall" not in repr(class_map_sheets(store, school_of_three, which))


def test_a_pupils_own_map_has_their_share(store: Store, school_of_three: list[str]) -> None:
    (sheet,) = pupil_map_sheets(store, school_of_three[1:2], "area costs")
    assert sheet.map is not None
    (part,) = sheet.map.parts
    whole = next(one for one in figures.costed(store) if one.provision.name == "Reading club")
    assert part.rows[0].planned_cost == next(
        one.planned_cost for one in whole.members if one.pupil_id == school_of_three[1]
    )
    assert "pupils" not in [one.code for one in sheet.map.columns]


def test_words_that_look_like_a_formula_stay_words(store: Store, school_of_three: list[str]) -> None:
    order = Order((Item("provision-map", "names", which="area costs"),), tuple(school_of_three))
    text = desk.ready_table(store, order, USUAL, "csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(text)))
    assert "'=1+1" in [line[1] for line in lines]
    sheet = load_workbook(io.BytesIO(desk.ready_table(store, order, USUAL, "xlsx").content)).active
    assert sheet is not None
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" for cell in cells)
    named = next(cell for cell in cells if cell.value == "=1+1")
    assert named.data_type == "s"
    head = [cell.value for cell in next(iter(sheet.iter_rows()))]
    cost = head.index("Cost as planned")
    told = {str(row[1].value): row[cost].value for row in sheet.iter_rows(min_row=2)}
    whole = {one.provision.name: one.planned_cost for one in figures.costed(store)}
    assert {name: f"{value:.2f}" for name, value in told.items()} == {
        name: pounds(cost) for name, cost in whole.items()
    }


def test_a_table_is_no_other_file_and_takes_no_password(store: Store, school_of_three: list[str]) -> None:
    order = Order((Item("provision-map", "names", which="area"),), tuple(school_of_three))
    with pytest.raises(Refused, match=r"\.xlsx or \.csv"):
        desk.ready_table(store, order, USUAL, "docx")
    with pytest.raises(Refused, match="password"):
        desk.ready_table(store, order, USUAL, "csv").released(password="hunter22")
    with pytest.raises(Refused, match="Which map"):
        desk.ready_table(store, Order((Item("provision-map", "names"),), tuple(school_of_three)), USUAL, "csv")
    assert desk.otherwise(order) == "table" and desk.otherwise(Order((Item("plan"),), ())) == ""


def test_a_long_map_shows_its_first_rows_before_all_of_it_is_there(store: Store, school_of_three: list[str]) -> None:
    assert maps.opening(store, school_of_three, "area costs") is None, "a short one is there at once"
    with store.work("Many groups"):
        for number in range(maps.LONG):
            values = {
                "name": f"Group {number:02d}",
                "starts_on": BEGINS,
                "area": "C&I",
                "times_a_week": 1.0,
                "minutes": 10,
            }
            provisions.add(store, school_of_three[:1], values)
    order = Order((Item("provision-map", "names", which="area costs"),), tuple(school_of_three))
    shown: list[bytes] = []
    whole = desk.ready(store, order, USUAL, early=shown.append)
    assert len(shown) == 1 and len(whole.batch.pdf) > len(shown[0])
    for which, _ in maps.offered(store):
        first = maps.opening(store, school_of_three, which)
        assert first is not None and first.map is not None
        rows = [row for part in first.map.parts for row in part.rows]
        every = [row.what for part in table(store, school_of_three, which).parts for row in part.rows]
        assert {row.what for row in rows} <= set(every) and every[0] in {row.what for row in rows}, which
        assert (
            {row.what: row.planned_cost for row in rows}.items()
            <= {
                row.what: row.planned_cost for part in table(store, school_of_three, which).parts for row in part.rows
            }.items()
            or "class" in which
            or "year" in which
        )
