"""How the program looks just now, and the one place that changes it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QWidget

from gradesk.system.kept import settings as device
from gradesk.system.laptop import text_size
from gradesk.system.lazy import lazily
from gradesk.ui.looks import theme as themes
from gradesk.ui.qt_names import Qt

# What only a change of dress needs.
if TYPE_CHECKING:
    from gradesk.ui.looks.dressing import Heeding, Wardrobe
else:
    Heeding = lazily("gradesk.ui.looks.dressing:Heeding")
    Wardrobe = lazily("gradesk.ui.looks.dressing:Wardrobe")

LONGEST = 15  # minutes that a window with pupils in it may stand there with nobody before it
DARK = 128  # of 255: how light a window of the system’s dark look may be


def covered_after(minutes: int) -> str:
    """After how long without key and mouse everything is covered and locked, in words."""
    if not minutes:
        return "Never locks itself"
    return f"Locks itself after {minutes} minute{'' if minutes == 1 else 's'}"


class Look(QObject):
    """The theme and size of text in force; `changed` is sent when either changes."""

    changed = Signal()
    covering = Signal(int)  # after how many minutes it covers by itself was chosen anew
    hiding = Signal()  # whether windows are kept out of pictures was chosen anew

    def __init__(self, app: QApplication, settings: device.Settings) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        is_bare = themes.prepare(app)
        self.theme = themes.theme(self._first_name() if is_bare else self._name(), self._size())
        themes.apply(app, self.theme)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def choose(self, name: str | None = None, scale: int | None = None) -> None:
        """Change theme or size of text, and remember it for this laptop; an empty name or size 0 follows the system again."""
        self._settings.theme = self._settings.theme if name is None else name
        self._settings.scale = self._settings.scale if scale is None else scale
        device.save(self._settings)
        self._put_on()

    @property
    def chosen(self) -> str:
        """The theme chosen on this laptop; empty when it is to be as the system has it."""
        return self._settings.theme

    @property
    def chosen_size(self) -> int:
        """The size of text chosen on this laptop, in per cent; 0 when it is to be as the system has it."""
        return self._settings.scale

    def _size(self) -> int:
        """The size chosen, or the one of those offered that is nearest to what the system wants."""
        wanted = self._settings.scale or text_size.wanted()
        return min(themes.SCALES, key=lambda size: abs(size - wanted))

    def _name(self) -> str:
        """The theme chosen, or light or dark as the system is just now."""
        if self._settings.theme:
            return self._settings.theme
        return "dark" if self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark else "light"

    def _first_name(self) -> str:
        """The same before anything is dressed, told by the style’s own colours: the scheme would make PySide read all of Qt."""
        if self._settings.theme:
            return self._settings.theme
        return "dark" if self._app.palette().color(QPalette.ColorRole.Window).lightness() < DARK else "light"

    def _follow(self, _scheme: Qt.ColorScheme) -> None:
        if not self._settings.theme:
            self._put_on()

    def _put_on(self) -> None:
        self.theme = themes.theme(self._name(), self._size())
        self._wardrobe.change(self.theme)
        self.changed.emit()

    @cached_property
    def _wardrobe(self) -> Wardrobe:
        return Wardrobe(self._app)

    def dress(self, page: QWidget) -> None:
        """Dress a page that is about to be shown, if it was out of sight when the dress was changed."""
        self._wardrobe.dress(page)

    def heed(self, owner: QWidget, deed: Callable[[], object]) -> None:
        """Do something to a widget at every change of theme or size; when it is out of sight, before it is next seen."""
        self.changed.connect(Heeding(owner, deed, self._wardrobe).changed)

    def forget(self) -> None:
        """The pages that wait for their dress are let go of with their school."""
        self._wardrobe.forget()

    def fit(self, owner: QWidget, measure: Callable[[themes.Theme], object]) -> None:
        """Measure something of a widget by the theme, now and at every change."""
        measure(self.theme)
        self.heed(owner, lambda: measure(self.theme))

    @property
    def columns(self) -> list[str]:
        """The columns of the register chosen on this laptop; empty when none were."""
        return self._settings.columns.split()

    def keep_columns(self, keys: list[str]) -> None:
        """Remember the columns of the register."""
        self._settings.columns = " ".join(keys)
        device.save(self._settings)

    @property
    def oldest_first(self) -> bool:
        """Whether stories are listed from their beginning; chosen on this laptop."""
        return self._settings.oldest_first

    def keep_oldest_first(self, on: bool) -> None:
        """Remember it."""
        self._settings.oldest_first = on
        device.save(self._settings)

    @property
    def tour(self) -> int:
        """At which place the tour was left on this laptop."""
        return max(self._settings.tour, 0)

    def keep_tour(self, at: int) -> None:
        """Remember it."""
        self._settings.tour = at
        device.save(self._settings)

    @property
    def by_pupil(self) -> bool:
        """Whether Today groups its lines by pupil; chosen on this laptop."""
        return self._settings.by_pupil

    def keep_by_pupil(self, on: bool) -> None:
        """Remember it."""
        self._settings.by_pupil = on
        device.save(self._settings)

    @property
    def paper(self) -> str:
        """What was last chosen at the print desk, as JSON: documents and looks, never about whom."""
        return self._settings.paper

    def keep_paper(self, kept: str) -> None:
        """Remember it."""
        if kept != self._settings.paper:
            self._settings.paper = kept
            device.save(self._settings)

    @property
    def covers_after(self) -> int:
        """Minutes without key and mouse until everything is covered, at most 15; 0 for never."""
        return min(max(self._settings.covers_after, 0), LONGEST)

    def cover_after(self, minutes: int) -> None:
        """Choose it for this laptop."""
        self._settings.covers_after = minutes
        device.save(self._settings)
        self.covering.emit(self.covers_after)

    @property
    def hides_from_pictures(self) -> bool:
        """Whether windows are kept out of pictures of the screen and of shared screens."""
        return self._settings.hides_from_pictures

    def hide_from_pictures(self, on: bool) -> None:
        """Choose it for this laptop."""
        self._settings.hides_from_pictures = on
        device.save(self._settings)
        self.hiding.emit()

    def larger(self, step: int) -> None:
        """One step larger (1) or smaller (-1) text."""
        place = themes.SCALES.index(self.theme.scale)
        self.choose(scale=themes.SCALES[min(max(place + step, 0), len(themes.SCALES) - 1)])
