"""Workbooks: real dates, several sheets, formulas; and those that are not what they seem."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from gradesk.interchange.receive import open_table
from gradesk.interchange.table import Reading
from gradesk.services.admission.admission import Group, Level
from gradesk.system.refusal import Refused
from tests.interchange.builders import HEADERS, only, plan_of, row, saved, upn, workbook

PLAIN = ("UPN", "Surname", "Forename", "DOB")


def refusal(folder: Path, data: bytes) -> str:
    """The sentence with which a workbook is refused."""
    path = folder / "register.xlsx"
    path.write_bytes(data)
    with pytest.raises(Refused) as caught:
        open_table(path)
    return str(caught.value)


def packed(**parts: bytes) -> bytes:
    """A minimal workbook with other or more parts; `__` in a name stands for a slash."""
    original = zipfile.ZipFile(io.BytesIO(workbook(HEADERS, row(1))))
    content = {name: original.read(name) for name in original.namelist()}
    content |= {name.replace("__", "/"): data for name, data in parts.items()}
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in content.items():
            archive.writestr(name, data)
    return target.getvalue()


@pytest.mark.parametrize("mac", [False, True])
def test_real_dates_are_read_in_both_calendars(tmp_path: Path, mac: bool) -> None:
    book = workbook(PLAIN, [upn(1), "Holt", "Ida", date(2016, 2, 29)], mac=mac)
    assert only(plan_of(tmp_path, book)).values["date_of_birth"] == date(2016, 2, 29)


@pytest.mark.parametrize(("mac", "serial"), [(False, 42429), (True, 40967)])
def test_bare_serial_numbers_are_read_in_both_calendars(tmp_path: Path, mac: bool, serial: int) -> None:
    book = workbook(PLAIN, [upn(1), "Holt", "Ida", serial], mac=mac)
    assert only(plan_of(tmp_path, book)).values["date_of_birth"] == date(2016, 2, 29)


def test_numbers_times_and_truth_values_are_read_as_written(tmp_path: Path) -> None:
    header = (*PLAIN, "Year Group", "EAL", "Attendance %")
    book = workbook(
        header,
        [
            upn(1),
            "Holt",
            "Ida",
            datetime.fromisoformat("2016-05-04"),
            5,
            True,
            0.954,
        ],
    )
    values = only(plan_of(tmp_path, book)).values
    assert (values["year_group"], values["eal"], values["attendance_percent"]) == ("5", True, 95.4)


def test_empty_rows_above_the_header_do_not_shift_line_numbers(tmp_path: Path) -> None:
    book = workbook([], [], ["Our register"], [], HEADERS, row(1))
    assert only(plan_of(tmp_path, book)).line == 6


def test_the_sheet_with_the_register_is_found_and_hidden_ones_are_not_offered(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["How to use this workbook"])
    pupils = book.create_sheet("Pupils")
    pupils.append(list(HEADERS))
    pupils.append(row(1))
    lookup = book.create_sheet("Codes")
    lookup.append(list(HEADERS))
    lookup.append(row(2))
    lookup.sheet_state = "hidden"
    path = tmp_path / "register.xlsx"
    path.write_bytes(saved(book))
    table = open_table(path).table
    assert (table.sheet, table.sheets) == ("Pupils", ("Sheet", "Pupils"))
    with pytest.raises(Refused, match="no sheet “Codes”"):
        open_table(path, choice=Reading(sheet="Codes"))


def test_a_formula_without_its_result_is_left_out_with_a_reason(tmp_path: Path) -> None:
    book = workbook(HEADERS, [*row(1)[:5], "=A1&B1", "K"])
    found = only(plan_of(tmp_path, book))
    assert "class_name" not in found.values
    (problem,) = found.problems
    assert (problem.level, problem.field) == (Level.WARN, "class_name")
    assert "formula" in problem.text


def test_a_name_that_is_a_formula_stops_the_line(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, workbook(HEADERS, [upn(1), "=B9", *row(1)[2:]])))
    assert found.group is Group.REJECTED


def test_a_class_that_excel_made_a_date_is_left_out_with_a_reason(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, workbook(HEADERS, [*row(1)[:5], date(2026, 2, 1), "K"])))
    assert "class_name" not in found.values
    assert "spreadsheet" in found.problems[0].text


def test_a_zip_bomb_is_refused_at_once(tmp_path: Path) -> None:
    started = time.monotonic()
    sentence = refusal(tmp_path, packed(xl__media__image1=b"\0" * 101 * 1024 * 1024))
    assert "unpacks to more than 100 MB" in sentence
    assert time.monotonic() - started < 10


def test_a_part_that_packs_too_well_is_refused(tmp_path: Path) -> None:
    assert "unpacks" in refusal(tmp_path, packed(xl__worksheets__sheet9=b"A" * 20_000_000))


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(packed(docProps__more=b"A" * 90_000))
    size = struct.pack("<I", 90_000)
    place = data.find(size, data.find(b"PK\x01\x02"))
    data[place : place + 4] = struct.pack("<I", 10)
    assert "not as it says" in refusal(tmp_path, bytes(data))


@pytest.mark.parametrize(
    "declaration", [b'<!DOCTYPE a [<!ENTITY b "c">]>', b"<!doctype a>", b'<!ENTITY b SYSTEM "file:///etc">']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_in_any_part_are_refused(tmp_path: Path, declaration: bytes, encoding: str) -> None:
    part = (b'<?xml version="1.0"?>' + declaration + b"<a/>").decode().encode(encoding)
    assert "declarations" in refusal(tmp_path, packed(**{"xl__other.xml": part}))


@pytest.mark.parametrize("name", ["/etc/passwd", "../outside.xml", "xl/../../outside.xml", "C:\\outside.xml"])
def test_a_part_with_a_place_outside_the_workbook_is_refused(tmp_path: Path, name: str) -> None:
    assert "outside itself" in refusal(tmp_path, packed(**{name: b"x"}))


def test_macros_archives_and_passwords_are_refused(tmp_path: Path) -> None:
    assert "macros" in refusal(tmp_path, packed(xl__vbaProject=b"", **{"xl__vbaProject.bin": b"x"}))
    assert "another archive" in refusal(tmp_path, packed(xl__media__inner=packed()))
    data = bytearray(packed())
    place = data.find(b"PK\x01\x02")
    data[place + 8] |= 1
    assert "password" in refusal(tmp_path, bytes(data))


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("register.csv", "UPN,Surname")
    assert "no workbook" in refusal(tmp_path, target.getvalue())


def test_a_cell_far_out_is_refused_before_the_gap_is_filled(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(list(HEADERS))
    book.active["XFD1048576"] = "far"
    assert "reaches to row 1,048,576" in refusal(tmp_path, saved(book))


def test_too_many_sheets_are_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    for _ in range(20):
        book.create_sheet()
    assert "21 sheets" in refusal(tmp_path, saved(book))


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_half_a_workbook_is_refused(tmp_path: Path, start: bytes) -> None:
    assert "damaged" in refusal(tmp_path, start + bytes(range(256)) * 8)


def test_a_web_page_called_xls_is_refused_with_what_to_do(tmp_path: Path) -> None:
    assert "save it as CSV or XLSX" in refusal(tmp_path, b"<html><table><tr><td>UPN</td></tr></table></html>")


def hostile(sheet: bytes) -> bytes:
    """A workbook whose only sheet is these bytes."""
    source = zipfile.ZipFile(io.BytesIO(workbook(HEADERS, row(1))))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in source.namelist():
            packed.writestr(name, sheet if name == "xl/worksheets/sheet1.xml" else source.read(name))
    return target.getvalue()


@pytest.mark.parametrize(
    "piece", [b'r="A1" ', b"<c ", b'<c r="A1"><f>', b"<workbookPr ", b"<f><v></v>", b'<c r="A1" t="e"><v>#', b"<:c "]
)
def test_a_sheet_made_to_be_slow_costs_no_more_than_its_length(tmp_path: Path, piece: bytes) -> None:
    # Twice as long would take four times as long with a pattern that tries again and again, and here for hours.
    count = 900_000 // len(piece)
    noise = b"".join(piece + str(number).encode() for number in range(count))
    path = tmp_path / "register.xlsx"
    path.write_bytes(hostile(b'<worksheet><sheetData><row r="1"><c ' + noise + b"</row></sheetData></worksheet>"))
    with pytest.raises(Refused, match="Nothing was changed"):
        open_table(path)
