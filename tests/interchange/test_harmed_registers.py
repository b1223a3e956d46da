"""Registers that other programs and people have harmed come in right, or what is in doubt is said."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from gradesk.interchange.columns.names import calm, is_shouting
from gradesk.interchange.columns.restoring import restored
from gradesk.interchange.receive import make_plan, open_table
from gradesk.services.admission.admission import AdmissionPlan, ContactCard, Group, ImportMemory, Level, PlanRow
from gradesk.system.refusal import Refused
from tests.interchange.builders import HEADERS, TODAY, csv_bytes, only, plan_of, row, saved, upn, workbook

PLAIN = ("UPN", "Surname", "Forename", "DOB", "Year Group")


def people(plan: AdmissionPlan) -> list[tuple[object, object]]:
    """Surname and forename of everybody who comes in."""
    return [(one.values.get("legal_surname"), one.values.get("legal_forename")) for one in plan.group(Group.NEW)]


def said(one: PlanRow) -> str:
    """All that is said about a line."""
    return " ".join(problem.text for problem in one.problems)


def cards(one: PlanRow) -> list[ContactCard]:
    """The contacts of a line."""
    found = one.values["contacts"]
    return [card for card in found if isinstance(card, ContactCard)] if isinstance(found, tuple) else []


# Columns -------------------------------------------------------------------------------------------------------


def test_a_column_that_is_empty_for_most_of_the_file_is_used_all_the_same(tmp_path: Path) -> None:
    lines = [row(number, status="K" if number == 650 else "") for number in range(660)]
    plan = plan_of(tmp_path, csv_bytes((*HEADERS[:6], "SEN"), *lines))
    assert [one.line for one in plan.rows if one.values.get("status") == "K"] == [652]


def test_a_column_that_is_called_like_a_field_and_holds_other_things_is_said(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, csv_bytes((*PLAIN, "SEN"), [*row(1)[:5], "see file"], [*row(2)[:5], "ask Jo"]))
    assert any("“SEN” was not used" in words for words in plan.warnings)


SWAPPED = [date(2017, 3, 4), date(2017, 5, 2), date(2017, 1, 9), date(2016, 11, 12)]
TEXT = ["14/03/2017", "23/11/2016", "30/09/2016"]


def mixed(turn: bool, year: bool = True) -> bytes:
    """A workbook in which real dates have days up to 12 and the others are text; read month first if `turn`."""
    lines: list[Sequence[object]] = [PLAIN if year else (*PLAIN[:4], "House")]
    for number, day in enumerate([*SWAPPED, *TEXT]):
        born = date(day.year, day.day, day.month) if isinstance(day, date) and turn else day
        true = day if isinstance(day, date) else date(int(day[6:]), int(day[3:5]), int(day[:2]))
        expected = str(2026 - true.year - 5 + (true.month < 9))
        lines.append([upn(number), f"Sur{chr(97 + number)}", "Ada", born, expected if year else "Red"])
    return workbook(*lines)


def test_dates_a_spreadsheet_of_another_country_has_turned_are_asked_about_once(tmp_path: Path) -> None:
    path = tmp_path / "register.xlsx"
    path.write_bytes(mixed(turn=True))
    preview = open_table(path)
    plan = make_plan(preview, [], today=TODAY)
    assert [one.values["date_of_birth"] for one in plan.group(Group.NEW)] == [
        date(2017, 3, 14), date(2016, 11, 23), date(2016, 9, 30)
    ]  # fmt: skip
    (question,) = plan.questions
    assert (question.field, question.proposal, question.lines) == ("date_order", "turned", 4)
    assert "01/09/2017" in question.asked and "09/01/2017" in question.asked and "year groups" in question.asked
    assert question.asked in plan.warnings
    for answer, turned in (("turned", False), ("as written", True)):
        memory = ImportMemory(answers={(question.field, question.value): answer})
        again = make_plan(preview, [], memory, today=TODAY)
        births = [one.values["date_of_birth"] for one in again.group(Group.NEW)][:4]
        assert births == [date(day.year, day.day, day.month) if turned else day for day in SWAPPED]
        assert again.questions == ()


def test_dates_the_year_groups_confirm_are_taken_and_only_said(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, mixed(turn=False), name="a.xlsx")
    assert (plan.counts[Group.NEW], plan.questions) == (7, ())
    assert any("By the year groups 4 of 4 fit as they are written" in words for words in plan.warnings)


def test_turned_dates_are_asked_about_without_year_groups_too(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, mixed(turn=True, year=False), name="a.xlsx")
    assert "No year group tells which" in plan.questions[0].asked


def test_an_iso_date_beside_dates_of_the_day_first_is_no_doubt(tmp_path: Path) -> None:
    dates = ["14/03/2017", "2016-09-23", "05/09/2016"]
    plan = plan_of(tmp_path, csv_bytes(PLAIN, *(row(n, dob=day)[:5] for n, day in enumerate(dates))))
    assert plan.questions == ()
    assert plan.counts[Group.NEW] == 3


# Letters -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Núñez", "Zoë", "O’Shea", "Żaneta", "Łukasik", "Šarūnas", "Ó Murchú", "Çağlar", "Đỗ"])
@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_letters_that_were_encoded_twice_are_put_right(name: str, encoding: str) -> None:
    once = "".join(bytes([byte]).decode(encoding, "ignore") or chr(byte) for byte in name.encode())
    assert restored(once) == name
    assert restored(name) == name


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("O&#39;Shea", "O'Shea"),
        ("M&eacute;abh", "Méabh"),
        ("Smith &amp; Birk", "Smith & Birk"),
        ("&#x141;uk", "Łuk"),
        ("O&amp;#39;Shea", "O'Shea"),
        ("Marks & Co; Ltd", "Marks & Co; Ltd"),
        ("A&B", "A&B"),
    ],
)
def test_entities_of_web_pages_are_read(written: str, read: str) -> None:
    assert restored(written) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("SAM", "Sam"),
        ("MAX", "Max"),
        ("LEE", "Lee"),
        ("EVE", "Eve"),
        ("TALLOW", "Tallow"),
        ("McDONALD", "McDonald"),
        ("MCDONALD", "McDonald"),
        ("MacDONALD", "MacDonald"),
        ("O'SHEA", "O'Shea"),
        ("D'SOUZA", "D'Souza"),
        ("Smith-JONES", "Smith-Jones"),
        ("AJ", "AJ"),
        ("JP", "JP"),
        ("Sam", "Sam"),
        ("ÉLISE", "Élise"),
        ("DUBOIS", "Dubois"),
        ("Henry VIII", "Henry VIII"),
        ("van der Berg", "van der Berg"),
        ("McKenna", "McKenna"),
        ("DeShawn", "DeShawn"),
    ],
)
def test_capitals_are_calmed_in_short_and_in_mixed_names(written: str, read: str) -> None:
    assert calm(written) == read


def test_two_letters_are_calmed_only_where_the_column_shouts() -> None:
    assert is_shouting(["TALLOW", "JO", "BIRK"]) and not is_shouting(["Tallow", "JO", "Birk"])
    assert [calm(name, shouting=True) for name in ("JO", "AJ", "NG", "JP", "AL")] == ["Jo", "AJ", "Ng", "JP", "Al"]


# What means nothing ------------------------------------------------------------------------------------------


FAULTS = ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "NULL", "null", "nan", "N/A", "None", "(blank)", "-", "."]


@pytest.mark.parametrize("fault", FAULTS)
def test_what_is_no_value_becomes_no_class_house_language_or_contact(tmp_path: Path, fault: str) -> None:
    headers = (*HEADERS[:6], "House", "First Language", "Contact 1 Name", "Contact 1 Mobile")
    plan = plan_of(tmp_path, csv_bytes(headers, [*row(1)[:5], *[fault] * 5]))
    found = only(plan)
    assert found.group is Group.NEW
    assert not {"class_name", "house", "first_language", "contacts"} & found.values.keys()
    assert (f"“{fault}”" in " ".join([*plan.warnings, said(found)])) == any(map(str.isalnum, fault))


def test_a_fault_in_a_workbook_is_said_too(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(HEADERS)
    sheet.append(row(1))
    sheet["F2"] = "#N/A"
    sheet["F2"].data_type = "e"
    found = only(plan_of(tmp_path, saved(book), name="a.xlsx"))
    assert "class_name" not in found.values
    assert "“#N/A” in “Reg Group” is no value" in said(found)


@pytest.mark.parametrize("written", ["4.477E+11", "1.23457E+09", "1,23E+05", "4.5e11"])
def test_a_number_a_spreadsheet_has_shortened_is_left_out_with_a_word(tmp_path: Path, written: str) -> None:
    headers = (*PLAIN, "Admission Number", "ULN", "Contact 1 Name", "Contact 1 Mobile", "Contact 2 Name", "Mother Tel")
    plan = plan_of(tmp_path, csv_bytes(headers, [*row(1)[:5], written, written, "Jo", written, "Al", written]))
    found = only(plan)
    assert not {"admission_number", "uln"} & found.values.keys()
    assert written not in str(found.values)
    assert said(found).count(written) == 4


@pytest.mark.parametrize("written", ["7.00E+01", "01-Feb", "Mar-12"])
def test_a_class_a_spreadsheet_has_changed_is_left_out_with_a_word(tmp_path: Path, written: str) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, form=written))))
    assert "class_name" not in found.values
    assert written in said(found)


@pytest.mark.parametrize(
    "written",
    [
        "Mar 14 2017 12:00AM",
        "14-MAR-17 00.00.00",
        "14/03/2017 00:00",
        "2017-03-14T00:00:00+00:00",
        "14 Mawrth 2017",
        "Mar 14, 2017 12:00:00 AM",
        "14032017",
        "14-MAR-17 12.00.00.000000 AM",
        "14.03.2017",
        "Tue 14/03/2017 0:00",
    ],
)
def test_dates_of_databases_are_read(tmp_path: Path, written: str) -> None:
    found = only(plan_of(tmp_path, csv_bytes(PLAIN, row(1, dob=written)[:5])))
    assert found.values["date_of_birth"] == date(2017, 3, 14)


@pytest.mark.parametrize(
    "none",
    ["31/12/9999", "31/12/2999", "01/01/1900", "1900-01-01", "0000-00-00", "00/00/0000", "01/01/1753", "06/06/2079"],
)
def test_a_date_that_means_none_is_none_and_drops_nobody(tmp_path: Path, none: str) -> None:
    headers = (*PLAIN, "Date of Admission", "Date of Leaving")
    found = only(plan_of(tmp_path, csv_bytes(headers, [*row(1)[:5], none, none])))
    assert (found.group, found.ticked) == (Group.NEW, True)
    assert not {"entered_on", "left_on"} & found.values.keys()
    assert said(found).count("stands for no date") == 2


# Rows ----------------------------------------------------------------------------------------------------------


def test_a_line_with_a_cell_too_many_or_too_few_is_named_and_shifts_nothing(tmp_path: Path) -> None:
    headers = (*HEADERS, "House", "Admission Number")
    good = [*row(1), "Red", "000124"]
    data = csv_bytes(headers, good).decode() + ",".join([*row(2)[:5], "5 Oak, Lower", "N", "Red", "000125"]) + "\r\n"
    data += ",".join([*row(3)[:4], *row(3)[5:], "Red", "000126"]) + "\r\n" + ",".join([*row(4), "", ""]) + "\r\n"
    plan = plan_of(tmp_path, data.encode())
    assert [one.line for one in plan.group(Group.NEW)] == [2, 5]
    assert [(one.line, "cells" in one.reason) for one in plan.group(Group.REJECTED)] == [(3, True), (4, True)]


def test_a_program_that_leaves_out_empty_cells_at_the_end_is_understood(tmp_path: Path) -> None:
    headers = (*PLAIN, "House", "First Language")
    lines = [[*row(n)[:5], *(("Red", "Polish") if n % 3 == 0 else ("Red",) if n % 3 == 1 else ())] for n in range(9)]
    plan = plan_of(tmp_path, csv_bytes(headers, *lines))
    assert plan.counts[Group.NEW] == 9


def test_a_file_that_was_cut_names_its_last_line(tmp_path: Path) -> None:
    whole = csv_bytes(HEADERS, *(row(n) for n in range(5)))
    plan = plan_of(tmp_path, whole[:-20])
    (last,) = plan.group(Group.REJECTED)
    assert (last.line, "ends in the middle" in last.reason) == (6, True)
    assert "may be cut" in said(plan_of(tmp_path, whole[:-2]).rows[-1])


def test_every_line_is_in_a_row_or_among_those_passed_over(tmp_path: Path) -> None:
    lines = [["Our school"], HEADERS, row(1), row(1), HEADERS, row(2), ["Total", "2"]]
    plan = plan_of(tmp_path, csv_bytes(*lines))
    assert {line for one in plan.rows for line in one.lines} == {3, 4, 6}
    assert plan.passed_over == (1, 5, 7)
    assert any("lines 1, 5, 7" in words for words in plan.warnings)


# Headers -------------------------------------------------------------------------------------------------------


def test_titles_of_groups_over_the_headers_are_no_headers(tmp_path: Path) -> None:
    titles = ["Pupil", "", "", "", "Class", "", "SEN", "", "Contact 1", "", "Contact 2", ""]
    headers = ["UPN", "Surname", "Forename", "DOB", "Year Group", "Reg Group", "Status", "Need Type", "Name", "Mobile"]
    headers += ["Name", "Mobile"]
    line = [*row(1)[:6], "K", "SLCN", "Jo Birk", "07700 900123", "Al Birk", "07700 900124"]
    found = only(plan_of(tmp_path, csv_bytes(titles, headers, line)))
    assert (found.values["status"], found.values["needs"], found.values["class_name"]) == ("K", ("SLCN",), "5 Oak")
    assert [(card.name, card.phone) for card in cards(found)] == [
        ("Jo Birk", "07700 900123"),
        ("Al Birk", "07700 900124"),
    ]


def test_headers_merged_over_two_rows_are_read_together(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["UPN", "Surname", "Forename", "DOB", "SEN", ""])
    sheet.append(["", "", "", "", "Status", "Need Type"])
    sheet.append([upn(1), "Birk", "Una", date(2017, 3, 14), "K", "ASD"])
    for cells in ("A1:A2", "B1:B2", "C1:C2", "D1:D2", "E1:F1"):
        sheet.merge_cells(cells)
    found = only(plan_of(tmp_path, saved(book), name="a.xlsx"))
    assert (found.values["legal_surname"], found.values["status"], found.values["needs"]) == ("Birk", "K", ("ASD",))


def test_a_class_merged_down_in_a_workbook_is_filled_down_and_said(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Class", *PLAIN[:4]])
    for number in range(5):
        sheet.append(["4 Oak" if number == 0 else "5 Elm" if number == 3 else None, *row(number)[:4]])
    sheet.merge_cells("A2:A4")
    sheet.merge_cells("A5:A6")
    plan = plan_of(tmp_path, saved(book), name="a.xlsx")
    assert [one.values["class_name"] for one in plan.rows] == ["4 Oak"] * 3 + ["5 Elm"] * 2
    assert any("filled down, lines 2 to 4, 5 to 6" in words for words in plan.warnings)


def test_a_class_that_was_merged_down_before_it_became_text_is_asked_about(tmp_path: Path) -> None:
    lines = [row(n, form={0: "4 Oak", 3: "5 Elm"}.get(n, "")) for n in range(6)]
    path = tmp_path / "register.csv"
    path.write_bytes(csv_bytes(HEADERS, *lines))
    preview = open_table(path)
    (question,) = make_plan(preview, [], today=TODAY).questions
    assert (question.field, question.lines) == ("fill_down", 4)
    memory = ImportMemory(answers={(question.field, question.value): "yes"})
    again = make_plan(preview, [], memory, today=TODAY)
    assert [one.values["class_name"] for one in again.rows] == ["4 Oak"] * 3 + ["5 Elm"] * 3


def test_a_workbook_with_a_password_is_told_how_to_lose_it(tmp_path: Path) -> None:
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600)
    with pytest.raises(Refused, match="protected by a password"):
        plan_of(tmp_path, data, name="a.xlsx")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Contact 1 {}", "Contact 2 {}"),
        ("PARENT_1_{}", "PARENT_2_{}"),
        ("Primary Contact {}", "Secondary Contact {}"),
        ("Parent/Carer 1 {}", "Parent/Carer 2 {}"),
        ("Parent {} 1", "Parent {} 2"),
        ("Mother {}", "Father {}"),
        ("Priority 1 Contact {}", "Priority 2 Contact {}"),
    ],
)
def test_both_parents_of_a_row_become_contacts(tmp_path: Path, first: str, second: str) -> None:
    headers = [*PLAIN, *(form.format(part) for form in (first, second) for part in ("Name", "Mobile", "Email"))]
    line = [*row(1)[:5], "Jo Birk", "07700 900123", "jo@example.org", "Al Birk", "07700 900124", ""]
    found = only(plan_of(tmp_path, csv_bytes(headers, line)))
    assert [(card.name, card.phone, card.email) for card in cards(found)] == [
        ("Jo Birk", "07700 900123", "jo@example.org"), ("Al Birk", "07700 900124", "")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("written", "born", "year"),
    [
        ("P5", "14/03/2017", "5"),
        ("S3", "03/09/2011", "10"),
        ("Year 3/4", "03/09/2018", "3"),
        ("Otters", "03/09/2018", "3"),
        ("N", "03/09/2022", "N2"),
        ("F2", "03/09/2021", "R"),
        ("F1", "03/09/2022", "N1"),
        ("Blwyddyn 4", "03/09/2017", "4"),
    ],
)
def test_year_groups_of_other_nations_and_mixed_classes_hold_nobody_back(
    tmp_path: Path, written: str, born: str, year: str
) -> None:
    plan = plan_of(tmp_path, csv_bytes(PLAIN, row(1, year=written, dob=born)[:5]))
    found = only(plan)
    assert (found.group, found.ticked, found.values["year_group"]) == (Group.NEW, True, year)
    for question in plan.questions:
        memory = ImportMemory(answers={(question.field, question.value): "6"})
        assert (
            only(plan_of(tmp_path, csv_bytes(PLAIN, row(1, year=written)[:5]), memory=memory)).values["year_group"]
            == "6"
        )


def test_one_damaged_byte_leaves_the_names_of_all_others_as_they_are(tmp_path: Path) -> None:
    data = csv_bytes(PLAIN, row(1, surname="Núñez")[:5], row(2, surname="Zo@")[:5], row(3, surname="Łukasik")[:5])
    plan = plan_of(tmp_path, data.replace(b"@", b"\xeb"))
    assert [name for name, _ in people(plan)] == ["Núñez", "Zoë", "Łukasik"]
    assert [one.line for one in plan.rows if any(p.level is Level.WARN for p in one.problems)] == [3]


def test_a_list_of_accounts_brings_its_pupils_and_no_teacher(tmp_path: Path) -> None:
    headers = [
        "sourcedId",
        "status",
        "enabledUser",
        "role",
        "username",
        "givenName",
        "familyName",
        "grades",
        "orgSourcedIds",
    ]
    lines = [
        ["u1", "active", "true", "student", "ihol", "Ida", "Holt", "05", "s1"],
        ["u2", "active", "true", "teacher", "kree", "Kai", "Reed", "", "s1"],
        ["u3", "active", "true", "student", "amos", "Ada", "Moss", "05", "s1"],
    ]
    plan = plan_of(tmp_path, csv_bytes(headers, *lines), name="users.csv")
    assert people(plan) == [("Holt", "Ida"), ("Moss", "Ada")]
    assert plan.passed_over == (3,)
    assert [one.values["mis_id"] for one in plan.rows] == ["u1", "u3"]


def test_one_line_in_utf_8_in_a_list_of_windows_is_read_too(tmp_path: Path) -> None:
    lines = [csv_bytes(PLAIN), *(csv_bytes(row(n, surname="Núñez")[:5], encoding="cp1252") for n in range(3))]
    plan = plan_of(tmp_path, b"".join([*lines, csv_bytes(row(9, surname="Łukasik")[:5])]))
    assert [name for name, _ in people(plan)] == ["Núñez"] * 3 + ["Łukasik"]
    assert "was encoded twice" in said(plan.rows[-1])
