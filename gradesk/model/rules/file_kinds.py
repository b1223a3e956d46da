"""What a file is, told by its first bytes and its extension, which must agree; and what in it one should know about.

Nothing is opened or unpacked here: bytes are only looked at (ASVS 5.2.2).
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

from gradesk.system.refusal import Refused

_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"


@dataclass(frozen=True)
class FileKind:
    """A kind of file Gradesk keeps: its extensions (the first is the usual one), media type, and name for people."""

    extensions: tuple[str, ...]
    media_type: str
    name: str


KINDS = (
    FileKind(("pdf",), "application/pdf", "PDF"),
    FileKind(("jpg", "jpeg"), "image/jpeg", "Photograph"),
    FileKind(("png",), "image/png", "Picture"),
    FileKind(("docx",), f"{_OFFICE}.wordprocessingml.document", "Word document"),
    FileKind(("xlsx",), f"{_OFFICE}.spreadsheetml.sheet", "Excel workbook"),
    FileKind(("pptx",), f"{_OFFICE}.presentationml.presentation", "PowerPoint slides"),
    FileKind(("odt",), f"{_OPEN}.text", "Document (ODT)"),
    FileKind(("ods",), f"{_OPEN}.spreadsheet", "Spreadsheet (ODS)"),
    FileKind(("rtf",), "application/rtf", "Document (RTF)"),
    FileKind(("txt",), "text/plain", "Text"),
    FileKind(("csv",), "text/csv", "Table (CSV)"),
)
BY_EXTENSION = {extension: kind for kind in KINDS for extension in kind.extensions}
BY_MEDIA_TYPE = {kind.media_type: kind for kind in KINDS}
WELCOME = "PDF, JPEG, PNG, DOCX, XLSX, PPTX, ODT, ODS, RTF, TXT or CSV"

_PROGRAMS = (b"MZ", b"\x7fELF", b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe",
             b"\xca\xfe\xba\xbe", b"#!", b"\x4c\x00\x00\x00\x01\x14\x02\x00", b"dex\n", b"\x00asm")  # fmt: skip
_PROGRAM_EXTENSIONS = frozenset([
    "exe", "com", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "js", "jse", "wsf", "wsh", "hta", "msi", "msp",
    "scr", "pif", "lnk", "url", "jar", "class", "py", "pyw", "sh", "bash", "app", "dmg", "pkg", "deb", "rpm",
    "apk", "appimage", "desktop", "reg", "dll", "sys", "cpl", "chm", "html", "htm", "xhtml", "shtml", "svg",
    "mht", "mhtml",
])  # fmt: skip
_MACRO_EXTENSIONS = frozenset(["docm", "dotm", "xlsm", "xltm", "xlam", "xlsb", "pptm", "potm", "ppsm", "ppam", "sldm"])
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ARCHIVES = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"MSCF")
# The part that only this kind of office file has; names stand uncompressed in every ZIP.
_PARTS = {"docx": b"word/document.xml", "xlsx": b"xl/workbook.xml", "pptx": b"ppt/presentation.xml"}
_MACRO_PARTS = (b"vbaproject.bin", b"macrosheets/", b"basic/script-lc.xml", b"scripts/python/")
_ACTIVE = {
    "JavaScript": "a script",
    "JS": "a script",
    "OpenAction": "something it does when it is opened",
    "AA": "something it does by itself",
    "Launch": "the start of a program",
    "EmbeddedFile": "another file inside",
    "XFA": "a form with a program of its own",
    "RichMedia": "film or sound",
}
_SHORT = frozenset({"JS", "AA"})  # so short that they come up by chance in packed bytes
_NAME = re.compile(rb"/(?:[A-Za-z]|#[0-9A-Fa-f]{2}){2,24}(?![A-Za-z0-9#])")
_HEX = re.compile(rb"#([0-9A-Fa-f]{2})")
_BEGIN = re.compile(rb"stream\r?\n")
_END = b"endstream"
_OBJECTS = re.compile(rb"/Type\s*/ObjStm\b")
_DICTIONARY = 400  # bytes before a stream in which its dictionary stands
_MOST_UNPACKED = 32 * 1024 * 1024  # bytes of objects that are looked into
_ENCRYPTED = re.compile(rb"/Encrypt\b")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def extension_of(name: str) -> str:
    """The extension of a file's name in small letters, without the dot; empty when there is none."""
    stem, dot, extension = name.rpartition(".")
    return extension.strip().casefold() if dot and stem else ""


def check_name(name: str) -> FileKind:
    """The kind that a name promises.

    Raises:
        Refused: a program, a document with macros, an archive, or a kind Gradesk does not keep.
    """
    extension = extension_of(name)
    if extension in _PROGRAM_EXTENSIONS:
        raise Refused(
            f"A .{extension} file can run a program, so it was not taken in. Save what it shows as PDF and attach that."
        )
    if extension in _MACRO_EXTENSIONS:
        raise Refused(
            f"A .{extension} file carries macros, which are programs, so it was not taken in. "
            "Save it without macros or as PDF."
        )
    if extension not in BY_EXTENSION:
        what = f"A .{extension} file" if extension else "A file without an ending"
        raise Refused(f"{what} is none that Gradesk keeps, so it was not taken in. Choose {WELCOME}.")
    return BY_EXTENSION[extension]


def check_content(kind: FileKind, content: bytes) -> None:
    """See that the bytes are what the name promised.

    Raises:
        Refused: empty, a program, an archive, macros inside, or of another kind than the name says.
    """
    head = content[:1024]
    if not content:
        raise Refused("This file is empty, so it was not taken in. Look whether it was saved whole.")
    if any(head.startswith(sign) for sign in _PROGRAMS):
        raise Refused(
            "There is a program inside this file, whatever it is called, so it was not taken in. "
            "Ask whoever sent it for a PDF."
        )
    if any(head.startswith(sign) for sign in _ARCHIVES):
        raise Refused(
            "This is a packed archive, so it was not taken in. Unpack it and attach the documents one by one."
        )
    if head.startswith(_OLD_OFFICE):
        raise Refused(
            "This is an old or a locked office file, which may carry macros, so it was not taken in. "
            "Save it as DOCX, XLSX or PDF without a password."
        )
    if not _agrees(kind, content):
        raise Refused(
            f"The name says {kind.name}, and the inside is something else, so it was not taken in. "
            "Open it where it came from and save it anew."
        )
    if head.startswith(b"PK") and any(part in content.lower() for part in _MACRO_PARTS):
        raise Refused(
            "This document carries macros, which are programs, so it was not taken in. Save it without macros or as PDF."
        )


def warnings(media_type: str, content: bytes) -> tuple[str, ...]:
    """What a person should know before opening a copy, each in a few words; empty for most files."""
    if media_type != "application/pdf":
        return ()
    everywhere = _names(content)
    plain = _names(_outside(content) + _packed_objects(content))
    found = [
        words for sign, words in _ACTIVE.items() if sign.encode() in (plain if sign in _SHORT else everywhere | plain)
    ]
    if _ENCRYPTED.search(content):
        found.append("a password, so nobody could look for scripts in it")
    return tuple(dict.fromkeys(found))


def warning_sentence(found: Sequence[str]) -> str:
    """The warnings as one sentence; empty when there are none."""
    if not found:
        return ""
    listed = found[0] if len(found) == 1 else ", ".join(found[:-1]) + " and " + found[-1]
    return f"This PDF holds {listed}. Open a copy only if you know who sent it."


def neutral_name(media_type: str, day: str) -> str:
    """A name for a saved copy that tells nobody whom it is about: `document-2026-11-23.pdf`."""
    kind = BY_MEDIA_TYPE.get(media_type)
    what = "picture" if media_type.startswith("image/") else "document"
    return f"{what}-{day}.{kind.extensions[0] if kind else 'bin'}"


def _names(content: bytes) -> set[bytes]:
    """The names in a PDF; a letter may be written as its number."""
    return {_HEX.sub(lambda found: bytes([int(found[1], 16)]), name)[1:] for name in set(_NAME.findall(content))}


def _packed_objects(content: bytes) -> bytes:
    """What stands in the packed objects of a PDF, up to a bound: newer files keep their catalogue there."""
    unpacked: list[bytes] = []
    room = _MOST_UNPACKED
    for start, first, last in _streams(content):
        if _OBJECTS.search(content, max(start - _DICTIONARY, 0), start):
            with suppress(zlib.error):
                unpacked.append(zlib.decompressobj().decompress(content[first:last], room))
                room -= len(unpacked[-1])
        if room <= 0:
            break
    return b"".join(unpacked)


def _streams(content: bytes) -> Iterator[tuple[int, int, int]]:
    """Where each stream's word, its bytes and their end lie; every byte is looked at once, whatever the file repeats."""
    place = 0
    while (begin := _BEGIN.search(content, place)) is not None:
        last = content.find(_END, begin.end())
        if last < 0:
            return
        yield begin.start(), begin.end(), last
        place = last + len(_END)


def _outside(content: bytes) -> bytes:
    """What stands outside of streams."""
    kept, place = [], 0
    for start, _first, last in _streams(content):
        kept.append(content[place:start])
        place = last + len(_END)
    return b" ".join([*kept, content[place:]])


def _agrees(kind: FileKind, content: bytes) -> bool:
    extension = kind.extensions[0]
    if extension == "pdf":
        return b"%PDF-" in content[:1024]
    if extension == "jpg":
        return content.startswith(b"\xff\xd8\xff")
    if extension == "png":
        return content.startswith(b"\x89PNG\r\n\x1a\n")
    if extension == "rtf":
        return content.lstrip().startswith(b"{\\rtf")
    if extension in _PARTS:
        return content.startswith(b"PK\x03\x04") and _PARTS[extension] in content and b"[Content_Types].xml" in content
    if extension in ("odt", "ods"):
        return content.startswith(b"PK\x03\x04") and b"mimetype" + kind.media_type.encode() in content[:256]
    return _is_text(content)


def _is_text(content: bytes) -> bool:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return b"\x00\x00" not in content[:4096]
    if content.startswith((b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf")):
        return False
    return _CONTROL.search(content) is None and not re.match(rb"\s*<(?:!doctype|html|script|svg|\?xml)", content, re.I)
