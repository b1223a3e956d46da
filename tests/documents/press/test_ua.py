"""The structural check finds each fault by its name in pages that were broken on purpose, and none in a good one."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.press.letters.fonts import body_font
from tests.documents import ua

CONTENT = b"""/Artifact BMC 0 0 9 9 re f EMC
/H1 <</MCID 0>> BDC BT %s 12 Tf 60 700 Td (Passport) Tj ET EMC
/P <</MCID 1>> BDC BT %s 12 Tf 60 680 Td [(I) -300 (draw)] TJ ET EMC
/Lbl <</MCID 2>> BDC BT %s 12 Tf 60 660 Td (-) Tj ET EMC
/LBody <</MCID 3>> BDC BT %s 12 Tf 60 660 Td (cats) Tj ET EMC
/TH <</MCID 4>> BDC BT %s 12 Tf 60 640 Td (Who) Tj ET EMC
/TH <</MCID 5>> BDC BT %s 12 Tf 90 640 Td (When) Tj ET EMC
/TD <</MCID 6>> BDC BT %s 12 Tf 60 620 Td (Ava) Tj ET EMC
/TD <</MCID 7>> BDC BT %s 12 Tf 90 620 Td (now) Tj ET EMC
/Figure <</MCID 8>> BDC 0 0 m 9 9 l S EMC
/Link <</MCID 9>> BDC BT %s 12 Tf 60 600 Td (here) Tj ET EMC"""
XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part><dc:title><rdf:Alt><rdf:li xml:lang="x-default">Pupil passport</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>"""
SCOPE = {"A": Dictionary(O=Name.Table, Scope=Name.Column)}
BOX = {"Alt": String("A drawing"), "A": Dictionary(O=Name.Layout, BBox=[0, 0, 9, 9])}
TREE: tuple[Any, ...] = (
    "Document",
    ("H1", 0),
    ("P", 1),
    ("L", ("LI", ("Lbl", 2), ("LBody", 3))),
    ("Table", ("TR", (SCOPE, "TH", 4), (SCOPE, "TH", 5)), ("TR", ("TD", 6), ("TD", 7))),
    (BOX, "Figure", 8),
    ("P", ("Link", 9, "link")),
    ("Form", "field"),
)
Break = Callable[[pikepdf.Pdf, dict[str, Any]], None]


def made(*, tree: tuple[Any, ...] = TREE, content: bytes = CONTENT, broken: Break = lambda _pdf, _at: None) -> bytes:
    """A small page of every shape, tagged by hand, then broken."""
    drawn, out = BytesIO(), BytesIO()
    canvas = Canvas(drawn, initialFontName=body_font(), lang="en-GB", invariant=1)
    canvas.setFont(body_font(), 12)
    canvas.drawString(9, 9, "Passport I draw cats - Who When Ava now here")
    canvas.save()
    with pikepdf.open(BytesIO(drawn.getvalue())) as pdf:
        page: Any = pdf.pages[0].obj
        # ReportLab gives every page a bare Helvetica as well; the embedded one has a map.
        fonts = page.Resources.Font
        font = next(name for name, font in fonts.items() if "/ToUnicode" in font)
        page.Contents = pdf.make_stream(content.replace(b"%s", font.encode()))
        link = pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], Contents="To the plan", StructParent=1)
        )
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Tx,
                T="a",
                TU="Your answer",
                Rect=[0, 0, 9, 9],
                StructParent=2,
            )
        )
        page.Annots, page.Tabs, page.StructParents = Array([link, field]), Name.S, 0
        pdf.Root.AcroForm = Dictionary(Fields=[field])
        root: Any = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
        at: dict[str, Any] = {"root": root, "page": page, "link": link, "field": field, "row": {}, "notes": {}}
        root.K = _grow(pdf, root, tree, at)
        row = Array([at["row"].get(mcid) for mcid in range(max(at["row"], default=-1) + 1)])
        numbers = [0, pdf.make_indirect(row)]
        for key, name in ((1, "link"), (2, "field")):
            numbers += [key, at["notes"][name]] if name in at["notes"] else []
        root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
        root.ParentTreeNextKey = 3
        pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
        pdf.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
        pdf.Root.Metadata = pdf.make_stream(XMP.encode())
        pdf.trailer.Info = pdf.make_indirect(Dictionary(Title="Pupil passport", Producer="Gradesk"))
        broken(pdf, at)
        pdf.save(out, fix_metadata_version=False)
    return out.getvalue()


def _grow(pdf: pikepdf.Pdf, above: Any, node: tuple[Any, ...], at: dict[str, Any]) -> Any:
    extra, (role, *kids) = (node[0], node[1:]) if isinstance(node[0], dict) else ({}, node)
    element: Any = pdf.make_indirect(
        Dictionary(Type=Name.StructElem, S=Name(f"/{role}"), P=above, Pg=at["page"], **extra)
    )
    at.setdefault(role, element)
    below = []
    for kid in kids:
        if isinstance(kid, int):
            at["row"][kid] = element
            below.append(kid)
        elif isinstance(kid, str):
            at["notes"][kid] = element
            below.append(Dictionary(Type=Name.OBJR, Obj=at[kid], Pg=at["page"]))
        else:
            below.append(_grow(pdf, element, kid, at))
    element.K = Array(below)
    return element


def setting(what: str, key: str, value: Any) -> Break:
    """Set one key, or take it away with None."""

    def deed(pdf: pikepdf.Pdf, at: dict[str, Any]) -> None:
        holder = pdf.Root if what == "Root" else pdf.trailer.Info if what == "Info" else at[what]
        if value is None:
            del holder[f"/{key}"]
        else:
            holder[f"/{key}"] = value

    return deed


def test_a_good_page_has_no_faults_and_is_read_in_order() -> None:
    assert ua.faults(made()) == []
    assert ua.reading_order(made()).splitlines() == [
        "Passport",
        "I draw",
        "-cats",
        "Who",
        "When",
        "Ava",
        "now",
        "here",
    ]


SETTINGS: list[tuple[str, str, Any, str]] = [
    ("Root", "Lang", None, "the catalogue names no language"),
    ("Root", "Lang", "English!", "the catalogue names no language"),
    ("Root", "MarkInfo", None, "the catalogue does not say that the file is marked"),
    ("Root", "MarkInfo", Dictionary(Marked=True, Suspects=True), "the catalogue has suspects"),
    ("Root", "ViewerPreferences", None, "the window would not show the title"),
    ("Root", "StructTreeRoot", None, "there is no structure tree"),
    ("Root", "Metadata", None, "there are no metadata"),
    ("Info", "Author", "Fernhill", "the file says Author of itself"),
    ("Info", "CreationDate", "D:2026", "the file says CreationDate of itself"),
    ("Info", "Title", " ", "the file has no title"),
    ("Info", "Title", "Plan", "the title of the metadata is another than the file’s"),
    ("page", "Tabs", None, "page 1: the tab key does not follow the tree"),
    ("page", "StructParents", None, "page 1: no StructParents"),
    ("field", "TU", None, "page 1: a form field has no name for the reader (TU)"),
    ("link", "Contents", None, "page 1: a link does not say where it leads"),
    ("link", "StructParent", 2, "page 1: the parent tree does not lead a note to its element"),
    ("root", "ParentTree", None, "there is no parent tree"),
    ("root", "ParentTreeNextKey", 1, "the next key of the parent tree is taken"),
    ("root", "RoleMap", Dictionary(P=Name.H1), "the role map changes P, which is standard"),
    ("P", "S", Name.Paragraph, "the role Paragraph is not standard"),
    ("P", "Lang", "po polsku", "a P in a language called po polsku"),
    ("Figure", "Alt", None, "a Figure without words for it"),
    ("Figure", "A", None, "a Figure without its box"),
    ("TH", "A", None, "a TH that does not say of what"),
    ("H1", "ActualText", " ", "an empty H1"),
    ("Document", "S", Name.Sect, "the tree begins with Sect, not a Document"),
    ("Link", "S", Name.Span, "page 1: a Link is in a Span"),
    ("TD", "A", Dictionary(O=Name.Table, ColSpan=2), "a table whose rows differ in length"),
    ("TD", "A", Dictionary(O=Name.Table, RowSpan=2), "a cell reaches below its table"),
]


@pytest.mark.parametrize(
    ("what", "key", "value", "fault"), SETTINGS, ids=[f"{row[0]}.{row[1]} {row[3]}" for row in SETTINGS]
)
def test_a_key_that_is_wrong_or_missing_is_named(what: str, key: str, value: Any, fault: str) -> None:
    assert fault in ua.faults(made(broken=setting(what, key, value)))


MORE = CONTENT + b"\n"
CONTENTS: list[tuple[bytes, str]] = [
    (MORE + b"0 0 5 5 re f", "page 1: a painted path is neither tagged nor an artifact"),
    (MORE + b"BT %s 12 Tf (x) Tj ET", "page 1: text is neither tagged nor an artifact"),
    (MORE + b"/P BMC BT %s 12 Tf (a) Tj ET EMC", "page 1: text is neither tagged nor an artifact"),
    (MORE + b"BI /W 1 /H 1 /BPC 8 /CS /G ID x EI", "page 1: an image is neither tagged nor an artifact"),
    (MORE + b"/Sh0 sh", "page 1: a shading is neither tagged nor an artifact"),
    (MORE + b"/Nobody Do", "page 1: /Nobody is shown and not there"),
    (MORE + b"/P <</MCID 1>> BDC EMC", "page 1: MCID 1 twice on one page"),
    (MORE + b"/P <</MCID 44>> BDC EMC", "page 1: MCID 44 is in no element"),
    (MORE + b"/P <</MCID 10>> BDC /Artifact BMC EMC EMC", "page 1: an artifact inside tagged content"),
    (MORE + b"/Artifact BMC /P <</MCID 10>> BDC EMC EMC", "page 1: tagged content inside an artifact"),
    (MORE + b"/P <</MCID 10>> BDC /P <</MCID 11>> BDC EMC EMC", "page 1: tagged content inside other tagged content"),
    (MORE + b"/Artifact BMC", "page 1: marked content that does not end"),
    (MORE + b"EMC", "page 1: EMC without a beginning"),
    (MORE + b"q", "page 1: q without Q"),
    (CONTENT.replace(b"/MCID 7", b"/MCID 12"), "page 1: the tree has MCID 7, the page has not"),
    (MORE + b"/Artifact BMC BT /F1 12 Tf (x) Tj ET EMC", "page 1: font /Helvetica is not embedded"),
    (MORE + b"/Artifact BMC BT /F1 12 Tf (x) Tj ET EMC", "page 1: font /Helvetica has no ToUnicode map"),
]


@pytest.mark.parametrize(("content", "fault"), CONTENTS, ids=[row[1] for row in CONTENTS])
def test_content_that_is_wrong_is_named(content: bytes, fault: str) -> None:
    def bare_font(_pdf: pikepdf.Pdf, at: dict[str, Any]) -> None:
        at["page"].Resources.Font.F1 = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)

    assert fault in ua.faults(made(content=content, broken=bare_font))


@pytest.mark.parametrize(
    ("mapped", "fault"),
    [
        (b"<0000>", "to U+0000"),
        (b"<FEFF>", "to U+FEFF"),
        (b"<FFFE>", "to U+FFFE"),
        (b"<>", "to nothing"),
        (b"", "says nothing of code"),
    ],
)
def test_a_font_that_says_nothing_true_of_a_letter_is_named(mapped: bytes, fault: str) -> None:
    def remap(pdf: pikepdf.Pdf, at: dict[str, Any]) -> None:
        fonts = at["page"].Resources.Font
        line = b"1 beginbfchar <50> %s endbfchar" % mapped if mapped else b""
        for _, font in fonts.items():
            if "/ToUnicode" in font:
                font.ToUnicode = pdf.make_stream(line)

    assert any(fault in one for one in ua.faults(made(broken=remap)))


TREES: list[tuple[tuple[Any, ...], str]] = [
    (("Document", ("H1", 0), ("H3", 1)), "H3 after H1"),
    (("Document", ("H2", 0)), "H2 after nothing"),
    (("Document", ("H", 0)), "a heading without a level"),
    (("Document", ("H1",)), "an empty H1"),
    (("Document", ("L",)), "a list of nothing"),
    (("Document", ("L", ("P", 1))), "a P in a L"),
    (("Document", ("L", ("LI", ("Lbl", 2)))), "an LI without its LBody"),
    (("Document", ("P", ("LBody", 3))), "a LBody in P"),
    (("Document", ("L", 1)), "content right in a L"),
    (("Document", ("Table",)), "a table of nothing"),
    (("Document", ("Table", ("TR", ("TD", 4), ("TD", 5)))), "a table without header cells"),
    (
        ("Document", ("Table", ("TR", (SCOPE, "TH", 4)), ("TR", ("TD", 6), ("TD", 7)))),
        "a table whose rows differ in length",
    ),
    (("Document", ("P", ("TR", ("TD", 6)))), "a TR in P"),
    (("Document", ("H1", 0), ("P", 0)), "page 1: MCID 0 is in the tree twice"),
    (("Document", ("H1", 0)), "page 1: MCID 1 is in no element"),
    (("Document", ("H1", 0)), "page 1: a Widget is not in the tree"),
]


@pytest.mark.parametrize(("tree", "fault"), TREES, ids=[row[1] for row in TREES])
def test_a_tree_of_a_wrong_shape_is_named(tree: tuple[Any, ...], fault: str) -> None:
    assert fault in ua.faults(made(tree=tree))


def test_wrong_ways_back_and_parents_are_named() -> None:
    def another_parent(_pdf: pikepdf.Pdf, at: dict[str, Any]) -> None:
        at["P"].P = at["H1"]

    def another_owner(_pdf: pikepdf.Pdf, at: dict[str, Any]) -> None:
        at["root"].ParentTree.Nums[1][0] = at["P"]

    assert "an element P names another parent than it has" in ua.faults(made(broken=another_parent))
    assert "page 1: the parent tree does not lead MCID 0 to its element" in ua.faults(made(broken=another_owner))


def test_many_pages_need_bookmarks_and_the_metadata_their_claim() -> None:
    def many(pdf: pikepdf.Pdf, _at: dict[str, Any]) -> None:
        for _ in range(20):
            pdf.add_blank_page()

    def claim(pdf: pikepdf.Pdf, _at: dict[str, Any]) -> None:
        pdf.Root.Metadata = pdf.make_stream(XMP.replace("<pdfuaid:part>1", "<pdfuaid:part>2").encode())

    assert "21 pages and no bookmarks" in ua.faults(made(broken=many))
    assert "the metadata do not claim PDF/UA-1" in ua.faults(made(broken=claim))


def test_actual_text_is_read_instead_of_the_letters() -> None:
    content = CONTENT.replace(b"(cats) Tj", b"/Span <</ActualText (dogs)>> BDC (cats) Tj EMC")
    assert "-dogs" in ua.reading_order(made(content=content)).replace("\n", "")
    assert ua.faults(made(content=content)) == []
