"""Whatever is chosen, the answer is a sentence or a reason beside the line; never a fault, never half a register."""

from __future__ import annotations

import struct
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk.interchange.receive import make_plan, open_table
from gradesk.services.admission.admission import Group, Level
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.interchange.builders import HEADERS, TODAY, csv_bytes, only, plan_of, row, upn, workbook


def refusal(folder: Path, data: bytes, name: str = "register.csv") -> str:
    """The sentence with which a file is refused."""
    with pytest.raises(Refused) as caught:
        plan_of(folder, data, name=name)
    sentence = str(caught.value)
    assert "Nothing was changed." in sentence
    assert str(folder) not in sentence
    return sentence


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"  \r\n\r\n"])
def test_an_empty_file_is_refused(tmp_path: Path, data: bytes) -> None:
    assert "empty" in refusal(tmp_path, data)


@pytest.mark.parametrize("data", [csv_bytes(HEADERS), csv_bytes(HEADERS, [""] * 7), workbook(HEADERS)])
def test_headers_without_pupils_are_refused(tmp_path: Path, data: bytes) -> None:
    assert "no pupils below" in refusal(tmp_path, data)


def test_a_list_without_known_headers_is_refused_but_the_line_can_be_said(tmp_path: Path) -> None:
    data = csv_bytes(["eins", "zwei", "drei"], ["Holt", "Ida", "01/02/2016"])
    assert "no line with headers" in refusal(tmp_path, data)
    preview = open_table(tmp_path / "register.csv", header_line=1)
    assert "the pupils’ names and the UPN or the date of birth" in preview.missing


def test_a_list_without_upn_and_date_of_birth_is_refused(tmp_path: Path) -> None:
    assert "the UPN or the date of birth" in refusal(tmp_path, csv_bytes(["Surname", "Forename"], ["Holt", "Ida"]))


def test_a_file_of_200_mb_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)
    with pytest.raises(Refused, match="200 MB"):
        open_table(path)


@pytest.mark.parametrize("name", ["not-there.csv", "."])
def test_a_file_that_is_not_there_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refused, match="Nothing was changed"):
        open_table(tmp_path / name)


def test_more_than_20000_rows_are_refused_and_20000_below_a_title_are_not(tmp_path: Path) -> None:
    many = [row(number % 600, upn="", dob="01/01/2016", surname=f"N{number}") for number in range(20_001)]
    assert "20,000" in refusal(tmp_path, csv_bytes(HEADERS, *many))
    plan = plan_of(tmp_path, csv_bytes(["Our school"], HEADERS, *many[1:]))
    assert plan.counts[Group.NEW] == 20_000


def test_a_wrong_encoding_is_reported_beside_the_line(tmp_path: Path) -> None:
    data = csv_bytes(HEADERS, row(1), row(2)).replace(b"Surnamec", b"Surn\x81me\xf1")
    plan = plan_of(tmp_path, data)
    assert [r.line for r in plan.group(Group.NEW)] == [2]
    (bad,) = plan.group(Group.REJECTED)
    assert (bad.line, "could not be read" in bad.reason) == (3, True)


def test_a_nul_byte_is_reported_beside_the_line(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, csv_bytes(HEADERS, row(1, surname="Ho\0lt"), row(2)))
    (bad,) = plan.group(Group.REJECTED)
    assert "NUL byte" in bad.reason
    assert plan.counts[Group.NEW] == 1


def test_damage_in_a_column_that_is_not_used_stops_nobody(tmp_path: Path) -> None:
    data = csv_bytes([*HEADERS, "Favourite colour"], [*row(1), "re\0d"])
    assert only(plan_of(tmp_path, data)).group is Group.NEW


def test_a_wrong_check_letter_is_a_warning_that_names_the_right_one(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, upn="A867200126001"))))
    assert (found.group, found.values["upn"]) == (Group.NEW, "A867200126001")
    (problem,) = found.problems
    assert problem.level is Level.WARN
    assert "L belongs" in problem.text


def test_what_has_not_the_shape_of_a_upn_is_left_out_with_a_warning(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, upn="8.01E+12"))))
    assert found.group is Group.NEW
    assert "upn" not in found.values
    assert "shape" in found.problems[0].text


def test_a_date_of_birth_of_next_year_rejects_the_line(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, dob="12/03/2027"))))
    assert found.group is Group.REJECTED
    assert "in the future" in found.reason


@pytest.mark.parametrize(("dob", "year", "words"), [("12/03/1990", "5", "age of 36"), ("12/03/2017", "9", "apart")])
def test_an_unlikely_date_of_birth_is_a_warning(tmp_path: Path, dob: str, year: str, words: str) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, dob=dob, year=year))))
    assert found.group is Group.NEW
    assert words in found.problems[0].text


def test_two_lines_of_one_upn_that_disagree_are_both_rejected_with_the_reason(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, csv_bytes(HEADERS, row(1), row(2), row(1, form="5 Ash")))
    assert [r.line for r in plan.group(Group.REJECTED)] == [2, 4]
    for bad in plan.group(Group.REJECTED):
        assert "Lines 2 and 4" in bad.reason
        assert "class or form" in bad.reason
    assert plan.counts[Group.NEW] == 1


def test_two_equal_lines_of_one_upn_are_one_pupil(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, csv_bytes(HEADERS, row(1), row(1, form=" 5  OAK ")))
    assert only(plan).group is Group.NEW
    assert "read as one pupil" in only(plan).problems[0].text


def test_a_line_without_a_name_is_rejected_with_its_number_and_text(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, surname="", forename="."))))
    assert (found.group, found.line) == (Group.REJECTED, 2)
    assert found.raw.startswith(upn(1))
    assert "no name" in found.reason


@pytest.mark.parametrize(
    ("surname", "forename", "kept"),
    [
        ("Suharni", "", ("Suharni", None)),
        ("", "Yusra", (None, "Yusra")),
        ("-", "Kadek", (None, "Kadek")),
        (".", "Wayan", (None, "Wayan")),
        ("Birk", "NULL", ("Birk", None)),
        ("Null", "Sam", ("Null", "Sam")),
    ],
)
def test_a_pupil_with_one_name_is_taken_in_and_a_dot_is_no_name(
    tmp_path: Path, surname: str, forename: str, kept: tuple[str | None, str | None]
) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, surname=surname, forename=forename))))
    assert (found.group, found.ticked) == (Group.NEW, True)
    assert (found.values.get("legal_surname"), found.values.get("legal_forename")) == kept
    assert ("one name only" in str(found.problems)) == (None in kept)


def test_a_line_without_upn_and_date_of_birth_is_rejected(tmp_path: Path) -> None:
    assert "told apart" in only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, upn="", dob="")))).reason


def test_a_formula_in_a_text_file_is_never_taken_as_a_value(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, row(1, form="=HYPERLINK(A1)"))))
    assert "class_name" not in found.values
    assert "formula" in found.problems[0].text


def test_the_ways_spreadsheets_keep_text_are_undone(tmp_path: Path) -> None:
    data = csv_bytes([*HEADERS, "Adno", "House"], [*row(1), '="001234"', "'+Green"]).replace(
        b'="001234"', b'"=""001234"""'
    )
    values = only(plan_of(tmp_path, data)).values
    assert (values["admission_number"], values["house"]) == ("001234", "+Green")


def test_an_old_workbook_renamed_xlsx_is_read_by_its_content(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, old_workbook(PLAIN_LINES), name="register.xlsx")
    assert only(plan).values["legal_surname"] == "Holt"
    assert only(plan).values["date_of_birth"] == date(2016, 2, 29)


def test_reading_and_planning_can_be_cancelled(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(csv_bytes(HEADERS, *(row(number) for number in range(900))))
    counts: list[tuple[int, int]] = []
    preview = open_table(path)
    make_plan(preview, [], today=TODAY, progress=lambda done, total: counts.append((done, total)))
    assert (900, 900) in counts

    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        make_plan(preview, [], today=TODAY, progress=stop)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.binary(max_size=400)
    | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace"))
    | st.binary(max_size=200).map(lambda data: csv_bytes(HEADERS) + data)
    | st.lists(st.lists(st.text(max_size=12), min_size=7, max_size=8), max_size=5).map(
        lambda lines: "\n".join([",".join(HEADERS), *(",".join(line) for line in lines)]).encode(
            "utf-16", "surrogatepass"
        )
    )
    | st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data)
    | st.binary(max_size=700).map(lambda data: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + data)
)
def test_any_bytes_give_a_sentence_or_a_full_report(tmp_path: Path, data: bytes) -> None:
    try:
        plan = plan_of(tmp_path, data)
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        assert all(r.raw and r.line for r in plan.rows)
        assert all(r.reason for r in plan.group(Group.REJECTED))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_workbook_gives_a_sentence_or_a_full_report(tmp_path: Path, data: st.DataObject) -> None:
    original = data.draw(st.sampled_from([PACKED, OLD]))
    place = data.draw(st.integers(0, len(original) - 1))
    change = data.draw(st.binary(min_size=1, max_size=4))
    damaged = original[:place] + change + original[place + len(change) :]
    try:
        plan = plan_of(tmp_path, damaged)
    except Refused as refused:
        assert str(refused).endswith(".")
    else:
        assert plan.rows


def old_workbook(lines: list[list[str]]) -> bytes:
    """The smallest old workbook (BIFF8 in a compound file) with these cells."""

    def record(kind: int, body: bytes) -> bytes:
        return struct.pack("<HH", kind, len(body)) + body

    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += record(0x200, struct.pack("<IIHHH", 0, len(lines), 0, max(map(len, lines)), 0))
    for row_number, cells in enumerate(lines):
        for column, cell in enumerate(cells):
            text = cell.encode("utf-16-le")
            sheet += record(0x204, struct.pack("<HHHHB", row_number, column, 0, len(cell), 1) + text)
    sheet += record(0x0A, b"")
    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0)) + record(0x42, struct.pack("<H", 1200))
    name = record(0x85, struct.pack("<IBBBB", 0, 0, 0, 6, 0) + b"Pupils")
    name = record(0x85, struct.pack("<IBBBB", len(start) + len(name) + 4, 0, 0, 6, 0) + b"Pupils")
    stream = (start + name + record(0x0A, b"") + sheet).ljust(4096, b"\0")
    sectors = (len(stream) + 511) // 512
    stream = stream.ljust(sectors * 512, b"\0")
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<HHHHHHIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0
    )
    header += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    entries = _entry("Root Entry", 5, 0xFFFFFFFE, 0, child=1) + _entry("Workbook", 2, 2, len(stream))
    return header + struct.pack("<128I", *table) + entries.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, start: int, size: int, child: int = 0xFFFFFFFF) -> bytes:
    text = (name + "\0").encode("utf-16-le")
    body = text.ljust(64, b"\0") + struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return body + bytes(36) + struct.pack("<IQ", start, size)


PLAIN_LINES = [["UPN", "Surname", "Forename", "DOB"], [upn(1), "Holt", "Ida", "29/02/2016"]]
PACKED = workbook(*PLAIN_LINES)
OLD = old_workbook(PLAIN_LINES)
