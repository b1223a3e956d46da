"""Registers of the shapes common systems export go through without a question."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from gradesk.interchange import FORMATS
from gradesk.interchange.raw import Kind
from gradesk.interchange.receive import Preview, make_plan, open_table
from gradesk.services.admission.admission import AdmissionPlan, Group, PlanRow
from tests.interchange.builders import SAMPLES, TODAY, known_from, only, plan_of, row, workbook


def read(name: str) -> tuple[Preview, AdmissionPlan]:
    """The preview and plan of a sample."""
    preview = open_table(SAMPLES / name)
    return preview, make_plan(preview, [], today=TODAY)


def named(plan: AdmissionPlan, surname: str) -> PlanRow:
    """The row of a pupil."""
    return next(row for row in plan.rows if row.values["legal_surname"] == surname)


def test_a_sims_report_has_a_title_accents_and_headers_on_every_page() -> None:
    preview, plan = read("sims_report.csv")
    assert (preview.table.described, preview.header.number) == ("Windows-1252, separated by comma", 2)
    assert preview.accented == ("Núñez", "Renée", "Séamus", "Chloë", "Zoë")
    assert [row.line for row in plan.group(Group.NEW)] == [3, 4, 5, 6, 8]
    assert named(plan, "Núñez").values["needs"] == ("SLCN",)
    assert named(plan, "O'Dowd").values["preferred_forename"] == "Shay"
    assert named(plan, "Featherby").values["date_of_birth"] == date(2016, 2, 29)
    assert named(plan, "Brontsema").values["status"] == "W"
    assert named(plan, "Ashgrove").values["legal_forename"] == "Theo"
    assert "lines 1, 7, 10" in plan.warnings[-1]
    assert plan.passed_over == (1, 7, 10)


def test_an_arbor_export_spells_everything_out() -> None:
    _, plan = read("arbor_export.csv")
    row = named(plan, "Quillfeather")
    assert row.values["status"] == "K"
    assert row.values["needs"] == ("SLCN", "SEMH")
    assert (row.values["pupil_premium"], row.values["attendance_percent"]) == (True, 94.2)
    assert named(plan, "Tamworth").values["status"] == "W"
    assert named(plan, "Underhay").values["sex"] == "U"
    assert plan.counts[Group.NEW] == 4


def test_a_bromcom_list_keeps_the_leading_zeros_of_admission_numbers() -> None:
    _, plan = read("bromcom_list.csv")
    assert named(plan, "Pettigrove").values["admission_number"] == "001234"
    assert named(plan, "Pettigrove").values["class_name"] == "10C/Gr1"
    assert named(plan, "Larkhall").values["free_school_meals"] is False


def test_a_scholarpack_list_in_utf_16_with_codes_before_names() -> None:
    preview, plan = read("scholarpack.tsv")
    assert preview.table.described == "UTF-16, separated by tab"
    row = named(plan, "Winterbourne")
    assert (row.values["legal_forename"], row.values["status"]) == ("Mabel", "K")
    assert row.values["needs"] == ("MLD", "SPLD")
    assert named(plan, "van der Linde").values["year_group"] == "R"


def test_a_census_download_from_the_dfe() -> None:
    _, plan = read("giap_census.csv")
    assert named(plan, "Hollingdean").values["date_of_birth"] == date(2016, 4, 9)
    assert named(plan, "Marchbank").values["needs"] == ("PD", "HI")
    assert named(plan, "Marchbank").values["preferred_surname"] == "Marchbank-Lowe"


def test_a_teachers_own_list() -> None:
    preview, plan = read("teacher_list.csv")
    assert preview.header.number == 3
    row = named(plan, "Thistlewood")
    assert (row.values["legal_forename"], row.values["status"]) == ("Billy", "W")
    assert row.values["date_of_birth"] == date(2018, 4, 3)
    assert "status" not in named(plan, "Lamb").values


def test_a_progresso_export_with_pipes_and_headers_written_as_one_word() -> None:
    preview, plan = read("progresso_export.csv")
    assert preview.table.described == "UTF-8, separated by pipe"
    kobby = named(plan, "Asante-Frost").values
    assert (kobby["preferred_forename"], kobby["date_of_birth"]) == ("Kobby", date(2014, 9, 1))
    assert (kobby["admission_number"], kobby["class_name"], kobby["year_group"]) == ("L0042", "7/Hooke", "7")
    assert (kobby["status"], kobby["needs"], kobby["pupil_premium"]) == ("K", ("SPLD", "HI"), True)
    assert named(plan, "Hjaltadóttir").values["former_upn"] == "D83845122501A"
    molly = named(plan, "St. Clare").values
    assert (molly["legal_forename"], molly["status"], molly["needs"]) == ('Mary "Molly" Ann', "E", ("PMLD", "VI"))
    assert plan.counts[Group.NEW] == 3


def test_an_integris_report_is_tab_text_called_xls_with_one_name_column() -> None:
    preview, plan = read("integris_report.xls")
    assert (preview.table.described, preview.header.number) == ("Windows-1252, separated by tab", 4)
    elise = named(plan, "Dubois").values
    assert (elise["legal_forename"], elise["date_of_birth"], elise["year_group"]) == ("Élise", date(2019, 2, 9), "3")
    assert (elise["status"], elise["class_name"], elise["sex"]) == ("K", "Willow", "F")
    assert named(plan, "McKenna").values["legal_forename"] == "Rory James"
    assert named(plan, "Van Damme").values["status"] == "E"
    assert plan.counts[Group.NEW] == 3


def test_excels_unicode_text_with_one_name_column_and_a_total() -> None:
    preview, plan = read("unicode_text.txt")
    assert preview.header.number == 2
    caoimhe = named(plan, "Ó Murchú").values
    assert (caoimhe["legal_forename"], caoimhe["date_of_birth"], caoimhe["year_group"]) == (
        "Caoimhe",
        date(2016, 3, 14),
        "6",
    )
    assert (caoimhe["class_name"], caoimhe["status"], caoimhe["needs"]) == ("6 Birch", "K", ("SLCN",))
    finn = named(plan, "Achterberg").values
    assert (finn["date_of_birth"], finn["status"], finn["needs"]) == (date(2017, 11, 2), "E", ("ASD",))
    assert named(plan, "Szabó").values["date_of_birth"] == date(2016, 2, 29)
    assert plan.counts[Group.NEW] == 3


def test_a_list_with_one_row_for_each_contact() -> None:
    preview, plan = read("contacts_export.csv")
    assert preview.table.described == "UTF-8, separated by semicolon"
    jiwoo = named(plan, "Hwang").values
    assert (jiwoo["year_group"], jiwoo["status"], jiwoo["class_name"]) == ("3", "K", "3 Rowan")
    assert {card.name for card in jiwoo["contacts"]} == {"Min-seo Hwang", "Do-yun Hwang"}
    assert named(plan, "Lindqvist").values["year_group"] == "R"
    assert plan.counts[Group.NEW] == 2


@pytest.mark.parametrize("sample", sorted(path.name for path in SAMPLES.iterdir()))
def test_the_same_file_twice_changes_nothing(sample: str) -> None:
    preview, plan = read(sample)
    assert not plan.questions
    again = make_plan(preview, known_from(plan), today=TODAY)
    assert again.counts[Group.UNCHANGED] == len(plan.rows) == len(again.rows)


def test_every_format_has_a_sample(tmp_path: Path) -> None:
    kinds = {open_table(path).raw.kind for path in SAMPLES.iterdir()}
    book = tmp_path / "register.xlsx"
    book.write_bytes(workbook(["UPN", "Surname", "Forename"], row(1)[:3]))
    kinds.add(open_table(book).raw.kind)
    for one in FORMATS:
        assert kinds & set(one.kinds), one.label
    assert {Kind.TEXT, Kind.PACKED_WORKBOOK} <= kinds


def test_one_line_for_each_contact_is_one_pupil_with_several_contacts(tmp_path: Path) -> None:
    header = "UPN,Surname,Forename,DOB,Contact 1 Name,Contact 1 Mobile\r\n"
    lines = (
        "L867200126001,Holt,Ida,01/02/2016,Ann Holt,07000 1\r\nL867200126001,Holt,Ida,01/02/2016,Bo Holt,07000 2\r\n"
    )
    found = only(plan_of(tmp_path, (header + lines).encode()))
    contacts = found.values["contacts"]
    assert isinstance(contacts, tuple)
    assert [card.name for card in contacts if not isinstance(card, str)] == ["Ann Holt", "Bo Holt"]


def test_one_line_for_each_need_is_one_pupil_with_needs_in_rank_order(tmp_path: Path) -> None:
    text = (
        "UPN,Surname,Forename,DOB,SEN Type,SEN Type Rank\r\n"
        "L867200126001,Holt,Ida,01/02/2016,SEMH,2\r\n"
        "L867200126001,Holt,Ida,01/02/2016,SLCN,1\r\n"
    )
    assert only(plan_of(tmp_path, text.encode())).values["needs"] == ("SLCN", "SEMH")
