"""The one window: places at the left, menus and search on top, one screen in the middle. Knows screens only as a list."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QMenuBar, QSizePolicy, QStackedWidget, QWidget

from gradesk.services.custody.unfinished import Unfinished
from gradesk.services.school import school
from gradesk.store.work import Changed
from gradesk.system.lazy import lazily
from gradesk.system.words import Words
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.banner import Banner
from gradesk.ui.kit.forms.held import Typed
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.kit.order import put_in_order
from gradesk.ui.kit.tables.leaving import leave_open_cells
from gradesk.ui.screen import Listed, Screen, place_of
from gradesk.ui.shell.alone import Alone
from gradesk.ui.shell.desk import Desk
from gradesk.ui.shell.everywhere import everywhere
from gradesk.ui.shell.finder import Finder
from gradesk.ui.shell.goings import goings
from gradesk.ui.shell.navigation import Navigation
from gradesk.ui.shell.travel import Acts, Travel
from gradesk.ui.shell.typing.focus_keeper import FocusKeeper

if TYPE_CHECKING:
    from gradesk.ui.shell.capture import CaptureLine
    from gradesk.ui.shell.keys import KeySheet
    from gradesk.ui.shell.keys import groups as key_groups
    from gradesk.ui.shell.manual import Manual, page_for
    from gradesk.ui.shell.tour import Tour
else:
    CaptureLine = lazily("gradesk.ui.shell.capture:CaptureLine")
    KeySheet = lazily("gradesk.ui.shell.keys:KeySheet")
    key_groups = lazily("gradesk.ui.shell.keys:groups")
    Manual = lazily("gradesk.ui.shell.manual:Manual")
    page_for = lazily("gradesk.ui.shell.manual:page_for")
    Tour = lazily("gradesk.ui.shell.tour:Tour")


ROOMY = 1150  # pixels of width, at the usual size of text, below which the places are shown by their pictures


class Shell(QWidget):
    """Everything inside the window once the file is open. `moved` is sent when another screen is shown."""

    moved = Signal()
    wanted_anew = Signal()  # the practice school, as it was on its first day
    wanted_locked = Signal()
    wanted_covered = Signal()

    def __init__(self, screens: Sequence[Listed], window: QWidget) -> None:
        super().__init__(window)
        self.listed = {listed.name: listed for listed in screens}
        self._made: dict[str, Screen] = {}
        self.banner = Banner()
        self.stack = QStackedWidget()
        self.saved = SpokenLabel("", "quiet", wrap=False)
        self._practice = PlainLabel("", "practice", self, wrap=False)
        self._practice.hide()
        self._trail: list[tuple[str, dict[str, object]]] = []
        self.trouble = ""  # why the file takes nothing just now
        self._capture: CaptureLine | None = None
        self._tour: Tour | None = None
        self.setAcceptDrops(True)

    def begin(self, context: Context) -> None:
        """Put the parts together for an opened file."""
        self.context = context
        self.card = school.card(context.store)
        self.finder = Finder(context, self.rows, self._pupil_in_sight)
        self.travel = Travel(self)
        self.desk = Desk(context.store, self._made, self.lines_typed, self)
        self.desk.trouble.connect(self._trouble)
        context.changes.changed.connect(self._changed)
        context.look.changed.connect(self._dress)
        self._page = layout = column(gap=0)
        bar = self._topbar()
        for widget in (bar, self.stack, self.banner):
            layout.addWidget(widget, 1 if widget is self.stack else 0)
        self.stack.installEventFilter(self)
        self._give_way_to(self.banner)
        self.nav = Navigation(self.listed, self.go, self.card.name)
        self.alone = Alone((self.nav, bar), self.banner)
        whole = row(self.nav, gap=0)
        whole.addLayout(layout, 1)
        self.setLayout(whole)
        self._focus = FocusKeeper(self, lambda: self.current)
        self._dress()

    def widget(self) -> QWidget:
        """The window, for what works on it."""
        return self

    def done(self, words: str, kind: str = "good", acts: Acts = (), /, wrote: Sequence[int] | None = None) -> None:
        """Say what was just done, with Undo."""
        self.travel.done(words, kind, acts, wrote)

    @property
    def words(self) -> Words:
        """The school's words."""
        return self.card.words

    @property
    def capture(self) -> CaptureLine:
        """The line to catch something in passing, made when it is first asked for."""
        if self._capture is None:
            self._capture = CaptureLine(self.context, self._pupil_in_sight, self._refocus)
            self._capture.setParent(self.stack)
        return self._capture

    @property
    def current(self) -> Screen:
        """The screen shown."""
        current = self.stack.currentWidget()
        assert isinstance(current, Screen)
        return current

    @property
    def shown(self) -> str:
        """The name of the screen shown."""
        return self._trail[-1][0]

    def _pupil_in_sight(self) -> str:
        return self.current.pupil_in_sight()

    def hold_meeting(self) -> None:
        """Meeting mode of the meeting in hand, or about the pupil in sight."""
        if meeting_id := self.current.meeting_in_sight():
            self.go("meeting", meeting_id=meeting_id)
        elif pupil_id := self._pupil_in_sight():
            self.go("meeting", pupil_id=pupil_id)
        else:
            self.banner.say(self.words.say("Whose meeting? Go to the {pupil} first, then press F5."), "info")

    def go(self, screen: str, **place: object) -> None:
        """Go to a screen; what is typed on the one before is kept first."""
        if self.stack.count():
            if sentence := self.current.busy():
                self.current.context.say(sentence, "problem")
                return
            self.current.flush()
            self.desk.write()
        self.banner.say(self.trouble, "standing")  # what else it said was about where we come from
        if screen not in self._made:
            self._made[screen] = self.listed[screen].make(self.context)
            self.stack.addWidget(self._made[screen])
            self.desk.hand_over(screen, self._made[screen])
        target = self._made[screen]
        here = (screen, place)
        if not self._trail or self._trail[-1] != here:
            self._trail = [*self._trail[-20:], here]
        self.context.look.dress(target)
        target.arrive(**place)
        if self._trail[-1] != here:
            self._trail.remove(here)
            return  # it is gone, as a deleted pupil is, and the screen went on elsewhere
        self.stand_alone(on=target.stands_alone)
        self.stack.setCurrentWidget(target)
        self.desk.put_back(target, {})
        self.nav.show_place(screen)
        self.finder.fold(target.has_search)
        self._refocus()
        self.moved.emit()

    def stand_alone(self, *, on: bool) -> None:
        """Let the screen stand alone, or among the places again."""
        if on:
            self.capture.hide()
            if self._tour is not None:
                self._tour.hide()
        self.alone.turn(on=on)

    def _refocus(self) -> None:
        here = self.current
        (here.focusProxy() or here.focusWidget() or here).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape that nothing inside had a use for puts the message away."""
        if event.key() == Qt.Key.Key_Escape and self.banner.isVisible():
            self.banner.hide()
            return
        super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The Tab key goes through the page as the eye does, whatever was put there last.

        Qt asks for the next one too when what has the focus is being hidden; then it goes to the nearest.
        """
        if self._focus.bring_back():
            return True
        put_in_order(self.current)
        return super().focusNextPrevChild(forward)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the line that is typed from anywhere over the top of the page."""
        moved = watched is self.stack and event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest)
        if moved and self._capture is not None:
            self._capture.settle()
        if watched in (self.banner, self._tour) and event.type() == QEvent.Type.Hide:
            self.stack.setMinimumHeight(0)
        return super().eventFilter(watched, event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A single file may be dropped anywhere on the window, but on a screen that stands alone: it would lead away."""
        urls = event.mimeData().urls()
        if len(urls) == 1 and urls[0].isLocalFile() and not self.alone.is_on:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand a dropped file to the screen that takes it."""
        path = Path(event.mimeData().urls()[0].toLocalFile())
        for name, listed in self.listed.items():
            if listed.takes_files:
                self.go(name, path=path)
                return

    def _give_way_to(self, strip: Banner | Tour) -> None:
        """While it stands the page gives way; else the window would grow beyond a small screen, and hide it."""
        strip.installEventFilter(self)
        strip.coming.connect(lambda: self.stack.setMinimumHeight(1))

    def back(self) -> None:
        """Go to where the window was before."""
        if len(self._trail) > 1:
            self._trail.pop()
            name, place = self._trail.pop()
            self.go(name, **place)

    def undo(self) -> None:
        """Take back the last thing done, show it, and say what it was."""
        self.travel.undo()

    def redo(self) -> None:
        """Do it again."""
        self.travel.redo()

    def rows(self) -> list[Action]:
        """What can be done anywhere, and on the screen shown."""
        here = self.current.actions_here() if self.stack.count() else []
        return [*(goings(self) if self.alone.is_on else everywhere(self)), *here]

    def show_manual(self) -> None:
        """The manual, at the page for the place one is in."""
        Manual(page_for(self.shown, str(self.current.here().get("tab", ""))), self.context.ask, self).exec()

    def take_tour(self) -> None:
        """Begin the tour, or go on with it where it was left."""
        if self._tour is None:
            self._tour = Tour(self.context, self.go)
            self._tour.left.connect(self._refocus)
            self._give_way_to(self._tour)
            self._page.insertWidget(self._page.indexOf(self.banner), self._tour)
        self._tour.begin()

    def show_keys(self) -> None:
        """The sheet of all shortcuts."""
        of_the_screen = {action.id for action in self.current.actions_here()}
        own = [action for action in self.rows() if action.id not in of_the_screen]
        titles = {name: listed.title for name, listed in self.listed.items()}
        KeySheet(key_groups(own, titles, self.shown), self.words.say, self).exec()

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.stack.count():
            self.current.flush()

    def resume(
        self, name: str = "", place: Mapping[str, object] | None = None, cursor: Mapping[str, Any] | None = None
    ) -> None:
        """Go to where somebody was typing when the window was closed or fell, and put the words back.

        They wait where they stood while one goes to where it was locked: to `name` and `place`, and there to the field in
        which the cursor stood.
        """
        lines = self.desk.lines_before()
        found = next((one for one in self.desk.places if self._went_to(one)), None)
        if found is None and self.current is not self._made[next(iter(self.listed))]:
            self.go(next(iter(self.listed)))  # the last place tried is not there any more
        if found is not None:
            self.desk.put_back(self.current, found.more.get("cursor") or {})
        left_open = bool(lines) and lines["capture"].get("open", True)
        if left_open:
            self.capture.open_with(lines["capture"][""])
        elif lines:
            self.capture.line.setText(lines["capture"][""])  # put away with Escape: there for the next time
        if name and (found is None or (self.shown, self.current.here()) != (name, place)):
            self.go(name, **(place or {}))
        if name and cursor and cursor.get("field"):
            self.go(name, **{**(place or {}), "at": (str(cursor["field"]),)})
            self.desk.put_back(self.current, cursor)
        if name or (found is None and not left_open):
            return
        when = f" (typed {found.at.astimezone():%d/%m/%Y %H:%M})" if found is not None else ""
        self.banner.say(f"Here is what was half typed when Gradesk was closed{when}; nothing of it is lost.", "info")

    def _went_to(self, one: Unfinished) -> bool:
        """Go to a place from before; False where it is not there any more, as with a pupil who was deleted."""
        name, _, place = one.place.partition(" ")
        if name not in self.listed:
            return False
        try:
            self.go(name, **json.loads(place))
        except (KeyError, TypeError, ValueError):  # a place of another version of Gradesk
            return False
        return self.current is self._made.get(name) and place_of(self.current.here()) == place

    def lines_typed(self) -> Typed:
        """What stands half typed in the lines that open from anywhere."""
        if (line := self._capture) is None or not line.its_own.strip():
            return {}
        return {"capture": {"": line.its_own, "open": line.isVisible()}}

    def work_going_on(self) -> str:
        """What closing would break off, as a sentence; empty for nothing."""
        return next(filter(None, (made.work_going_on() for made in self._made.values())), "")

    def close_down(self, *, keeps: bool = True) -> None:
        """Keep what is being typed, unless it was written down as half typed, and let every screen go."""
        if keeps:
            self.flush()
        self.desk.close_down()
        if not keeps:
            leave_open_cells(self)
        self._focus.let_go()
        self.setEnabled(False)  # no field is left, and keeps something, when the file is closed already
        for made in self._made.values():
            made.close_down()

    def take_menus(self, menus: QMenuBar) -> None:
        """The window's menus stand in the row of the search, so that the page has the room."""
        menus.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._top.insertWidget(0, menus)
        menus.show()

    def go_to_place(self, place: str) -> None:
        """Go to the room of a place that was shown last."""
        self.go(self.nav.next_room(place))

    def _topbar(self) -> QWidget:
        bar = QWidget()
        bar.setObjectName("topbar")
        bar.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._top = row(self.finder, margin=4)
        self._top.setStretch(0, 1)
        if self.card.is_practice or self.context.store.vault.is_reading:
            self._top.addWidget(self._practice)
            self._practice.show()
        self._top.addWidget(self.saved)
        bar.setLayout(self._top)
        return bar

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page the room of the places' names where there is little."""
        super().resizeEvent(event)
        self._dress()

    def _dress(self) -> None:
        theme = self.context.look.theme
        narrow = self.width() < theme.px(ROOMY)
        if self.context.store.vault.is_reading:
            self._practice.setText("Reading only" if narrow else "Reading only: nothing you type is kept.")
        else:
            self._practice.setText("Practice school" if narrow else "Practice school: every person here is invented.")
        self.nav.dress(theme, narrow=narrow, words=self.words)

    def _trouble(self, words: str) -> None:
        """What is shown as saved is: where the file takes nothing any more, it says so until it does again."""
        before, self.trouble = self.trouble, words
        if words:
            self.saved.setText("Not saved")
        if words and words != before:  # tried again and again, it is said once
            self.banner.say(words, "standing")
        elif not words:
            self.banner.unsay(before)
            self._say_saved()
            if not self.current.isAncestorOf(self.focusWidget()):  # who is typing sends the words on
                self.flush()

    def _say_saved(self) -> None:
        self.saved.setText(f"Saved {self.context.store.clock.now().astimezone():%H:%M}")

    def _changed(self, changed: Changed) -> None:
        self.desk.look_soon()
        self._say_saved()
        if "school" in changed.kinds:
            self.card = school.card(self.context.store)
            self.nav.name_after(self.words, self.card.name)
