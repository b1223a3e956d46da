"""Text files are decoded by the ladder and cut into lines that keep their numbers."""

from __future__ import annotations

import pytest

from gradesk.interchange.decoding import decode
from gradesk.interchange.files.text import find_separator, read_text
from gradesk.interchange.table import Line, Reading
from gradesk.system.progress import no_progress
from gradesk.system.refusal import Refused

NAMES = "Surname,Forename\r\nNúñez,Renée\r\nŚliwa,Łukasz\r\n"


def lines(data: bytes, choice: Reading | None = None) -> tuple[Line, ...]:
    """The lines of a text file."""
    return read_text(data, choice or Reading(), no_progress).lines


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_unicode_form_is_told_by_its_bytes(encoding: str) -> None:
    assert decode(NAMES.encode(encoding)).text == NAMES


def test_windows_1252_is_what_is_left() -> None:
    found = decode("Núñez,Chloë,O’Dowd €".encode("cp1252"))
    assert (found.text, found.encoding) == ("Núñez,Chloë,O’Dowd €", "cp1252")


def test_bytes_that_windows_1252_has_not_are_reported_and_not_guessed() -> None:
    assert decode(b"N\x81\xf1ez").damaged


def test_another_encoding_can_be_chosen() -> None:
    assert decode("Zoë".encode("mac-roman"), "mac-roman").text == "Zoë"


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("a,b,c\n1,2,3\n", ","),
        ("a;b;c\n1;2,5;3\n", ";"),
        ("a\tb\n1,0\t2\n", "\t"),
        ("a|b\n1|2\n", "|"),
        ('"Holt, Ida";5\n"Lamb, Bo";6\n', ";"),
        ("A title, with commas, of a report\na;b;c\n1;2;3\n4;5;6\n", ";"),
        ("one\ntwo\n", ","),
    ],
)
def test_the_separator_is_the_one_that_gives_even_rows(text: str, separator: str) -> None:
    assert find_separator(text) == separator


def test_a_line_that_names_the_separator_is_believed() -> None:
    found = lines(b"sep=;\r\na;b,c\r\n1;2\r\n")
    assert [(line.number, line.cells) for line in found] == [(2, ("a", "b,c")), (3, ("1", "2"))]


def test_line_numbers_are_those_of_the_file_also_after_a_cell_of_several_lines() -> None:
    found = lines(b'a,b\r\n\r\n"one\r\ntwo",2\r\n3,4\r\n')
    assert [line.number for line in found] == [1, 3, 5]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\r\r\n"])
def test_an_open_quotation_mark_costs_its_own_line_and_no_other(end: str) -> None:
    found = lines(end.join(["a,b,c", "1,2,3", '4,"5,6', "7,8,9", "0,1,2", ""]).encode())
    assert [(line.number, line.cells) for line in found if not line.damage] == [
        (1, ("a", "b", "c")), (2, ("1", "2", "3")), (4, ("7", "8", "9")), (5, ("0", "1", "2")),
    ]  # fmt: skip
    (damaged,) = [line for line in found if line.damage]
    assert (damaged.number, "never closed" in damaged.damage) == (3, True)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("first", ["{},Birk,Una,3", "K1,{}Birk,Una,3", "K1,Birk,{}Una,3", "K1,Birk,Una,{}3"])
@pytest.mark.parametrize("second", ["P1{},Moss,Ada,4", "P1,Moss{},Ada,4", "P1,Moss,Ada{},4", "P1,Moss,Ada,4{}"])
def test_two_stray_quotation_marks_never_make_one_name_of_the_lines_between(end: str, first: str, second: str) -> None:
    text = end.join(["a,b,c,d", first.format('"'), "L1,Reed,Kai,5", second.format('"'), "M1,Pell,Jo,6", ""])
    found = lines(text.encode())
    assert [line.number for line in found] == [1, 2, 3, 4, 5]
    assert not any(mark in str(cell) for line in found if not line.damage for cell in line.cells for mark in "\r\n,")
    assert found[2].cells == ("L1", "Reed", "Kai", "5")


def test_an_address_over_several_lines_is_one_cell() -> None:
    found = lines(b'a,b,c,d\r\n1,2,"12 High St, Flat 2\r\nLeeds",4\r\n5,6,"7\r\n",8\r\n9,9,9,"x\r\ny"\r\n')
    assert [(line.number, len(line.cells), line.damage) for line in found] == [
        (1, 4, ""),
        (2, 4, ""),
        (4, 4, ""),
        (6, 4, ""),
    ]
    assert found[1].cells[2] == "12 High St, Flat 2\nLeeds"


def test_one_byte_of_another_encoding_changes_no_other_cell() -> None:
    data = "a,b\nNúñez,Zoë\nŁukasik,".encode() + b"Ren\xe9e\nM\xe9abh,Ada\n"
    found = read_text(data, Reading(), no_progress)
    assert found.encoding == "utf-8"
    assert [line.cells for line in found.lines[1:]] == [("Núñez", "Zoë"), ("Łukasik", "Renée"), ("Méabh", "Ada")]
    assert [[place for place, _ in line.remarks] for line in found.lines] == [[], [], [1], [0]]


def test_a_cell_without_end_is_named_and_the_others_are_read() -> None:
    found = lines(b'a,b\r\n"' + b"x" * 40_000 + b'",2\r\n3,4\r\n')
    assert [(line.number, bool(line.damage)) for line in found] == [(1, False), (2, True), (3, False)]


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Refused, match="201 columns"):
        lines(b",".join([b"x"] * 201))


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Refused, match="20,000 rows"):
        lines(b"a,b\r\n" * 22_001)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Refused, match="neither a list"):
        lines(b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\x05\x06")
