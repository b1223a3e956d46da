"""A file from outside as bytes: its size is looked at before it is read, its kind is told by its content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from gradesk.interchange import limits
from gradesk.services.admission.admission import Source
from gradesk.system.refusal import Refused

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0"
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Kind(StrEnum):
    """What a file is, by its first bytes; its name is not asked."""

    EMPTY = "empty"
    PACKED_WORKBOOK = "xlsx"
    OLD_WORKBOOK = "xls"
    MARKUP = "markup"
    TEXT = "text"


@dataclass(frozen=True)
class RawFile:
    """The bytes of a chosen file and where they came from."""

    source: Source
    data: bytes

    @property
    def kind(self) -> Kind:
        """What the content is."""
        return kind_of(self.data)


def kind_of(data: bytes) -> Kind:
    """Tell the kind of a file by its first bytes."""
    if data.startswith(_ZIP):
        return Kind.PACKED_WORKBOOK
    if data.startswith(_OLE):
        return Kind.OLD_WORKBOOK
    # UTF-16 markup has a NUL beside every letter; for this question they can be left out.
    start = data[:2048]
    for bom in _BOMS:
        start = start.removeprefix(bom)
    start = start.replace(b"\0", b"").lstrip()
    if not start:
        return Kind.EMPTY if len(data) <= 2048 else Kind.TEXT
    return Kind.MARKUP if start.startswith(b"<") else Kind.TEXT


def read_raw(path: Path) -> RawFile:
    """Read a file that may be a register.

    Raises:
        Refused: it is not there, cannot be read, is empty, or is larger than 10 MB (then it is not read at all).
    """
    try:
        if path.is_dir():
            raise Refused(f"“{path.name}” is a folder. Nothing was changed. Choose the file inside it.")
        if path.exists() and not path.is_file():
            raise Refused(f"“{path.name}” is not a file. Nothing was changed. Choose the register that was exported.")
        with path.open("rb") as file:
            # One byte more than allowed tells of a file that grew, or of a device that has no size.
            size = path.stat().st_size
            data = b"" if size > limits.FILE_BYTES else file.read(limits.FILE_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Refused(
            f"The file “{path.name}” could not be read. Nothing was changed. Check that it is still there and not "
            "open in another program, then choose it again."
        ) from error
    if max(size, len(data)) > limits.FILE_BYTES:
        raise Refused(
            f"“{path.name}” has {max(size, len(data)) / limits.MEGABYTE:,.0f} MB; a register has at most "
            f"{limits.FILE_BYTES // limits.MEGABYTE} MB. Nothing was changed. Export only the pupils and the columns "
            "you need."
        )
    source = Source(name=path.name, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    raw = RawFile(source, data)
    if raw.kind is Kind.EMPTY:
        raise Refused(f"“{path.name}” is empty. Nothing was changed. Export the register again.")
    return raw
