"""Damaging a register at random as files are damaged on their way, and asking whether every line is accounted for."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from gradesk.interchange.decoding import decode
from gradesk.interchange.files.cutting import physical_lines
from gradesk.interchange.receive import make_plan, open_table
from gradesk.services.admission.admission import AdmissionPlan, Group, PlanRow
from gradesk.system.refusal import Refused
from tests.interchange.builders import TODAY, upn

HEADER = ("UPN", "Legal Surname", "Legal Forename", "Date of Birth", "Year Group", "Reg Group", "House", "Language")
_SURNAMES = ("Tallow", "Núñez", "Birk", "O'Shea", "Łukasik", "Moss", "Van der Berg", "Reed", "Pell", "Cobb")
_FORENAMES = ("Ines", "Zoë", "Una", "Séamus", "Kai", "Ada", "Jo", "Rafe", "Méabh", "Yusra")
_FIELDS = (
    "upn",
    "legal_surname",
    "legal_forename",
    "date_of_birth",
    "year_group",
    "class_name",
    "house",
    "first_language",
)
# Bytes that are no UTF-8, and ones that are no text at all; letters for letters nobody could tell.
_FOREIGN = (b"\xe9", b"\xf1", b"\x81", b"\xff", b"\xc3", b"\x00", b"\x07")

Rows = list[tuple[str, ...]]
Accident = Callable[[bytes, random.Random], bytes]


def school(chance: random.Random) -> Rows:
    """Some invented pupils, each different in every field that is theirs alone."""
    rows: Rows = []
    for number in range(chance.randint(4, 12)):
        born = f"{chance.randint(1, 28):02d}/{chance.randint(1, 12):02d}/2017"
        surname, forename = chance.choice(_SURNAMES), chance.choice(_FORENAMES)
        house = chance.choice(("Red", "Blue", "")) if number else "Red"
        name = f"{forename}{chr(97 + number)}"
        rows.append((upn(number), surname, name, born, "5", "5 Oak", house, chance.choice(("English", "Polish", ""))))
    return rows


def written(rows: Rows, chance: random.Random) -> bytes:
    """The register as one of the programs of this world writes it."""
    separator = chance.choice(",,,;\t|")
    quoted = chance.random() < 0.4
    end = chance.choice(("\r\n", "\n", "\r"))

    def cell(text: str) -> str:
        return f'"{text}"' if quoted or (chance.random() < 0.03) else text

    lines = [separator.join(map(cell, row)) for row in (HEADER, *rows)]
    encoding = chance.choice(("utf-8", "utf-8", "utf-8-sig", "utf-16-le"))
    return (end.join(lines) + end).encode(encoding)


def damaged(data: bytes, chance: random.Random) -> bytes:
    """The file after one to three accidents; its first line stays, since a list may have any headers."""
    head = min((place for place in (data.find(b"\n"), data.find(b"\r")) if place > 0), default=0) + 2
    # Two bytes put into UTF-16 can make another letter, and a separator or line end that is lost beside one that is
    # gained has only moved: nobody could tell either.
    ends = chance.choice((_end_lost, _end_more))
    signs = (_other_sign, chance.choice((_separator_lost, _separator_more)))
    for _ in range(1 if b"\0" in data else chance.randint(1, 3)):
        accident: Accident = chance.choice((_quote, _quote, _two_quotes, _byte, *signs, *signs, ends, ends, _cut))
        data = data[:head] + accident(data[head:], chance)
    return data


def _at(body: bytes, chance: random.Random) -> int:
    return chance.randrange(len(body)) if body else 0


def _put(body: bytes, place: int, piece: bytes) -> bytes:
    return body[:place] + piece + body[place:]


def _quote(body: bytes, chance: random.Random) -> bytes:
    return _put(body, _at(body, chance), b'"')


def _two_quotes(body: bytes, chance: random.Random) -> bytes:
    """One where a cell begins and one some lines on where a cell ends: the pair that swallows all between."""
    signs = [place for place, byte in enumerate(body) if byte in b",;\t|"]
    if len(signs) < 2:
        return body
    first, last = sorted(chance.sample(signs, 2))
    return _put(_put(body, last, b'"'), first + 1, b'"')


def _byte(body: bytes, chance: random.Random) -> bytes:
    return _put(body, _at(body, chance), chance.choice(_FOREIGN))


def _one_of(body: bytes, signs: bytes, chance: random.Random) -> int:
    places = [place for place, byte in enumerate(body) if byte in signs]
    return chance.choice(places) if places else -1


def _separator_lost(body: bytes, chance: random.Random) -> bytes:
    place = _one_of(body, b",;\t|", chance)
    return body if place < 0 else body[:place] + body[place + 1 :]


def _separator_more(body: bytes, chance: random.Random) -> bytes:
    place = _one_of(body, b",;\t|", chance)
    return body if place < 0 else _put(body, _at(body, chance), body[place : place + 1])


def _other_sign(body: bytes, chance: random.Random) -> bytes:
    place = _one_of(body, b",;\t|", chance)
    return body if place < 0 else body[:place] + chance.choice((b",", b";", b"\t", b"|")) + body[place + 1 :]


def _end_lost(body: bytes, chance: random.Random) -> bytes:
    place = _one_of(body, b"\r\n", chance)
    return body if place < 0 else body[:place] + body[place + 1 :]


def _end_more(body: bytes, chance: random.Random) -> bytes:
    return _put(body, _at(body, chance), chance.choice((b"\n", b"\r", b"\r\n")))


def _cut(body: bytes, chance: random.Random) -> bytes:
    return body[: _at(body, chance)] if chance.random() < 0.4 else body


def unaccounted(path: Path, data: bytes, rows: Rows) -> str:
    """What the import of a damaged file does not account for, in words; empty if each line is taken in exactly or named."""
    path.write_bytes(data)
    try:
        preview = open_table(path)
        plan = make_plan(preview, [], today=TODAY)
    except Refused:
        return ""
    for row in plan.group(Group.NEW):
        # The window and the command line ask about names with accents whether they look right.
        words = " ".join((*plan.warnings, *preview.accented))
        if wrong := _not_exact(row, rows, words):
            return wrong
    return _lines_lost(data, plan, preview.header.number)


def _not_exact(row: PlanRow, rows: Rows, words: str) -> str:
    """Why a pupil who comes in without a word is none of those who were written."""
    names = [str(row.values.get(name) or "") for name in ("legal_surname", "legal_forename")]
    if any(sign in name for name in names for sign in '\r\n;,\t|"\0\ufffd'):
        return f"line {row.line}: a name of several cells: {names}"
    found = tuple(_text(row.values.get(field)) for field in _FIELDS)
    asked = any(text in words for text in found if not text.isascii())
    if row.problems or asked or "not used" in words:
        return ""
    return "" if found in rows else f"line {row.line}: {found} came in without a word"


def _text(value: object) -> str:
    strftime = getattr(value, "strftime", None)
    return strftime("%d/%m/%Y") if strftime else str(value or "")


def _lines_lost(data: bytes, plan: AdmissionPlan, header: int) -> str:
    named = {line for row in plan.rows for line in row.lines} | set(plan.passed_over) | {header}
    lines = physical_lines(decode(data).text)
    for number, line in enumerate(lines, start=1):
        if number not in named and any(mark.isalnum() for mark in line):
            return f"line {number} is nowhere: {line!r}"
    return ""
