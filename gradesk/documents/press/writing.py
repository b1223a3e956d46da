"""The writing of a PDF: ReportLab's pages, and with them the structure tree, the form fields and what the file says of itself.

ReportLab writes no tags. Its document is taken over here and written anew, with the many small elements of the structure
packed into compressed object streams (PDF 32000-1, 7.5.7) as soon as a pupil's pages are done: a thousand passports then
take little more memory than their pages, and no second reading of the file.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfdoc import PDFDocument, PDFIndirectObject, PDFObject, PDFPage

from gradesk.documents.press.tags import Content, Node, text_string, written

PRODUCER = "Gradesk"
_PACKED_AT_ONCE = 10_000  # a place in a stream has two bytes in the table of the file
_HEAD = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt>
</dc:title><dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language><pdf:Producer>{producer}</pdf:Producer>
<pdfuaid:part>1</pdfuaid:part></rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""


class Raw(PDFObject):
    """An object whose bytes are known."""

    __RefOnly__ = 1

    def __init__(self, data: bytes = b"") -> None:
        self.data = data

    def format(self, _document: PDFDocument) -> bytes:
        """As it stands."""
        return self.data


def stream(data: bytes, entries: str = "", *, packed: bool = True) -> Raw:
    """A stream of bytes with entries of its dictionary."""
    if packed:
        data, entries = zlib.compress(data), entries + "/Filter/FlateDecode"
    return Raw(f"<<{entries}/Length {len(data)}>>\nstream\n".encode() + data + b"\nendstream")


class _Page(PDFPage):
    __NoDefault__ = [*PDFPage.__NoDefault__, "StructParents", "Tabs"]


class TaggedDocument(PDFDocument):
    """ReportLab's document with a structure tree. It is never made, only taken over by `take_over`."""

    title: str
    language: str
    root: Node
    page_numbers: list[int]
    _open: list[list[Node]]  # of each page not yet written for good, the element of each stretch of content
    _parents: list[Sequence[int]]  # of the others, their numbers
    _fields: list[int]
    _field_nodes: list[Node]
    _packed: dict[int, tuple[int, int]]
    _tree: int

    def reserve(self, count: int = 1) -> int:
        """The first of so many fresh object numbers."""
        first: int = self.objectcounter + 1
        self.objectcounter += count
        return first

    def begin_page(self) -> None:
        """A page without content as yet."""
        self._open.append([])

    def forget_page(self) -> None:
        """The page in hand was not begun after all."""
        self._open.pop()

    def content(self, node: Node) -> int:
        """The number, on the page in hand, of a new stretch of content of an element."""
        here = self._open[-1]
        node.kids.append(Content(len(self.page_numbers), len(here)))
        here.append(node)
        return len(here) - 1

    def addPage(self, page: PDFPage) -> None:
        """Take a finished page in."""
        page.__class__ = _Page
        page.StructParents = len(self.page_numbers)
        page.Tabs = "/S"
        name = self.thisPageName()
        super().addPage(page)
        self.page_numbers.append(self.idToObjectNumberAndVersion[name][0])

    def field(self, node: Node, dictionary: str) -> int:
        """Take a form field in, under its element, and return its number; `dictionary` lacks the closing marks."""
        number = self.Reference(place := Raw())
        at: int = self.idToObjectNumberAndVersion[number.name][0]
        place.data = f"{dictionary}/StructParent {-len(self._field_nodes) - 1}>>".encode()
        self._fields.append(at)
        self._field_nodes.append(node)
        return at

    def shape(self, content: str, width: float, height: float) -> str:
        """Take in what a form field looks like, and return how it is named elsewhere."""
        entries = f"/Type/XObject/Subtype/Form/BBox[0 0 {width:.1f} {height:.1f}]"
        number = self.Reference(stream(content.encode(), entries))
        return f"{self.idToObjectNumberAndVersion[number.name][0]} 0 R"

    def flush(self, section: Node) -> None:
        """Write what is below a section of the tree for good: all its pages are done."""
        self._number(section)
        fresh = [node for node in section.walk() if node.number not in self._packed]
        self._pack([(node.number, written(node, self.page_numbers).encode()) for node in fresh])
        section.kids.clear()
        done = len(self.page_numbers) - len(self._parents)
        self._parents += [array("I", [node.number for node in page]) for page in self._open[:done]]
        del self._open[:done]

    def _number(self, section: Node) -> None:
        _prune(section)
        for node in section.walk():
            if not node.number:
                node.number = self.reserve()

    def _pack(self, objects: list[tuple[int, bytes]]) -> None:
        """Objects without streams of their own, put into compressed streams."""
        for start in range(0, len(objects), _PACKED_AT_ONCE):
            self._pack_one(objects[start : start + _PACKED_AT_ONCE])

    def _pack_one(self, objects: list[tuple[int, bytes]]) -> None:
        heads, at = [], 0
        for place, (number, data) in enumerate(objects):
            heads.append(f"{number} {at}")
            at += len(data) + 1
            self._packed[number] = (self.objectcounter + 1, place)
        head = " ".join(heads).encode() + b"\n"
        body = head + b"\n".join(data for _, data in objects)
        self.Reference(stream(body, f"/Type/ObjStm/N {len(objects)}/First {len(head)}"))

    def _finish_tree(self) -> None:
        self.flush(self.root)
        arrays, nums = [], []
        for page, numbers in enumerate(self._parents):
            number = self.reserve()
            arrays.append((number, f"[{' '.join(f'{one} 0 R' for one in numbers)}]".encode()))
            nums.append(f"{page} {number} 0 R")
        for place, node in enumerate(self._field_nodes):
            key = len(self.page_numbers) + place
            field = self.idToObject[self.numberToId[self._fields[place]]]
            field.data = field.data.replace(f"/StructParent {-place - 1}>>".encode(), f"/StructParent {key}>>".encode())
            nums.append(f"{key} {node.number} 0 R")
        parents = self.reserve()
        arrays.append((parents, f"<</Nums[{' '.join(nums)}]>>".encode()))
        top = f"<</Type/StructTreeRoot/K {self.root.number} 0 R/ParentTree {parents} 0 R"
        top += f"/ParentTreeNextKey {len(nums)}>>"
        self._pack([*arrays, (self._tree, top.encode())])

    def format(self) -> bytes:
        """The whole file."""
        self._finish_tree()
        catalog = self.idToObject[self.Reference(self.Catalog).name]
        catalog.StructTreeRoot = f"{self._tree} 0 R"
        catalog.MarkInfo = "<</Marked true>>"
        catalog.ViewerPreferences = "<</DisplayDocTitle true>>"
        xmp = _XMP.format(title=escape(self.title), language=self.language, producer=PRODUCER)
        catalog.Metadata = stream(xmp.encode(), "/Type/Metadata/Subtype/XML", packed=False)
        if self._fields:
            catalog.AcroForm = self._form()
        info = Raw(f"<</Title {text_string(self.title)}/Producer({PRODUCER})>>".encode())
        return _whole(self, self.Reference(info))

    def _form(self) -> str:
        fields = " ".join(f"{number} 0 R" for number in self._fields)
        font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
        return f"<</Fields[{fields}]/NeedAppearances true/DA(/Helv 0 Tf 0 g)/DR<</Font<</Helv {font}>>>>>>"


def take_over(document: PDFDocument, title: str, language: str) -> TaggedDocument:
    """Make ReportLab's fresh document a tagged one."""
    document.__class__ = TaggedDocument
    assert isinstance(document, TaggedDocument)
    document.title, document.language = title, language
    document.page_numbers, document._parents, document._open = [], [], []
    document._fields, document._field_nodes, document._packed = [], [], {}
    document._tree = document.reserve()
    top = Node("StructTreeRoot")
    top.number = document._tree
    document.root = Node("Document")
    document.root.parent = top
    document.root.number = document.reserve()
    return document


def _prune(node: Node) -> bool:
    """Drop elements that came to hold nothing; whether anything is left of this one."""
    node.kids = [kid for kid in node.kids if not isinstance(kid, Node) or kid.number or _prune(kid)]
    return bool(node.kids)


def _whole(document: TaggedDocument, info: Any) -> bytes:
    """Objects, cross-reference stream and trailer."""
    parts, at = [_HEAD], len(_HEAD)
    places: dict[int, int] = {}
    number = 0
    while number < document.objectcounter:  # writing an object may add another
        number += 1
        name = document.numberToId.get(number)
        if (
            name is None or document.idToObject[name] is document.info
        ):  # ReportLab's own, which calls every file untitled
            continue
        data = PDFIndirectObject(name, document.idToObject[name]).format(document)
        places[number] = at
        parts.append(data)
        at += len(data)
    last = number + 1
    rows = [struct.pack(">BIH", 0, 0, 65535)]
    for one in range(1, last):
        if one in places:
            rows.append(struct.pack(">BIH", 1, places[one], 0))
        elif one in document._packed:
            rows.append(struct.pack(">BIH", 2, *document._packed[one]))
        else:
            rows.append(struct.pack(">BIH", 0, 0, 0))
    rows.append(struct.pack(">BIH", 1, at, 0))
    root = document.Reference(document.Catalog).format(document).decode()
    digest = document.signature.hexdigest()
    entries = f"/Type/XRef/Size {last + 1}/W[1 4 2]/Root {root}/Info {info.format(document).decode()}/ID[<{digest}><{digest}>]"
    table = stream(b"".join(rows), entries).data
    parts.append(f"{last} 0 obj\n".encode() + table + f"\nendobj\nstartxref\n{at}\n%%EOF\n".encode())
    return b"".join(parts)
