"""The words of a document from outside, without its looks and without anything it would do: for reading, in a child process."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree

from gradesk.model.rules import file_kinds
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    import python_calamine
else:
    python_calamine = lazily("python_calamine")
striprtf: Any = lazily("striprtf.striprtf")  # says nothing of its types

LONGEST = 400_000  # characters that are shown
UNPACKED = 64 * 1024 * 1024  # bytes of one part
MOST_PARTS, MOST_LINES = 400, 5_000
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_SLIDE = re.compile(r"ppt/slides/slide([0-9]+)\.xml")
_BLOCKS = frozenset(("p", "h"))  # paragraphs and headings, in each of the formats
_PIECES = frozenset(("t", "span", "a"))
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252", "latin-1")


def words(content: bytes, media_type: str) -> str:
    """What can be read in a document, a paragraph a line and cells with a gap between them; cut where it grows too long.

    Raises:
        Refused: it is damaged, locked with a password, or its kind has no words.
    """
    kind = file_kinds.BY_MEDIA_TYPE.get(media_type)
    read = _READERS.get(kind.extensions[0] if kind is not None else "")
    if read is None:
        raise Refused("This kind of document cannot be shown here; it is kept as it is. Save a copy to open it.")
    try:
        found, count = [], 0
        for line in read(content):
            found.append(line)
            count += len(line) + 1
            if count > LONGEST:
                found.append("…")
                break
    except Refused:
        raise
    except (ValueError, LookupError, OverflowError, OSError, RuntimeError, EOFError, NotImplementedError,
            zipfile.BadZipFile, zlib.error, ElementTree.ParseError, python_calamine.CalamineError):  # fmt: skip
        raise Refused(
            "This document is damaged or locked, so it cannot be shown; it is kept as it is. Save a copy."
        ) from None
    return re.sub(r"\n{3,}", "\n\n", "\n".join(found))[: LONGEST + 2].strip()


def _text(content: bytes) -> Iterator[str]:
    for encoding in _ENCODINGS:
        try:
            yield from content.decode(encoding).replace("\0", "").splitlines()
            return
        except (UnicodeDecodeError, UnicodeError):
            continue


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        raw = part.read(UNPACKED + 1)
    if len(raw) > UNPACKED or _DECLARATION.search(raw[:4096]):
        raise Refused(
            "This document is made so that it cannot be read safely; it is kept as it is, and was not opened."
        )
    return raw


def _paragraphs(raw: bytes) -> Iterator[str]:
    """The paragraphs of a part of a packed document; tabs and breaks in them as gaps."""
    for _, element in ElementTree.iterparse(io.BytesIO(raw)):
        if _local(element.tag) in _BLOCKS:
            yield "".join(_pieces(element)).strip()
            element.clear()


def _pieces(block: ElementTree.Element) -> Iterator[str]:
    for one in block.iter():
        name = _local(one.tag)
        if name in ("tab", "br", "line-break", "s"):
            yield " "
        if one.text and (name in _PIECES or one is block):
            yield one.text
        if one.tail and one is not block and name not in ("instrText",) and not one.tail.isspace():
            yield one.tail


def _local(tag: object) -> str:
    return str(tag).rpartition("}")[2]


def _docx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from _paragraphs(_part(archive, "word/document.xml"))


def _odt(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield from _paragraphs(_part(archive, "content.xml"))


def _pptx(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        slides = sorted(
            (int(found.group(1)), found.group(0)) for name in archive.namelist() if (found := _SLIDE.fullmatch(name))
        )
        for number, name in slides[:MOST_PARTS]:
            yield f"Slide {number}"
            yield from (line for line in _paragraphs(_part(archive, name)) if line)
            yield ""


def _sheets(content: bytes) -> Iterator[str]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names[:MOST_PARTS]:
        yield str(name)
        for line in book.get_sheet_by_name(name).to_python(nrows=MOST_LINES):
            cells = [_cell(one) for one in line]
            if any(cells):
                yield "    ".join(cells).rstrip()
        yield ""


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value).replace("\n", " ")


def _rtf(content: bytes) -> Iterator[str]:
    found: str = striprtf.rtf_to_text(content.decode("latin-1"), errors="replace")
    # The two halves of a sign beyond the first plane are told one by one.
    whole = found.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    yield from (line.strip() for line in whole.split("\n"))


_READERS: Mapping[str, Callable[[bytes], Iterator[str]]] = {
    "txt": _text, "csv": _text, "docx": _docx, "odt": _odt, "pptx": _pptx, "xlsx": _sheets, "ods": _sheets, "rtf": _rtf,
}  # fmt: skip
