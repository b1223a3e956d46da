"""How a file is read as a person said of an earlier one with the same headers: its sheet, encoding and separator."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from gradesk.interchange.decoding import ENCODINGS, decode
from gradesk.interchange.files.text import SEPARATOR_NAMES
from gradesk.interchange.preview import Preview, preview_of
from gradesk.interchange.raw import Kind, RawFile
from gradesk.interchange.table import RawTable, Reading
from gradesk.services.admission.admission import ImportMemory
from gradesk.system.refusal import Refused

_TRIED = 6  # remembered ways at most, the newest first; each costs one reading of the file
_INSTEAD_OF = "instead_of"

Reader = Callable[[Reading], RawTable]


def kept(raw: RawFile, choice: Reading) -> dict[str, str]:
    """What a person chose, as it is remembered; with the encoding also the one that would have been taken without."""
    found = {name: value for name, value in vars(choice).items() if value}
    if choice.encoding:
        found[_INSTEAD_OF] = decode(raw.data).encoding
    return found


def chosen(reading: Mapping[str, str]) -> Reading:
    """What is remembered, as a choice."""
    return Reading(reading.get("sheet", ""), reading.get("encoding", ""), reading.get("separator", ""))


def reading_as_before(raw: RawFile, memory: ImportMemory, header_line: int | None, read: Reader) -> Preview | None:
    """The file read as was chosen for an earlier one, if that gives the very headers it was chosen for; else None."""
    guess = decode(raw.data).encoding if memory.readings and raw.kind is Kind.TEXT else ""
    for key, reading in list(memory.readings.items())[:_TRIED]:
        if not _applies(raw, reading, guess):
            continue
        try:
            table = read(chosen(reading))
            found = preview_of(raw, table, memory, header_line)
        except Refused:
            continue
        if found.key == key:
            notes = (*table.notes, _said(reading))
            described = f"{table.described}, as you chose the last time"
            return replace(found, table=replace(table, notes=notes, described=described), reading=dict(reading))
    return None


def _applies(raw: RawFile, reading: Mapping[str, str], guess: str) -> bool:
    if raw.kind is not Kind.TEXT:
        return bool(reading.get("sheet"))
    encoding = reading.get("encoding", "")
    # A file that is in another encoding than the one the person saw was made in another way.
    return not reading.get("sheet") and (not encoding or (encoding in ENCODINGS and reading.get(_INSTEAD_OF) == guess))


def _said(reading: Mapping[str, str]) -> str:
    choice = chosen(reading)
    parts = [f"encoding {choice.encoding}"] if choice.encoding else []
    parts += (
        [f"cells that end at a {SEPARATOR_NAMES.get(choice.separator, choice.separator)}"] if choice.separator else []
    )
    parts += [f"sheet “{choice.sheet}”"] if choice.sheet else []
    return f"Read as you chose for the last register with these headers: {', '.join(parts)}. Choose otherwise if it is wrong."
