"""Headers and written values of the common systems are known."""

from __future__ import annotations

import pytest

from gradesk.interchange.columns.headers import catalogue, normalise
from gradesk.interchange.columns.names import calm, split_name
from gradesk.interchange.columns.values import value_tables
from gradesk.model.vocabulary import NEEDS, SEXES, STATUSES, YEAR_GROUPS


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("UPN", "upn"),
        ("Unique Pupil Number", "upn"),
        ("unique_learner_number", "uln"),
        ("Pupil UPN", "upn"),
        ("FormerUPN", "former_upn"),
        ("Student First Name", "forename"),
        ("First Name(s)", "forename"),
        ("\ufeffLegal Surname", "legal_surname"),
        ("D.O.B.", "date_of_birth"),
        ("Child's Date of Birth", ""),
        ("Pupil DOB", "date_of_birth"),
        ("NCyearActual", "year_group"),
        ("Form/Tutor Group", "class_name"),
        ("SEN Status (Current)", "status"),
        ("SENDStatus", "status"),
        ("Primary Need Type", "need_1"),
        ("PrimarySENeedsType", "need_1"),
        ("Attendance %", "attendance_percent"),
        ("% Attendance", "attendance_percent"),
        ("Parent & Carer Email", ""),
        ("Parent/Carer Email", "contact_email"),
        ("Favourite colour", ""),
    ],
)
def test_a_header_stands_for_its_field(header: str, field: str) -> None:
    fields, _ = catalogue().look_up(header)
    assert fields == ((field,) if field else ())


def test_no_header_stands_for_two_fields() -> None:
    assert not catalogue().strong.keys() & catalogue().weak.keys()


def test_a_header_is_compared_without_punctuation_and_capitals() -> None:
    assert normalise("SENtypeRank & Forename(s) %") == "sentype rank and forenames percent"


@pytest.mark.parametrize(
    ("table", "written", "code"),
    [
        ("status", "E", "E"),
        ("status", "Education, Health and Care Plan", "E"),
        ("status", "K - SEN Support", "K"),
        ("status", "(K)", "K"),
        ("status", "SEN Support (K)", "K"),
        ("status", "K: anything", "K"),
        ("status", "no special  educational need", "N"),
        ("status", "Concern/Monitoring", "W"),
        ("status", "N/A", None),
        ("need", "Speech, Language & Communication Needs", "SLCN"),
        ("need", "ASD – Autistic Spectrum Disorder", "ASD"),
        ("need", "Down’s syndrome", "DS"),
        ("need", "NSA*", "NSA"),
        ("sex", "Boy", "M"),
        ("sex", "F - Female", "F"),
        ("year_group", "Year  7", "7"),
        ("year_group", "07", "7"),
        ("year_group", "7.0", "7"),
        ("year_group", "Y11", "11"),
        ("year_group", "Year Seven", "7"),
        ("year_group", "Year 7 (2025/26)", "7"),
        ("year_group", "YR", "R"),
        ("year_group", "Year R", "R"),
        ("year_group", "FS2", "R"),
        ("year_group", "0", "R"),
        ("year_group", "-1", "N2"),
        ("year_group", "Nursery 1", "N1"),
        ("flag", "✓", "yes"),
        ("flag", "FALSE", "no"),
        ("enrolment", "Current main - dual registration", "M"),
        ("enrolment", "Left", "leaver"),
    ],
)
def test_a_written_value_stands_for_its_code(table: str, written: str, code: str | None) -> None:
    reading = value_tables()[table].read(written, {})
    assert (reading.code, reading.ask) == (code, False)


@pytest.mark.parametrize(
    ("table", "written", "proposal"),
    [
        ("status", "Yes", ""),
        ("status", "School Action Plus", "K"),
        ("status", "S", "E"),
        ("status", "T", ""),
        ("need", "Dyslexia", "SPLD"),
        ("year_group", "15", ""),
        ("year_group", "Year 3/4", ""),
    ],
)
def test_a_doubtful_value_is_asked_about(table: str, written: str, proposal: str) -> None:
    reading = value_tables()[table].read(written, {})
    assert (reading.code, reading.ask, reading.proposal) == (None, True, proposal)


def test_every_code_of_a_table_is_a_code_of_the_field() -> None:
    lists = {"status": STATUSES, "need": NEEDS, "sex": SEXES, "year_group": YEAR_GROUPS}
    for name, vocabulary in lists.items():
        table = value_tables()[name]
        assert set(table.codes.values()) <= set(vocabulary.codes)
        assert set(table.asks.values()) - {""} <= set(vocabulary.codes)


@pytest.mark.parametrize(
    ("written", "surname_first", "expected"),
    [
        ("Winterbourne, Mabel", None, ("Winterbourne", "Mabel")),
        ("Winterbourne Mabel", True, ("Winterbourne", "Mabel")),
        ("Mabel Winterbourne", False, ("Winterbourne", "Mabel")),
        ("Mabel Winterbourne", None, ("Winterbourne", "Mabel")),
        ("WINTERBOURNE Mabel", None, ("WINTERBOURNE", "Mabel")),
        ("Mabel WINTERBOURNE", True, ("WINTERBOURNE", "Mabel")),
        ("van der Linde Sem", True, ("van der Linde", "Sem")),
        ("Sem van der Linde", False, ("van der Linde", "Sem")),
    ],
)
def test_a_full_name_falls_into_surname_and_forename(
    written: str, surname_first: bool | None, expected: tuple[str, str]
) -> None:
    assert split_name(written, surname_first)[:2] == expected


def test_names_in_capitals_are_written_as_people_write_them() -> None:
    assert [calm(name) for name in ("O'BRIEN-SMITH", "MCARTHUR", "NÚÑEZ", "de Souza", "LI")] == [
        "O'Brien-Smith",
        "McArthur",
        "Núñez",
        "de Souza",
        "LI",
    ]
