"""The places at the left: one button a place, and below the place one is in its rooms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from gradesk.system.words import Words
from gradesk.ui.kit.buttons import icon
from gradesk.ui.kit.labels import PlainLabel, caption, restyle, tip
from gradesk.ui.kit.layouts import ScrollPage
from gradesk.ui.looks.theme import Theme
from gradesk.ui.screen import Listed


class Navigation(ScrollPage):
    """Knows screens only as a list. `narrow` shows pictures alone, each with its name for the mouse and read aloud."""

    def __init__(self, listed: Mapping[str, Listed], go: Callable[[str], object], school: str) -> None:
        nav = QWidget()
        super().__init__(nav)  # at the largest text there are more lines than a small screen is high
        self._listed = {name: one for name, one in listed.items() if one.title}
        self._place_of = {name: one.within or name for name, one in listed.items()}
        self.places = [name for name, one in self._listed.items() if not one.within]
        self.buttons: dict[str, QPushButton] = {}
        self._here = ""
        self._narrow = False
        self._theme: Theme | None = None
        nav.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(nav)
        layout.setContentsMargins(8, 12, 8, 12)
        layout.setSpacing(4)
        group = QButtonGroup(nav)
        for name in self._in_order():
            made = QPushButton()
            made.setCheckable(True)
            made.setAutoExclusive(True)  # so that it is read out as one of several, not as a box to tick
            made.setProperty("room", bool(self._listed[name].within))
            made.clicked.connect(partial(lambda to, _on=False: go(to), name))
            group.addButton(made)
            layout.addWidget(made)
            self.buttons[name] = made
        layout.addStretch(1)
        self._school = PlainLabel(school, "nav-foot")
        layout.addWidget(self._school)
        self.setObjectName("navpage")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        nav.setObjectName("nav")

    def _in_order(self) -> list[str]:
        return [name for place in self.places for name in self._listed if self._place_of[name] == place]

    def rooms(self, place: str) -> list[str]:
        """The screens of a place, itself first."""
        return [name for name in self._in_order() if self._place_of[name] == place]

    def next_room(self, place: str) -> str:
        """Where the key of a place leads: to the place, and from there on through its rooms."""
        rooms = self.rooms(place)
        return rooms[(rooms.index(self._here) + 1) % len(rooms)] if self._here in rooms else place

    def show_place(self, name: str) -> None:
        """Mark where the window is, and show the rooms of that place."""
        self._here = name
        here = self._place_of[name]
        for one, made in self.buttons.items():
            made.setChecked(one == (name if name in self.buttons else here))
            made.setVisible(not self._listed[one].within or self._place_of[one] == here)

    def name_after(self, words: Words, school: str) -> None:
        """Show the names in the school's own words."""
        self._school.setText(school)
        for name, made in self.buttons.items():
            said = words.say(self._listed[name].title)
            made.setText("" if self._narrow else caption(said))
            made.setAccessibleName(said)
            key = f"Ctrl+{self.places.index(name) + 1}" if name in self.places else ""
            made.setToolTip(tip(f"{said}  {key}".strip() if self._narrow else key))
        self._as_wide_as_names()

    def dress(self, theme: Theme, *, narrow: bool, words: Words) -> None:
        """Pictures in the theme's colours, and as wide as the names need; narrow, only the pictures."""
        if (self._theme, self._narrow) == (theme, narrow):
            return
        self._theme, self._narrow = theme, narrow
        self._school.setVisible(not narrow)
        for name, made in self.buttons.items():
            side = _side(self._listed[name], theme)
            made.setIcon(picture(self._listed[name], theme))
            made.setIconSize(QSize(side, side))
            restyle(made, narrow=narrow)
        self.name_after(words, self._school.text())

    def _as_wide_as_names(self) -> None:
        """As wide as the widest name asks for, also of a room that is not in sight just now."""
        inside = self.widget()
        assert inside is not None
        around = inside.contentsMargins()
        bold = 2 * inside.fontMetrics().averageCharWidth()  # the name of the place one is in is a little wider
        names = bold + max(made.sizeHint().width() for made in self.buttons.values())
        self._school.setFixedWidth(1)  # it breaks its lines; the names say how wide this is
        width = max(inside.sizeHint().width(), names + around.left() + around.right())
        self._school.setMinimumWidth(0)
        self._school.setMaximumWidth(width - 16)
        self.setFixedWidth(width + self.verticalScrollBar().sizeHint().width())


def picture(listed: Listed, theme: Theme) -> QIcon:
    """The picture of a place in the theme’s colours."""
    return icon(listed.icon, theme.colours["nav_text"], _side(listed, theme))


def _side(listed: Listed, theme: Theme) -> int:
    return theme.px(16 if listed.within else 20)
