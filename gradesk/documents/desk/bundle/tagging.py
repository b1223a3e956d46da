"""The structure trees of several files made one: one Document, a Part for each, one table from content back to its element.

Trees come along as they are; where each leads is reckoned anew from the elements themselves. A tree from outside that is not
sound is left out, and its pages are then untagged.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from gradesk.documents.desk.bundle.stamping import moved_points
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    import pikepdf
else:
    pikepdf = lazily("pikepdf")

_ROLES = """
    Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody
    Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP
    Figure Formula Form
"""
STANDARD = frozenset(_ROLES.split())
DEEPEST, MOST = 60, 400_000  # levels, and elements of one file: more is no document but a trap
ObjGen = tuple[int, int]
_NUMBER = "/GradeskNumber"


def is_sound(source: pikepdf.Pdf) -> bool:
    """Whether the tree of a file can be taken along: marked, of standard roles, every element in it once and on its pages.

    Classes of attributes and content of its own inside forms are rare, and need a table each; such a tree is left out.
    """
    root: Any = source.Root
    tree = root.get("/StructTreeRoot")
    marks = root.get("/MarkInfo", pikepdf.Dictionary())
    if not isinstance(tree, pikepdf.Dictionary) or marks.get("/Marked", False) is not True or "/ClassMap" in tree:
        return False
    try:
        return _is_sound(source, tree)
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _is_sound(source: pikepdf.Pdf, tree: Any) -> bool:
    pages = {page.obj.objgen for page in source.pages}
    notes = {note.objgen for page in source.pages for note in page.obj.get("/Annots", ())}
    roles = tree.get("/RoleMap", pikepdf.Dictionary())
    seen: set[ObjGen] = set()
    content: set[tuple[ObjGen, int]] = set()
    waiting = [(kid, tree, 0) for kid in _list(tree.get("/K"))]
    while waiting:
        element, above, depth = waiting.pop()
        if depth > DEEPEST or len(seen) > MOST or not isinstance(element, pikepdf.Dictionary):
            return False
        if element.objgen in seen or not element.is_indirect or element.P.objgen != above.objgen or "/C" in element:
            return False
        seen.add(element.objgen)
        if standard_role(str(element.S)[1:], roles) is None:
            return False
        for kid in _list(element.get("/K")):
            kind = kid.get("/Type") if isinstance(kid, pikepdf.Dictionary) else None
            if kind == "/OBJR":
                if kid.Obj.objgen not in notes and not isinstance(kid.Obj, pikepdf.Stream):
                    return False
                continue
            if isinstance(kid, int) or kind == "/MCR":
                place = _place(element, kid)
                if place is None or place in content or place[0] not in pages:
                    return False
                content.add(place)
            else:
                waiting.append((kid, element, depth + 1))
    return bool(content)


def number_notes(source: pikepdf.Pdf) -> None:
    """Give every note of a file a number: its pages and its tree are copied one after the other, and with them each note
    twice."""
    notes = (note for page in source.pages for note in page.obj.get("/Annots", ()))
    for number, note in enumerate(note for note in notes if isinstance(note, pikepdf.Dictionary)):
        note[_NUMBER] = number


def standard_role(role: str, roles: Any) -> str | None:
    """What a role stands for in the end; None where that is nothing standard."""
    seen: set[str] = set()
    while role not in STANDARD:
        if role in seen or f"/{role}" not in roles:
            return None
        seen.add(role)
        role = str(roles[f"/{role}"])[1:]
    return role


class Tree:
    """The tree of the whole file in the making."""

    def __init__(self, into: pikepdf.Pdf, language: str) -> None:
        self._into = into
        self._language = language
        self.root: Any = into.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
        self._top: Any = into.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Document, P=self.root))
        self._roles: dict[str, Any] = {}
        self._kids: list[Any] = []
        self._rows: dict[ObjGen, dict[int, Any]] = {}
        self._objects: list[tuple[Any, Any]] = []  # what is no content (a link, a field), with its element
        self._notes: dict[int, Any] = {}  # those of the file being taken, by their numbers
        self._parts = 0

    def take(self, source: pikepdf.Pdf, title: str, pages: Sequence[Any], moved: dict[ObjGen, Any]) -> list[Any]:
        """Take the tree of a file whose notes were numbered and whose `pages` are in already. `moved` says of pages by which
        matrix their content was moved.

        Gives its links (elements of the role Link), in reading order.
        """
        self._parts += 1
        tree = self._into.copy_foreign(source.Root.StructTreeRoot)
        self._notes = {
            int(note[_NUMBER]): note for page in pages for note in page.obj.get("/Annots", ()) if _NUMBER in note
        }
        names = self._role_names(tree.get("/RoleMap", pikepdf.Dictionary()))
        part = self._into.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Part, P=self._top, T=pikepdf.String(title)))
        language = str(source.Root.get("/Lang", ""))
        if language and language != self._language:
            part.Lang = pikepdf.String(language)
        links = []
        kids = _list(tree.get("/K"))
        if len(kids) == 1 and kids[0].get("/S") == "/Document":  # it is a part now
            if "/Lang" in kids[0] and "/Lang" not in part:
                part.Lang = kids[0].Lang
            kids = _list(kids[0].get("/K"))
        if any(not isinstance(kid, pikepdf.Dictionary) or kid.get("/Type") == "/MCR" for kid in kids):
            kids = _list(tree.get("/K"))
        for kid in kids:
            kid.P = part
        part.K = pikepdf.Array(kids)
        for element in self._elements(kids):
            self._adopt(element, names, moved)
            if element.S == "/Link":
                links.append(element)
        self._kids.append(part)
        return links

    def _elements(self, kids: list[Any]) -> Iterator[Any]:
        waiting = list(reversed(kids))
        while waiting:
            element = waiting.pop()
            yield element
            below = [
                kid
                for kid in _list(element.get("/K"))
                if isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") not in ("/MCR", "/OBJR")
            ]
            waiting += reversed(below)

    def _role_names(self, roles: Any) -> dict[str, str]:
        """Under which name each role of a file goes into the common map; a name that is taken for something else gets a
        number."""
        names = {}
        for key, _ in roles.items():
            role = str(key)[1:]
            standard = standard_role(role, roles)
            if standard is None or role in STANDARD:
                continue
            name = role
            while name in self._roles and self._roles[name] != standard:
                name = f"{role}-{self._parts}" if name == role else f"{name}x"
            self._roles[name] = standard
            names[role] = name
        return names

    def _adopt(self, element: Any, names: dict[str, str], moved: dict[ObjGen, Any]) -> None:
        keys = element.keys()
        role = str(element.S)[1:]
        if names.get(role, role) != role:
            element.S = pikepdf.Name(f"/{names[role]}")
        if "/ID" in keys:
            element.ID = pikepdf.String(f"{self._parts}-{element.ID!s}")
        for kid in _list(element.get("/K")):
            if isinstance(kid, int) or (isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/MCR"):
                place = _place(element, kid)
                if place is not None:
                    self._rows.setdefault(place[0], {})[place[1]] = element
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR" and "/Obj" in kid:
                if isinstance(kid.Obj, pikepdf.Dictionary) and _NUMBER in kid.Obj:
                    kid.Obj = self._notes[int(kid.Obj[_NUMBER])]
                self._objects.append((kid.Obj, element))
        if "/A" in keys:
            for owner in _list(element.A):
                self._attributes(owner, element, moved)

    def _attributes(self, owner: Any, element: Any, moved: dict[ObjGen, Any]) -> None:
        if not isinstance(owner, pikepdf.Dictionary):
            return
        if "/Headers" in owner:
            owner.Headers = pikepdf.Array([pikepdf.String(f"{self._parts}-{one!s}") for one in owner.Headers])
        matrix = moved.get(element.Pg.objgen) if "/Pg" in element and "/BBox" in owner else None
        if matrix is not None:
            owner.BBox = pikepdf.Array(moved_points([float(one) for one in owner.BBox], matrix))

    def link(self, element: Any, page: Any, note: Any) -> None:
        """Put a note under an element: what makes words of it a link."""
        element.K = pikepdf.Array(
            [*_list(element.get("/K")), pikepdf.Dictionary(Type=pikepdf.Name.OBJR, Pg=page.obj, Obj=note)]
        )
        self._objects.append((note, element))

    def finish(self) -> None:
        """Put the tree into the file, with the table from content back to its element."""
        if not self._kids:
            return
        root = self.root
        forget_keys(self._into)
        self._top.K = pikepdf.Array(self._kids)
        root.K = self._top
        nums: list[Any] = []
        key = 0
        for page in self._into.pages:
            row = self._rows.get(page.obj.objgen)
            if row is None:
                continue
            page.obj.StructParents = key
            page.obj.Tabs = pikepdf.Name.S
            filled = pikepdf.Array([row.get(mcid) for mcid in range(max(row) + 1)])
            nums += [key, self._into.make_indirect(filled)]
            key += 1
        for found, element in self._objects:
            found.StructParent = key
            nums += [key, element]
            key += 1
        root.ParentTree = self._into.make_indirect(pikepdf.Dictionary(Nums=pikepdf.Array(nums)))
        root.ParentTreeNextKey = key
        if self._roles:
            root.RoleMap = pikepdf.Dictionary({f"/{role}": pikepdf.Name(f"/{to}") for role, to in self._roles.items()})
        self._into.Root.StructTreeRoot = root
        self._into.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def forget_keys(into: pikepdf.Pdf) -> None:
    """Take from pages, notes and pictures the keys by which they were found in the trees they came with."""
    for one in into.objects:
        if isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
            _drop_keys(one)
    for page in into.pages:  # notes may stand in their page directly
        for note in page.obj.get("/Annots", ()):
            _drop_keys(note)


def _drop_keys(one: Any) -> None:
    for name in ("/StructParents", "/StructParent", _NUMBER):
        if name in one:
            del one[name]


def _place(element: Any, kid: Any) -> tuple[ObjGen, int] | None:
    """On which page a stretch of content is, and its number there."""
    if isinstance(kid, int):
        return (element.Pg.objgen, kid) if "/Pg" in element else None
    if "/Stm" in kid:
        return None
    page = kid.get("/Pg", element.get("/Pg"))
    return (page.objgen, int(kid.MCID)) if page is not None else None


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return list(value) if isinstance(value, pikepdf.Array) else [value]
