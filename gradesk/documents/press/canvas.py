"""ReportLab's canvas with tags and themes: whatever is drawn on it is part of the structure or marked as decoration."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO

from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfdoc import xObjectName
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.press.letters.fonts import body_font
from gradesk.documents.press.look import Theme
from gradesk.documents.press.tags import Node, Widget, text_string
from gradesk.documents.press.writing import TaggedDocument, stream, take_over

_DECORATION = "/Artifact BMC"
_FURNITURE = "/Artifact <</Type/Pagination>> BDC"


class TaggedCanvas(Canvas):
    """Every page begins as decoration; `into` an element, and what is drawn belongs to that, until the next call.

    Colours go through the theme, so no document can print a colour that the theme does not know.
    """

    def __init__(self, size: tuple[float, float], title: str, language: str, theme: Theme) -> None:
        self.buffer = BytesIO()
        self._theme = theme
        super().__init__(
            self.buffer,
            pagesize=size,
            invariant=1,
            pageCompression=1,
            pdfVersion=(1, 7),
            lang=language,
            initialFontName=body_font(),
        )
        self.tree: TaggedDocument = take_over(self._doc, title, language)
        self._group = self.tree.root
        self._sealed = False
        self.tongue = ""  # the code of the language of what is being drawn, where it is not the document's
        self.left = 0.0
        self._begin()

    def _begin(self) -> None:
        self.tree.begin_page()
        self._fresh = len(self._code)
        self._code.append(_DECORATION)
        if self._theme.ground is not None:
            self.setFillColor(self._theme.ground)
            self.rect(0, 0, *self._pagesize, stroke=0, fill=1)

    def take_size(self, width: float, height: float) -> None:
        """The page in hand, on which nothing stands yet, gets another size."""
        self.setPageSize((width, height))
        del self._code[self._fresh :]
        self.tree.forget_page()
        self._begin()

    def setFillColor(self, colour: Color, alpha: float | None = None) -> None:
        """In the theme's manner."""
        super().setFillColor(self._theme.paint(colour), alpha)

    def setStrokeColor(self, colour: Color, alpha: float | None = None) -> None:
        """In the theme's manner."""
        super().setStrokeColor(self._theme.paint(colour), alpha)

    def paint(self, colour: Color) -> Color:
        """What a colour becomes in the theme."""
        return self._theme.paint(colour)

    def showPage(self) -> None:
        """End the page and begin the next."""
        self._code.append("EMC")
        super().showPage()
        self._begin()

    def into(self, node: Node | None) -> None:
        """What follows is content of an element, or decoration when it is None."""
        if self._sealed:
            return
        if node is None:
            self._code.append(f"EMC {_DECORATION}")
            return
        self._group.hold(node)
        self.tongue = node.tongue
        self._code.append(f"EMC /{node.role} <</MCID {self.tree.content(node)}>> BDC")

    @contextmanager
    def group(self, node: Node) -> Iterator[None]:
        """Elements drawn meanwhile are held by this one."""
        if self._sealed:
            yield
            return
        self._group.hold(node)
        before, self._group = self._group, node
        yield
        self._group = before

    @contextmanager
    def figure(self, node: Node, left: float, bottom: float, right: float, top: float) -> Iterator[None]:
        """Everything drawn meanwhile, its words too, is one picture that `node.alt` says in words."""
        node.box = (left, bottom, right, top)
        self.into(node)
        before, self._sealed = self._sealed, True
        yield
        self._sealed = before
        self.into(None)

    @contextmanager
    def furniture(self) -> Iterator[None]:
        """What is drawn meanwhile belongs to the page and not to the text: its foot, its edge."""
        before = self._sealed
        if not before:
            self._code.append(f"EMC {_FURNITURE}")
        self._sealed = True
        yield
        self._sealed = before
        self.into(None)

    def section(self, node: Node) -> None:
        """All that follows, until the next section, is held by this one."""
        self.tree.root.hold(node)
        self._group = node

    def text_field(
        self, name: str, label: str, place: tuple[float, float, float, float], *, size: float, value: str = ""
    ) -> None:
        """A box to type into, of several lines: left, bottom, right, top in points. `label` is what a reader says of it."""
        corners = " ".join(f"{edge:.1f}" for edge in place)
        flags = 4096 if place[3] - place[1] > 2 * size else 0
        self._widget(
            f"<</Type/Annot/Subtype/Widget/FT/Tx/F 4/Ff {flags}/T{text_string(name)}/TU{text_string(label)}"
            f"/V{text_string(value)}/DA(/Helv {size:g} Tf 0 g)/Rect[{corners}]/MK<<>>"
        )

    def tick_box(self, name: str, label: str, place: tuple[float, float, float, float]) -> None:
        """A box to tick on the screen; its edge is drawn by whoever calls."""
        wide, high = place[2] - place[0], place[3] - place[1]
        cross = f"1.6 w {wide * 0.2:.1f} {high * 0.2:.1f} m {wide * 0.8:.1f} {high * 0.8:.1f} l "
        cross += f"{wide * 0.2:.1f} {high * 0.8:.1f} m {wide * 0.8:.1f} {high * 0.2:.1f} l S"
        ticked, empty = (self.tree.shape(content, wide, high) for content in (cross, ""))
        corners = " ".join(f"{edge:.1f}" for edge in place)
        self._widget(
            f"<</Type/Annot/Subtype/Widget/FT/Btn/F 4/T{text_string(name)}/TU{text_string(label)}/V/Off/AS/Off"
            f"/Rect[{corners}]/AP<</N<</Yes {ticked}/Off {empty}>>>>/MK<<>>"
        )

    def _widget(self, dictionary: str) -> None:
        node = Node("Form")
        self._group.hold(node)
        number = self.tree.field(node, dictionary)
        node.kids.append(Widget(number))
        self._annotationrefs.append(f"{number} 0 R")

    def draw_jpeg(self, jpeg: bytes, pixels: tuple[int, int], x: float, y: float, width: float, height: float) -> None:
        """A JPEG as it is, from its lower left corner in points; the same picture goes into the file once."""
        key = f"jpeg-{sha256(jpeg).hexdigest()[:24]}"
        name = xObjectName(key)
        if name not in self.tree.idToObject:
            head = f"/Type/XObject/Subtype/Image/Width {pixels[0]}/Height {pixels[1]}"
            entries = f"{head}/ColorSpace/DeviceRGB/BitsPerComponent 8/Filter/DCTDecode"
            self.tree.Reference(stream(jpeg, entries, packed=False), name)
        self._formsinuse.append(key)
        self._currentPageHasImages = 1
        self.addLiteral(f"q {width:.2f} 0 0 {height:.2f} {x:.2f} {y:.2f} cm /{name} Do Q")

    def finish(self) -> bytes:
        """The finished file. The page in hand, on which nothing stands, is left out."""
        return bytes(self.tree.GetPDFData(self))
