"""What makes one file of the pages: bookmarks, links from the front to the parts, and what the file says of itself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, BinaryIO
from xml.sax.saxutils import escape

from gradesk.documents.desk.bundle.contents import Bundle
from gradesk.documents.desk.bundle.front import Front
from gradesk.documents.desk.bundle.tagging import Tree
from gradesk.documents.press.paper import LANGUAGE
from gradesk.documents.press.writing import PRODUCER
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
 xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt>
</dc:title><dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language><pdf:Producer>{producer}</pdf:Producer>
{claim}</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>"""
_CLAIM = "<pdfuaid:part>1</pdfuaid:part>"


def bookmarks(into: pikepdf.Pdf, bundle: Bundle, front: Front) -> None:
    """One for each section of the front and each part, below its heading where it has one; each says its page."""
    with into.open_outline() as outline:
        for title, page in front.sections:
            outline.root.append(_bookmark(f"{title}, page {page + 1}", page))
        numbered = list(enumerate(bundle.parts))
        for heading, found in groupby(numbered, lambda one: one[1].heading.strip()):
            members = list(found)
            marks = [
                _bookmark(f"{place + 1}. {part.title}, page {front.firsts[place]}", front.firsts[place] - 1)
                for place, part in members
            ]
            if heading:
                first = front.firsts[members[0][0]] - 1
                above = _bookmark(heading, first)
                above.children.extend(marks)
                outline.root.append(above)
            else:
                outline.root.extend(marks)
    into.Root.PageMode = pikepdf.Name.UseOutlines


def _bookmark(title: str, page: int) -> pikepdf.OutlineItem:
    return pikepdf.OutlineItem(title, page, "Fit")


def links(into: pikepdf.Pdf, front: Front, elements: Sequence[Any], tree: Tree, moved: Sequence[Any]) -> None:
    """Make every row of index and chronology that leads somewhere a link. `moved` says of the pages of the front by which
    matrix their content was moved, if any."""
    pages = list(into.pages)
    for landing, element in zip(front.landings, elements, strict=True):
        page = pages[landing.page]
        place: Sequence[float] = landing.place
        if (matrix := moved[landing.page]) is not None:
            place = [*matrix.transform(landing.place[:2]), *matrix.transform(landing.place[2:])]
        target = pages[front.firsts[landing.part] - 1]
        note = into.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                F=4,
                Border=pikepdf.Array([0, 0, 0]),
                Rect=pikepdf.Array([round(one, 2) for one in place]),
                Contents=pikepdf.String(landing.says),
                Dest=pikepdf.Array([target.obj, pikepdf.Name.Fit]),
            )
        )
        page.obj.Annots = pikepdf.Array([*page.obj.get("/Annots", ()), note])
        tree.link(element, page, note)


def describe(into: pikepdf.Pdf, title: str, *, accessible: bool) -> None:
    """Title, language and this program's name, and nothing of where the parts came from. Only a file in which everything is
    tagged says that it is accessible (PDF/UA-1)."""
    root: Any = into.Root
    root.Lang = pikepdf.String(LANGUAGE)
    root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    claim = _CLAIM if accessible else ""
    xmp = _XMP.format(title=escape(title), language=LANGUAGE, producer=PRODUCER, claim=claim)
    root.Metadata = into.make_stream(xmp.encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML)
    into.trailer.Info = into.make_indirect(
        pikepdf.Dictionary(Title=pikepdf.String(title), Producer=pikepdf.String(PRODUCER))
    )


def write(made: pikepdf.Pdf, to: BinaryIO) -> None:
    """The finished file: packed, of one version only, and of the version of PDF that its tags are of."""
    made.save(to, min_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.generate)


def clean_page(page: Any) -> None:
    """Take from a page what programs note on it for themselves."""
    for name in ("/PieceInfo", "/Metadata", "/Thumb", "/LastModified", "/AF", "/B", "/ID", "/SeparationInfo"):
        if name in page:
            del page[name]
