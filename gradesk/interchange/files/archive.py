"""Looking into a packed workbook before any parser does.

The sizes a zip declares may lie, so every entry is unpacked here under a budget; a workbook that passes is as large as
it says, has no declarations an XML parser could be led astray by, and no cells so far out that filling the gap would
fill memory.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from xml.etree import ElementTree

from gradesk.interchange import limits
from gradesk.interchange.table import FORMULA_WITHOUT_VALUE
from gradesk.system.refusal import Refused

_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
# Everything here is possessive: a part made to be slow must not make a pattern try the same bytes again and again.
_CELL = re.compile(rb"<(?:\w++:)?c(\s[^<>]*+)>")
_PLACE = re.compile(rb'\sr="([A-Z]{1,3})([0-9]{1,7})"')
_FORMULA = rb"<(?:\w++:)?f\b[^<>]*+(?:(?<=/)>|(?<!/)>[^<]*+</(?:\w++:)?f>)"
_FORMULA_WITHOUT_VALUE = re.compile(
    rb"<(?:\w++:)?c(\s[^<>]*+)(?<!/)>\s*+" + _FORMULA + rb"\s*+"
    rb"(?:<(?:\w++:)?v\s*+/>|<(?:\w++:)?v>\s*+</(?:\w++:)?v>)?+\s*+</(?:\w++:)?c>"
)
_FAULT = re.compile(
    rb"<(?:\w++:)?c(\s[^<>]*+)(?<!/)>\s*+(?:" + _FORMULA + rb")?+\s*+<(?:\w++:)?v>\s*+(#[^<\s]{1,20})\s*+</"
)
_WORKBOOK = re.compile(rb"<(?:\w++:)?workbookPr\b([^<>]*+)")
_DATE_1904 = re.compile(rb"\bdate1904=[\"'](?:1|true|on)[\"']", re.IGNORECASE)
_SHEET_PART = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_LOCAL_HEADER = struct.Struct("<4s5H3I2H")
_NOTHING_CHANGED = "Nothing was changed. Save the register again as CSV or as a plain XLSX workbook."


class PackedWorkbook:
    """What the look into a workbook found: the cells without a value, by sheet part, and its calendar."""

    def __init__(self, data: bytes) -> None:
        """Check every entry.

        Raises:
            Refused: it is no workbook, is encrypted, larger than it may be, or holds something a workbook never does.
        """
        self._unvalued: dict[str, dict[str, str]] = {}
        self._part_of_sheet: dict[str, str] = {}
        self._part_of_id: dict[str, str] = {}
        self.epoch_1904 = False
        self._budget = limits.UNPACKED_BYTES
        self._data = data
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                entries = archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError, struct.error) as error:
            raise Refused(f"The workbook is damaged and cannot be opened. {_NOTHING_CHANGED}") from error
        _check_directory(entries)
        for entry in entries:
            self._look_into(entry)

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of all sheets."""
        return tuple(self._part_of_sheet)

    def unvalued_cells(self, sheet: str) -> dict[str, str]:
        """The cells of a sheet, such as D7, whose formula was saved without its result or failed, and what they show."""
        target = self._part_of_id.get(self._part_of_sheet.get(sheet, ""), "")
        return self._unvalued.get("xl/" + target.removeprefix("/xl/"), {})

    def _look_into(self, entry: zipfile.ZipInfo) -> None:
        content = self._unpack(entry)
        if content.startswith(b"PK\x03\x04"):
            raise Refused(f"The workbook has another archive inside it, as no register has. {_NOTHING_CHANGED}")
        if not entry.filename.lower().endswith((".xml", ".rels", ".vml")):
            return
        # UTF-16 parts are legal XML; without their NULs the declarations read as in UTF-8.
        plain = content.replace(b"\0", b"") if b"\0" in content[:200] else content
        if _DECLARATION.search(plain):
            raise Refused(
                f"The workbook holds declarations that no register needs and that can do harm. {_NOTHING_CHANGED}"
            )
        if b"macroEnabled" in plain and entry.filename.lower() == "[content_types].xml":
            raise Refused(
                "The workbook holds macros (.xlsm), which Gradesk never opens. Nothing was changed. In Excel, save it "
                "as “Excel Workbook (.xlsx)” or as CSV."
            )
        if entry.filename.lower() == "xl/workbook.xml":
            self.epoch_1904 = any(_DATE_1904.search(found) for found in _WORKBOOK.findall(plain))
            self._part_of_sheet = _attributes(content, "sheet", "name", "id")
        elif entry.filename.lower() == "xl/_rels/workbook.xml.rels":
            self._part_of_id = _attributes(content, "Relationship", "Id", "Target")
        elif _SHEET_PART.fullmatch(entry.filename):
            _check_span(plain)
            self._unvalued[entry.filename] = _unvalued(plain)

    def _unpack(self, entry: zipfile.ZipInfo) -> bytes:
        """The content of an entry, read under what is left of the budget.

        The zip module is not used for this: it stops at the declared size, other readers do not.
        """
        packed = self._packed_bytes(entry)
        if entry.compress_type == zipfile.ZIP_STORED:
            content = packed
        else:
            ceiling = min(self._budget, max(entry.file_size, 1)) + 1
            unpacker = zlib.decompressobj(-zlib.MAX_WBITS)
            try:
                content = unpacker.decompress(packed, ceiling)
            except zlib.error as error:
                raise Refused(f"The workbook is damaged and cannot be opened. {_NOTHING_CHANGED}") from error
        if len(content) > self._budget:
            raise _too_large()
        if len(content) != entry.file_size or zlib.crc32(content) != entry.CRC:
            raise Refused(f"The workbook is damaged: its parts are not as it says they are. {_NOTHING_CHANGED}")
        self._budget -= len(content)
        return content

    def _packed_bytes(self, entry: zipfile.ZipInfo) -> bytes:
        header = self._data[entry.header_offset : entry.header_offset + _LOCAL_HEADER.size]
        if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
            raise Refused(f"The workbook is damaged and cannot be opened. {_NOTHING_CHANGED}")
        *_, name_length, extra_length = _LOCAL_HEADER.unpack(header)
        start = entry.header_offset + _LOCAL_HEADER.size + name_length + extra_length
        return self._data[start : start + entry.compress_size]


def _too_large() -> Refused:
    return Refused(
        f"The workbook unpacks to more than {limits.UNPACKED_BYTES // limits.MEGABYTE} MB, as no register does. "
        "Nothing was changed. Copy the pupils into a new workbook and save that."
    )


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """Refuse by the directory alone what needs no unpacking."""
    if len(entries) > limits.ENTRIES:
        raise Refused(f"The workbook has {len(entries):,} parts; a register has a few dozen. {_NOTHING_CHANGED}")
    names = {entry.filename for entry in entries}
    if len(names) != len(entries):
        raise Refused(f"The workbook holds the same part twice. {_NOTHING_CHANGED}")
    if sum(entry.file_size for entry in entries) > limits.UNPACKED_BYTES:
        raise _too_large()
    for entry in entries:
        _check_entry(entry)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused(
            "The workbook holds macros (.xlsm), which Gradesk never opens. Nothing was changed. In Excel, save it as "
            "“Excel Workbook (.xlsx)” or as CSV."
        )
    if "[Content_Types].xml" not in names and "content.xml" not in names:
        raise Refused(
            "This is a zip archive and no workbook. Nothing was changed. Unpack it and choose the register inside."
        )


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.flag_bits & 0x1:
        raise Refused(
            "The workbook is protected by a password. Nothing was changed. Save it without one and choose it again."
        )
    parts = entry.filename.replace("\\", "/").split("/")
    if entry.filename.startswith(("/", "\\")) or ".." in parts or ":" in parts[0]:
        raise Refused(f"The workbook names a place outside itself, as no register does. {_NOTHING_CHANGED}")
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise Refused(f"The workbook is packed in a way Gradesk does not read. {_NOTHING_CHANGED}")
    # Below a hundred kilobytes a ratio says nothing: a part of one repeated word packs very well.
    if entry.file_size > 100 * 1024 and entry.file_size > limits.PACKING_RATIO * max(entry.compress_size, 1):
        raise _too_large()


def _attributes(part: bytes, element: str, key: str, value: str) -> dict[str, str]:
    """One attribute of each element of a name by another; namespaces are left out of account."""
    try:
        root = ElementTree.fromstring(part)
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise Refused(f"The workbook is damaged and cannot be opened. {_NOTHING_CHANGED}") from error
    found = {}
    for node in root.iter():
        if node.tag.rpartition("}")[2] == element:
            plain = {name.rpartition("}")[2]: text for name, text in node.attrib.items()}
            found[plain.get(key, "")] = plain.get(value, "")
    return found


def _check_span(sheet: bytes) -> None:
    last_row = last_column = 0
    for attributes in _CELL.findall(sheet):
        place = _PLACE.search(attributes)
        if place and not attributes.endswith(b"/"):
            last_row = max(last_row, int(place.group(2)))
            last_column = max(last_column, column_number(place.group(1).decode("ascii")))
    if last_row * last_column > limits.SPAN_CELLS:
        raise Refused(
            f"A sheet of the workbook reaches to row {last_row:,} and column {last_column:,}. Nothing was changed. "
            "Copy the pupils into a new workbook and save that."
        )


def _unvalued(sheet: bytes) -> dict[str, str]:
    """The cells of a sheet without a value: formulas saved without their result, and what those that failed show."""
    found = {}
    if b"<f" in sheet or b":f" in sheet:
        for attributes in _FORMULA_WITHOUT_VALUE.findall(sheet):
            if place := _PLACE.search(attributes):
                found[(place.group(1) + place.group(2)).decode("ascii")] = FORMULA_WITHOUT_VALUE
    if b't="e"' in sheet:
        for attributes, fault in _FAULT.findall(sheet):
            if (place := _PLACE.search(attributes)) and b't="e"' in attributes:
                found[(place.group(1) + place.group(2)).decode("ascii")] = fault.decode("ascii", "replace")
    return found


def column_number(letters: str) -> int:
    """The number of a column from its letters: A is 1, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
