"""The structural check: what PDF/UA-1 (ISO 14289-1) asks of a file as far as a machine can see it.

`faults` lists in words what is wrong, an empty list is a pass; `reading_order` gives the text as the structure tree
has it. The numbers in comments are the clauses of ISO 14289-1.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pikepdf

from tests.documents.ua_content import Content, Font, read_page
from tests.documents.ua_shapes import shape_faults

_ROLES = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form
"""
STANDARD = frozenset(_ROLES.split())
INLINE = frozenset(("Span", "Quote", "Reference", "Code", "Link", "Lbl", "RB", "RT", "RP", "WT", "WP", "Form", "Annot"))
MANY_PAGES = 20
ALONE = {"ARABIC": "-Arab", "DEVANAGARI": "-Deva", "BENGALI": "-Beng", "GURMUKHI": "-Guru"}
SPOKEN_IN = {"ARABIC": {"ar", "ur"}, "DEVANAGARI": {"hi", "mr", "ne"}, "BENGALI": {"bn"}, "GURMUKHI": {"pa"}}
INFO = {"/Title", "/Producer"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
_RDF, _DC = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}", "{http://purl.org/dc/elements/1.1/}"
_UA = "{http://www.aiim.org/pdfua/ns/id/}part"


@dataclass
class Element:
    """One structure element: its standard role, what it holds in order (elements, content as (page, MCID), objects)."""

    role: str
    raw: Any
    parent: Element | None
    kids: list[Element | tuple[Any, int] | Any] = field(default_factory=list)

    @property
    def elements(self) -> list[Element]:
        """The elements right below."""
        return [kid for kid in self.kids if isinstance(kid, Element)]

    def everything(self) -> Iterator[Element]:
        """This one and all below it, in reading order."""
        yield self
        for kid in self.elements:
            yield from kid.everything()


class _File:
    """A file with its pages and its tree read."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf, self.faults = pdf, list[str]()
        self.root: Any = pdf.Root
        fonts: dict[Any, Font] = {}
        self.pages = {page.objgen: read_page(page, f"page {at}", fonts) for at, page in enumerate(pdf.pages, start=1)}
        for content in self.pages.values():
            self.faults += content.faults
        self.placed: dict[tuple[Any, int], Element] = {}
        self.objects: dict[Any, Element] = {}
        self.top: list[Element] = []
        tree = self.root.get("/StructTreeRoot")
        if tree is None:
            self.faults.append("there is no structure tree")  # 7.1
            return
        self.roles = {str(k)[1:]: str(v)[1:] for k, v in tree.get("/RoleMap", pikepdf.Dictionary()).items()}
        if STANDARD & self.roles.keys():
            self.faults.append(f"the role map changes {min(STANDARD & self.roles.keys())}, which is standard")
        self.top = [self._element(kid, None, tree) for kid in _list(tree.get("/K"))]

    def _element(self, raw: Any, parent: Element | None, above: Any) -> Element:
        name = str(raw.get("/S", "/none"))[1:]
        role, seen = name, set[str]()
        while role not in STANDARD and role in self.roles and role not in seen:
            seen.add(role)
            role = self.roles[role]
        found = Element(role, raw, parent)
        if role not in STANDARD:
            self.faults.append(f"the role {name} is not standard")
        if not raw.is_indirect:
            self.faults.append(f"an element {name} is no object of its own")
        if raw.get("/P") is None or raw.P.objgen != above.objgen:
            self.faults.append(f"an element {name} names another parent than it has")
        for kid in _list(raw.get("/K")):
            self._kid(found, kid)
        return found

    def _kid(self, found: Element, kid: Any) -> None:
        if isinstance(kid, int):
            self._place(found, found.raw.get("/Pg"), kid)
        elif kid.get("/Type") == "/MCR":
            self._place(found, kid.get("/Pg", found.raw.get("/Pg")), int(kid.MCID))
        elif kid.get("/Type") == "/OBJR":
            found.kids.append(kid.Obj)
            self.objects[kid.Obj.objgen] = found
        else:
            found.kids.append(self._element(kid, found, found.raw))

    def _place(self, found: Element, page: Any, mcid: int) -> None:
        if page is None or page.objgen not in self.pages:
            self.faults.append(f"MCID {mcid} in {found.role} is on no page")
            return
        content = self.pages[page.objgen]
        key = (page.objgen, mcid)
        if key in self.placed:
            self.faults.append(f"{content.place}: MCID {mcid} is in the tree twice")
        if mcid not in content.texts:
            self.faults.append(f"{content.place}: the tree has MCID {mcid}, the page has not")
        self.placed[key] = found
        found.kids.append(key)

    def text(self, element: Element) -> str:
        """What is read of an element, in order; its own ActualText or, failing all text, its Alt."""
        if "/ActualText" in element.raw:
            return str(element.raw.ActualText)
        said = ""
        for kid in element.kids:
            if isinstance(kid, Element):
                inner = self.text(kid)
                said += inner if kid.role in INLINE or not inner else f"{inner}\n"
            elif isinstance(kid, tuple):
                said += self.pages[kid[0]].texts.get(kid[1], "")
        return said


def faults(pdf: bytes) -> list[str]:
    """Everything that is wrong with a file, in words."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        read = _File(opened)
        found = read.faults + _catalogue_faults(opened) + _parent_tree_faults(read) + _annotation_faults(read)
        found += _script_faults(read)
        for page, content in read.pages.items():
            lost = sorted(mcid for mcid in content.texts if (page, mcid) not in read.placed)
            found += [f"{content.place}: MCID {mcid} is in no element" for mcid in lost]
        if "/StructTreeRoot" in opened.Root and [one.role for one in read.top] not in (["Document"], ["Part"]):
            found.append(f"the tree begins with {', '.join(one.role for one in read.top) or 'nothing'}, not a Document")
        return found + shape_faults(read.top, read.text)


def _script_faults(read: _File) -> list[str]:
    """7.2: what is written in another script than its language's is said to be."""
    found = []
    for page, content in read.pages.items():
        for mcid, own, text in content.said:
            scripts = {unicodedata.name(one, "?").split()[0] for one in text if unicodedata.category(one) == "Lo"}
            element = read.placed.get((page, mcid))
            language = own
            while not language and element is not None:
                language, element = str(element.raw.get("/Lang", "")), element.parent
            language = language or str(read.root.get("/Lang", ""))
            for script in scripts & SPOKEN_IN.keys():
                if language.split("-")[0] not in SPOKEN_IN[script] and not language.endswith(ALONE[script]):
                    found.append(f"{content.place}: {script.lower()} letters in what is said to be {language}")
    return found


def reading_order(pdf: bytes) -> str:
    """The text of a file in the order of its structure tree, a line for each block."""
    with pikepdf.open(BytesIO(pdf)) as opened:
        read = _File(opened)
        return "\n".join(line for top in read.top for line in read.text(top).splitlines() if line.strip())


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]


def _catalogue_faults(pdf: pikepdf.Pdf) -> list[str]:
    """5, 7.1, 7.2, 7.17, and what a file may say about itself."""
    root: Any = pdf.Root
    info: Any = pdf.trailer.get("/Info", pikepdf.Dictionary())
    found = []
    if not _LANGUAGE.match(str(root.get("/Lang", ""))):
        found.append("the catalogue names no language")
    marks = root.get("/MarkInfo", pikepdf.Dictionary())
    if marks.get("/Marked", False) is not True:
        found.append("the catalogue does not say that the file is marked")
    if marks.get("/Suspects", False) is not False:
        found.append("the catalogue has suspects")
    if root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle", False) is not True:
        found.append("the window would not show the title")
    found += [f"the file says {key[1:]} of itself" for key in info.keys() - INFO]
    title = str(info.get("/Title", ""))
    if not title.strip():
        found.append("the file has no title")
    if len(pdf.pages) > MANY_PAGES and not root.get("/Outlines", pikepdf.Dictionary()).get("/First"):
        found.append(f"{len(pdf.pages)} pages and no bookmarks")
    if "/Metadata" not in root:
        return [*found, "there are no metadata"]
    return found + _metadata_faults(root.Metadata.read_bytes(), title)


def _metadata_faults(raw: bytes, title: str) -> list[str]:
    try:
        tree = ElementTree.fromstring(raw.strip(b"\x00 \r\n"))
    except ElementTree.ParseError:
        return ["the metadata cannot be read"]
    found, part, said = [], "", ""
    for about in tree.iter(f"{_RDF}Description"):
        part = part or about.get(_UA, "") or (about.findtext(_UA) or "")
        said = said or (about.findtext(f"{_DC}title/{_RDF}Alt/{_RDF}li") or "")
        if about.find(f"{_DC}creator") is not None:
            found.append("the metadata name an author")
    if part.strip() != "1":
        found.append("the metadata do not claim PDF/UA-1")
    if said != title:
        found.append("the title of the metadata is another than the file’s")
    return found


def _parent_tree_faults(read: _File) -> list[str]:
    """From content back to its element (14.7.4.4 of ISO 32000-1)."""
    tree = read.root.get("/StructTreeRoot")
    if tree is None:
        return []
    if "/ParentTree" not in tree:
        return ["there is no parent tree"]
    parents = dict(pikepdf.NumberTree(tree.ParentTree).items())
    found, keys = [], set[int]()
    if int(tree.get("/ParentTreeNextKey", max(parents, default=-1) + 1)) <= max(parents, default=-1):
        found.append("the next key of the parent tree is taken")
    for page in read.pdf.pages:
        content: Content = read.pages[page.objgen]
        key = page.obj.get("/StructParents")
        if key is None:
            if content.texts:
                found.append(f"{content.place}: no StructParents")
            continue
        if int(key) in keys:
            found.append(f"{content.place}: its StructParents is another page’s too")
        keys.add(int(key))
        row = parents.get(int(key))
        for mcid in content.texts:
            owner = read.placed.get((page.objgen, mcid))
            named = row[mcid] if isinstance(row, pikepdf.Array) and mcid < len(row) else None
            if owner is not None and (named is None or named.objgen != owner.raw.objgen):
                found.append(f"{content.place}: the parent tree does not lead MCID {mcid} to its element")
    for page in read.pdf.pages:
        for note in page.obj.get("/Annots", ()):
            owner = read.objects.get(note.objgen)
            named = parents.get(int(note.get("/StructParent", -1)))
            if owner is not None and (named is None or named.objgen != owner.raw.objgen):
                found.append(f"{read.pages[page.objgen].place}: the parent tree does not lead a note to its element")
    return found


def _annotation_faults(read: _File) -> list[str]:
    """7.18: links and form fields are in the tree, say what they are, and are reached in its order."""
    found = []
    for page in read.pdf.pages:
        place, notes = read.pages[page.objgen].place, list(page.obj.get("/Annots", ()))
        if notes and page.obj.get("/Tabs") != "/S":
            found.append(f"{place}: the tab key does not follow the tree")
        for note in notes:
            kind = str(note.get("/Subtype"))[1:]
            if kind in ("Popup", "PrinterMark") or int(note.get("/F", 0)) & 2:
                continue
            wanted = {"Link": "Link", "Widget": "Form"}.get(kind, "Annot")
            owner = read.objects.get(note.objgen)
            if owner is None:
                found.append(f"{place}: a {kind} is not in the tree")
            elif owner.role != wanted:
                found.append(f"{place}: a {kind} is in a {owner.role}")
            named = note.get("/TU") or note.get("/Parent", pikepdf.Dictionary()).get("/TU")
            if kind == "Widget" and not str(named or "").strip():
                found.append(f"{place}: a form field has no name for the reader (TU)")
            if kind == "Link" and not str(note.get("/Contents", "")).strip():
                found.append(f"{place}: a link does not say where it leads")
    return found
