"""Text files are decoded by the ladder and cut into lines that keep their numbers."""

from __future__ import annotations

import pytest

from gradesk.interchange.table import Line, Reading
from gradesk.interchange.text import decode, find_separator, read_text
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


def test_a_quotation_mark_that_is_never_closed_is_reported_where_it_opens() -> None:
    *_, last = lines(b'a,b\r\n1,2\r\n3,"4\r\n5,6\r\n7,8\r\n')
    assert last.number == 3
    assert "never closed" in last.damage


def test_a_cell_without_end_is_refused_with_its_line() -> None:
    with pytest.raises(Refused, match="Line 2 of the file"):
        lines(b'a,b\r\n"' + b"x" * 40_000 + b'",2\r\n')


def test_too_many_columns_are_refused() -> None:
    with pytest.raises(Refused, match="201 columns"):
        lines(b",".join([b"x"] * 201))


def test_too_many_rows_are_refused() -> None:
    with pytest.raises(Refused, match="20,000 rows"):
        lines(b"a,b\r\n" * 22_001)


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(Refused, match="neither a list"):
        lines(b"\x89PNG\r\n\x1a\n\x01\x02\x03\x04\x05\x06")
