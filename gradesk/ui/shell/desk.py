"""Everything half typed in the window, written down every second and put back after a crash, a kill or a flat battery."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from gradesk.services.custody import unfinished
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.ui.kit.forms.held import Typed, cursor_of, put_cursor
from gradesk.ui.kit.forms.pause import AT_MOST
from gradesk.ui.screen import Screen, place_of
from gradesk.ui.shell.typing.focus import FocusWatch

SOON = 700  # ms from a key press until what is half typed is written down; never put off by the next one
RETRY = 3_000  # ms until it is tried again where the file took nothing
AGAIN = 400  # ms until words are offered once more to a page that reads its rows off the window's thread
_TYPING = (
    QEvent.Type.KeyPress, QEvent.Type.InputMethod, QEvent.Type.MouseButtonRelease, QEvent.Type.Drop,
)  # fmt: skip
ASKED = "ask "
LINES = "lines"  # the place of what is typed from anywhere


class Desk(FocusWatch):
    """Watches over what is typed. `trouble` carries why it could not be written down, or nothing when it could again."""

    trouble = Signal(str)

    def __init__(
        self, store: Store, screens: Mapping[str, Screen], lines: Callable[[], Typed], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.write)
        self._soon = self._looks_again = False
        self._store, self._screens, self._lines = store, screens, lines
        self._written: dict[str, tuple[str, str]] = {}  # the words and the cursor, by place
        before = unfinished.kept(store)
        self._before = {one.place: one for one in before if not one.place.startswith(ASKED)}
        # What was half typed in the line of a question, by the question's title.
        self.asked = {one.place.removeprefix(ASKED): one.words[""][""] for one in before if one.place.startswith(ASKED)}
        # Where something was typed before the window was closed or fell, the newest first.
        self.places = tuple(one for key, one in self._before.items() if key != LINES)
        self._ill = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Any key may have typed something."""
        if event.type() in _TYPING:
            self.look_soon()
        return super().eventFilter(watched, event)

    def moved(self) -> None:
        """A field was left, or a button pressed: something may have been kept or put away."""
        self.look_soon()

    def look_soon(self) -> None:
        """Write down in a moment what stands half typed; asked again meanwhile, the moment stays the same."""
        self._looks_again = True
        if not self._soon or not self._timer.isActive():
            self._soon = True
            self._timer.start(SOON)

    def hand_over(self, name: str, screen: Screen) -> None:
        """Give a screen that was just made the words that stood on it before."""
        words: dict[str, Typed] = {}
        for key in [key for key in self._before if key.startswith(f"{name} ")]:
            one = self._before.pop(key)
            place = key.removeprefix(f"{name} ")
            words[place] = {about: dict(typed) for about, typed in one.words.items()}
            self._written[key] = (
                _said(one.words),
                "",
            )  # so that it goes when the words do, and keeps its time until then
        screen.hand_over(words)

    def lines_before(self) -> Typed:
        """What stood in the lines that are typed from anywhere."""
        one = self._before.pop(LINES, None)
        if one is None:
            return {}
        self._written[LINES] = (_said(one.words), "")
        return {about: dict(typed) for about, typed in one.words.items()}

    def keep_asked(self, title: str, words: str) -> None:
        """Write down what is half typed in the line of a question."""
        try:
            unfinished.keep(self._store, f"{ASKED}{title}", {"": {"": words}} if words.strip() else {}, {})
        except Refused as refusal:
            self.trouble.emit(str(refusal))

    def put_back(self, screen: Screen, cursor: Mapping[str, Any]) -> None:
        """Put words from before where they stood, and the cursor; once more when a page has read its rows."""

        def again() -> None:
            screen.take_up()
            if cursor:
                put_cursor(screen, cursor)

        again()
        QTimer.singleShot(0, screen, again)
        # Not the bound method: PySide keeps a reference to that of each timer for as long as the screen lives.
        QTimer.singleShot(AGAIN, screen, lambda: screen.take_up())

    def write(self, *, everywhere: bool = False) -> None:
        """Write down what stands half typed now, and forget what does not any more.

        Only the page in sight is looked through, for nobody types on the others; all of them when `everywhere`, and as
        long as the file takes nothing.
        """
        self._timer.stop()
        self._soon = False
        if self._looks_again:  # what a form is refused when it sends its words on is written down then
            self._looks_again = False
            self._timer.start(AT_MOST + SOON)
        now: dict[str, Typed] = {}
        more: dict[str, dict[str, Any]] = {}
        looked_at = {
            name: screen for name, screen in self._screens.items() if everywhere or self._ill or screen.isVisible()
        }
        for name, screen in looked_at.items():
            for place, words in screen.held().items():
                now[f"{name} {place}"] = words
            if screen.isVisible():
                more[f"{name} {place_of(screen.here())}"] = cursor_of(screen)
        if lines := self._lines():
            now[LINES] = lines
        try:
            over = [
                key for key in self._written if key not in now and (key.partition(" ")[0] in looked_at or key == LINES)
            ]
            for key in [*now, *over]:
                self._keep(key, now.get(key, {}), more.get(key, {}))
        except Refused as refusal:
            self._ill = True
            self.trouble.emit(str(refusal))
            self._timer.start(RETRY)  # nobody has to type before it is seen that there is room again
            return
        if self._ill:
            self._ill = False
            self.trouble.emit("")

    def _keep(self, key: str, words: Typed, cursor: dict[str, Any]) -> None:
        said, at = _said(words), json.dumps(cursor) if cursor else ""
        before = self._written.get(key)
        if before is not None and before[0] == said and at in ("", before[1]):
            return
        if not unfinished.keep(self._store, key, words, {"cursor": cursor}):
            self._timer.start(SOON)  # something else is being written just now
        elif words:
            self._written[key] = (said, at)
        else:
            self._written.pop(key, None)

    def close_down(self) -> None:
        """Write down the last words and watch no more."""
        self.write(everywhere=True)
        self._timer.stop()
        self.let_go()


def _said(words: Mapping[str, Mapping[str, Any]]) -> str:
    return json.dumps(words, sort_keys=True)
