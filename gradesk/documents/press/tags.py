"""The structure of a page for those who do not see it: what is a heading, a list, a table, and in which order it is read.

A `Node` is one element of the structure tree (PDF 32000-1, 14.7 and 14.8). It is attached to the group it is drawn in when
its first content is drawn; so the order of drawing is the order of reading.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Content:
    """One stretch of marked content: the page, counted from nought, and its number there."""

    page: int
    mcid: int


@dataclass(frozen=True, slots=True)
class Widget:
    """A form field: the number of its object."""

    number: int


class Node:
    """An element: a standard role such as "H1", "P", "LI", "TH" or "Figure", and what it holds.

    `alt` says a picture in words, `language` is a code where it differs from the document's, `span` counts the columns of
    a cell. `box` is a figure's frame in points.
    """

    __slots__ = ("alt", "box", "kids", "language", "number", "parent", "role", "span")

    def __init__(self, role: str, *, alt: str = "", language: str = "", span: int = 1) -> None:
        self.role = role
        self.alt = alt
        self.language = language
        self.span = span
        self.box: tuple[float, float, float, float] | None = None
        self.kids: list[Node | Content | Widget] = []
        self.parent: Node | None = None
        self.number = 0

    def hold(self, kid: Node) -> None:
        """Attach an element at the end; one that is attached already stays where it is."""
        if kid.parent is None:
            kid.parent = self
            self.kids.append(kid)

    @property
    def tongue(self) -> str:
        """The code of its language, or of that of what it stands in."""
        node: Node | None = self
        while node is not None and not node.language:
            node = node.parent
        return node.language if node is not None else ""

    def walk(self) -> Iterator[Node]:
        """This element and all below it, in reading order."""
        yield self
        for kid in self.kids:
            if isinstance(kid, Node):
                yield from kid.walk()


def heading(level: int, language: str = "") -> Node:
    """A heading of a level from 1 to 6."""
    return Node(f"H{level}", language=language)


def text_string(text: str) -> str:
    """A text as a PDF string (7.9.2.2): plain where it can be, else as UTF-16 in hexadecimal digits."""
    if text.isascii() and text.isprintable():
        return "(" + text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)") + ")"
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"


def written(node: Node, pages: list[int]) -> str:
    """The element as a dictionary; `pages` holds the object numbers of the pages. All its numbers must be given out."""
    assert node.parent is not None
    parts = [f"<</S/{node.role}/P {node.parent.number} 0 R"]
    first = next((kid.page for kid in node.kids if isinstance(kid, Content)), None)
    if first is not None:
        parts.append(f"/Pg {pages[first]} 0 R")
    kids = [_kid(kid, first, pages) for kid in node.kids]
    parts.append(f"/K {kids[0]}" if len(kids) == 1 else f"/K[{' '.join(kids)}]")
    if node.alt:
        parts.append(f"/Alt {text_string(node.alt)}")
    if node.language:
        parts.append(f"/Lang({node.language})")
    attributes = _attributes(node)
    return f"{''.join(parts)}{attributes}>>"


def _kid(kid: Node | Content | Widget, first: int | None, pages: list[int]) -> str:
    if isinstance(kid, Node):
        return f"{kid.number} 0 R"
    if isinstance(kid, Widget):
        return f"<</Type/OBJR/Obj {kid.number} 0 R>>"
    return str(kid.mcid) if kid.page == first else f"<</Type/MCR/Pg {pages[kid.page]} 0 R/MCID {kid.mcid}>>"


def _attributes(node: Node) -> str:
    if node.role == "TH":
        wide = f"/ColSpan {node.span}" if node.span > 1 else ""
        return f"/A<</O/Table/Scope/Column{wide}>>"
    if node.role == "TD" and node.span > 1:
        return f"/A<</O/Table/ColSpan {node.span}>>"
    if node.role == "L":
        return "/A<</O/List/ListNumbering/Disc>>"
    if node.box is not None:
        corners = " ".join(f"{value:.1f}" for value in node.box)
        return f"/A<</O/Layout/BBox[{corners}]>>"
    return ""
