"""Whether words are left anywhere in a file: in what is read, spelt, said aloud, named or packed.

Text is read in two ways (PDFium’s, and by the fonts’ tables), strings as they are coded, streams unpacked. In streams, words
of fewer than four letters are sought in text alone: three letters come up in any packed or drawn thing. Left out are programs
of fonts and colours, which hold their makers’ names and nothing of a page, and the shades of pictures, which are no letters;
what a JPEG says beside its shades is searched.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

from gradesk.documents.desk import guard_reading
from gradesk.documents.desk.bundle.finding import Words
from gradesk.documents.desk.bundle.spelling import spelt
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

IN_STREAMS, IN_NAMES, IN_PICTURES = 4, 5, 6  # letters from which a word is sought there
AROUND = 8  # bytes beside a find that say whether it stands by itself
_ENCODINGS = ("utf-8", "cp1252", "utf-16-be", "utf-16-le")
_NOT_OF_PEOPLE = (
    "/BaseFont",
    "/FontName",
    "/FontFamily",
    "/FontFile",
    "/FontFile2",
    "/FontFile3",
    "/CharSet",
    "/Lang",
    "/ID",
)
_HEX = re.compile(rb"<(FEFF[0-9A-F\s]+)>", re.IGNORECASE)
_OF_PDF = re.compile(r"/(\w*(Encoding|Decode)|Device\w+|Cal\w+|Use\w+|Identity-[HV])")
_TAGS, _MARKUP = re.compile(r"<[^>]*>"), re.compile(rb"<[^>]*>")
METADATA = "the metadata"  # as the guard calls them
_NAMES = re.compile(rb"/[^\s/<>\[\]()]+")


def places(pdf: bytes, words: Words) -> list[str]:
    """Where they still stand, in words for a person; nothing where they are gone."""
    found: list[str] = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        count = len(opened.pages)
        for page, where, text in guard_reading.texts_of(pdf, count):
            said = _TAGS.sub(" ", text) if where == METADATA else text  # names such as “Li” are tags, too
            if words.are_in(said):
                found.append(f"{where} of page {page}" if page else where)
        for number, one in enumerate(opened.pages, start=1):
            if any(words.are_in(text) for text in spelt(one.obj)):
                found.append(f"the letters of page {number}")
        found += _in_objects(opened, words)
    return list(dict.fromkeys(found))


def _in_objects(opened: pikepdf.Pdf, words: Words) -> Iterator[str]:
    in_streams, in_pictures = _Bytes(words, IN_STREAMS), _Bytes(words, IN_PICTURES)
    passed = {one.objgen for one in _programs(opened)}
    for one in (opened.trailer, *opened.objects):
        if isinstance(one, pikepdf.Stream):
            if any(words.are_in(text) for text in _strings(one)):
                yield "a note of a stream"
            if one.objgen not in passed:
                if one.get("/Subtype") == "/Image":
                    is_left = in_pictures.are_in(_beside_shades(one))
                else:
                    names = _MARKUP if one.get("/Type") == "/Metadata" else _NAMES
                    unpacked = names.sub(b" ", _unpacked(one))
                    is_left = in_streams.are_in(unpacked) or _in_digits(unpacked, words)
                if is_left:
                    yield "packed data"
        elif any(words.are_in(text) for text in _strings(one)):
            yield "a note of the file"


def _programs(opened: pikepdf.Pdf) -> Iterator[Any]:
    """Streams that are programs of fonts or colours."""
    for one in opened.objects:
        if isinstance(one, pikepdf.Dictionary):
            for name in ("/FontFile", "/FontFile2", "/FontFile3"):
                if isinstance(found := one.get(name), pikepdf.Stream):
                    yield found
        elif isinstance(one, pikepdf.Array) and len(one) == 2 and one[0] == "/ICCBased":
            yield one[1]
        elif isinstance(one, pikepdf.Stream) and "/N" in one and "/Type" not in one and "/Alternate" in one:
            yield one


def _unpacked(stream: Any) -> bytes:
    try:
        return bytes(stream.read_bytes())
    except pikepdf.PdfError:  # packed as a picture is: its head can hold words all the same
        return bytes(stream.read_raw_bytes())


def _beside_shades(picture: Any) -> bytes:
    """The bytes of a picture that is kept in a format of its own, which has room for words; nothing of any other."""
    coded = picture.get("/Filter", pikepdf.Array())
    filters = list(coded) if isinstance(coded, pikepdf.Array) else [coded]
    return bytes(picture.read_raw_bytes()) if {"/DCTDecode", "/JPXDecode"} & {str(one) for one in filters} else b""


def _in_digits(data: bytes, words: Words) -> bool:
    """Whether a word stands in text written in digits of base 16, as marks have it."""
    coded = (b"".join(one.split()) for one in _HEX.findall(data))
    return any(
        words.are_in(bytes.fromhex(one.decode()[: len(one) // 4 * 4]).decode("utf-16-be", "replace")) for one in coded
    )


def _strings(one: Any) -> Iterator[str]:
    """The strings and long names of an object that stand in it directly."""
    waiting = [one]
    while waiting:
        here = waiting.pop()
        if isinstance(here, pikepdf.String):
            yield str(here)
            yield bytes(here).decode("latin-1")
        elif isinstance(here, pikepdf.Name):
            if len(str(here)) > IN_NAMES and _OF_PDF.fullmatch(str(here)) is None:
                yield str(here)[1:]
        elif isinstance(here, pikepdf.Array):
            waiting += [kid for kid in here if not getattr(kid, "is_indirect", False)]
        elif isinstance(here, pikepdf.Dictionary | pikepdf.Stream):
            for key, value in here.items():
                if key not in _NOT_OF_PEOPLE and not getattr(value, "is_indirect", False):
                    waiting.append(value)


class _Bytes:
    """Words as they may stand among bytes. Capitals are put aside, as far as bytes know them, and sought as they are beyond."""

    def __init__(self, words: Words, least: int) -> None:
        self._words = words
        asked = [word for word in words.asked if sum(map(str.isalnum, word)) >= least]
        self._sought = sorted(
            {
                (coded.lower(), encoding)
                for word in asked
                for form in _forms(word)
                for encoding in _ENCODINGS
                if (coded := _coded(form, encoding))
            }
        )

    def are_in(self, data: bytes) -> bool:
        """Whether one of the words stands there by itself."""
        if not self._sought:
            return False
        small = data.lower()
        for coded, encoding in self._sought:
            at = small.find(coded)
            while at >= 0:
                start = at - AROUND if at >= AROUND else at % 2
                if self._words.are_in(data[start : at + len(coded) + AROUND].decode(encoding, "replace")):
                    return True
                at = small.find(coded, at + 1)
        return False


def _forms(word: str) -> Iterator[str]:
    plain = "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one))
    for form in (word, plain, *(unicodedata.normalize(kind, word) for kind in ("NFC", "NFD", "NFKC", "NFKD"))):
        yield from (form, form.lower(), form.upper(), form.title())


def _coded(text: str, encoding: str) -> bytes:
    try:
        return text.encode(encoding)
    except UnicodeEncodeError:
        return b""
