"""Colour and type: one set of roles per theme, one palette, one stylesheet."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from string import Template

from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gradesk.system.paths import resource

THEMES = {"light": "Light theme", "tinted": "Tinted theme", "dark": "Dark theme", "contrast": "High contrast"}
AS_SYSTEM = "Light or dark as the system"
SCALES = (100, 125, 150, 175, 200)  # per cent of the usual size of text
LARGE = 150  # per cent of text from which what stands beside each other stands one below the other
BASE_POINTS = 11.0
FAMILY = "Atkinson Hyperlegible Next"


@dataclass(frozen=True)
class Theme:
    """The colours of one theme by role and the size of text in per cent."""

    name: str
    colours: dict[str, str]
    scale: int = 100

    @property
    def is_large(self) -> bool:
        """Whether the text is so large that what stands beside each other has to stand one below the other."""
        return self.scale >= LARGE

    def colour(self, role: str) -> QColor:
        """The colour of a role."""
        return QColor(self.colours[role])

    def px(self, size: float) -> int:
        """A length in pixels that grows with the text."""
        return round(size * self.scale / 100)


@cache
def roles(name: str) -> dict[str, str]:
    """The roles of a theme, as its file in `resources/themes` states them."""
    raw = tomllib.loads(resource("themes", f"{name}.toml").read_text("utf-8"))
    return {role: str(value) for role, value in raw.items() if role != "name"}


def theme(name: str = "light", scale: int = 100) -> Theme:
    """A theme by name at a size of text; unknown names give the light one."""
    known = name if name in THEMES else "light"
    return Theme(known, roles(known), min(max(scale, SCALES[0]), SCALES[-1]))


_WORN = "gradesk theme and size"
STYLED = (
    "gradesk style"  # a program begun with the style need not be given it: PySide would read all there is of styles
)
STYLE = ("-style", "fusion")
SCRIPTS = ("Noto Naskh Arabic", "Noto Sans Bengali", "Noto Sans Gurmukhi")


@cache
def _load_fonts() -> None:
    for file in ("Regular", "Bold", "Italic"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"AtkinsonHyperlegibleNext-{file}.ttf")))
    for file in ("Regular", "Bold"):
        QFontDatabase.addApplicationFont(str(resource("fonts", f"NotoSans-{file}.ttf")))


@cache
def load_scripts() -> None:
    """Letters of Arabic, Bengali and Gurmukhi, for screens that show them; most never do, and loading takes its time."""
    for family in SCRIPTS:
        for file in ("Regular", "Bold"):
            QFontDatabase.addApplicationFont(str(resource("fonts", f"{family.replace(' ', '')}-{file}.ttf")))


def prepare(app: QApplication) -> bool:
    """Bring the letters, and the style whose own colours follow the system’s; whether nothing was dressed before."""
    is_bare = not app.property(_WORN)
    if is_bare:
        _load_fonts()
        if not app.property(STYLED):
            app.setStyle(STYLE[1])
    return is_bare


def is_worn(app: QApplication, chosen: Theme) -> bool:
    """Whether the program is dressed just so."""
    return bool(app.property(_WORN) == _named(chosen))


@cache
def memory() -> QWidget:
    """A widget that has to live while some widgets wait for a new dress.

    Qt forgets what letters and colours widgets had before they were dressed as soon as nothing at all is dressed.
    """
    made = QWidget()
    made.setStyleSheet("* {}")
    return made


def apply(app: QApplication, chosen: Theme) -> None:
    """Dress the whole program, unless it wears just this already: a window in another dress is laid out anew."""
    if is_worn(app, chosen):
        return
    prepare(app)
    # Undressed first: put over another one, a stylesheet costs Qt a millisecond a widget, and there are thousands.
    try:
        app.setStyleSheet("")
    finally:  # a fault of one widget leaves nobody undressed
        font = QFont([FAMILY, "Noto Sans", *SCRIPTS])
        font.setPointSizeF(BASE_POINTS * chosen.scale / 100)
        app.setFont(font)
        app.setPalette(_palette(chosen))
        app.setStyleSheet(_stylesheet(chosen))
        app.setProperty(_WORN, _named(chosen))


def _named(chosen: Theme) -> str:
    return f"{chosen.name} {chosen.scale}"


def _palette(chosen: Theme) -> QPalette:
    palette = QPalette()
    wanted = {
        QPalette.ColorRole.Window: "page",
        QPalette.ColorRole.WindowText: "text",
        QPalette.ColorRole.Base: "card",
        QPalette.ColorRole.AlternateBase: "page",
        QPalette.ColorRole.Text: "text",
        QPalette.ColorRole.Button: "card",
        QPalette.ColorRole.ButtonText: "text",
        QPalette.ColorRole.Highlight: "selected",
        QPalette.ColorRole.HighlightedText: "text",
        QPalette.ColorRole.ToolTipBase: "card",
        QPalette.ColorRole.ToolTipText: "text",
        QPalette.ColorRole.PlaceholderText: "quiet",
        QPalette.ColorRole.Link: "accent",
        QPalette.ColorRole.Mid: "line",
    }
    for role, name in wanted.items():
        palette.setColor(role, chosen.colour(name))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, chosen.colour("quiet"))
    return palette


def _stylesheet(chosen: Theme) -> str:
    raw = resource("themes", "gradesk.qss").read_text("utf-8")
    points = BASE_POINTS * chosen.scale / 100
    sizes = {f"px{size}": f"{chosen.px(size)}px" for size in (1, 2, 3, 4, 6, 8, 10, 12, 16, 20, 24, 28, 32, 36, 40, 90)}
    # Around a filled button the frame of the focus is a second line inside it, which takes four pixels of the padding.
    sizes |= {f"less{size}": f"{max(chosen.px(size) - 4, 0)}px" for size in (6, 8, 10, 12, 16)}
    # At large text the tabs stand closer, so that all nine of a pupil are in sight on a small screen.
    sizes["tab"] = f"{round(24 - chosen.scale / 10) if chosen.is_large else chosen.px(16)}px"
    type_sizes = {"big": f"{points * 1.55:.1f}pt", "mid": f"{points * 1.2:.1f}pt", "small": f"{points * 0.92:.1f}pt"}
    # What is read from across a table, two metres away; at large text it is large already, and grows less.
    across = {"room": (1.35, 1.15), "said": (1.7, 1.25), "far": (2.1, 1.5), "read": (2.7, 1.7)}
    type_sizes |= {name: f"{points * sizes[chosen.is_large]:.1f}pt" for name, sizes in across.items()}
    type_sizes["body"] = f"{points:.1f}pt"
    signs = {sign: resource("themes", f"{sign}-{chosen.name}.svg").as_posix() for sign in ("chevron", "tick")}
    return Template(raw).substitute(chosen.colours | sizes | type_sizes | signs)
