"""Somebody is away: their sessions of a day, each with a proposal and the rule behind it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.week.parts import Week
from gradesk.services.school import staff
from gradesk.services.term.planned import away
from gradesk.services.term.planned.away import Away, Session
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel, announce
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, Wrong
from gradesk.ui.kit.forms.held import kept_on_leaving
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.screens.term.week.line_list import LineList

LEAST = 180


class AwayPanel(QWidget):
    """Choose who is away and on which day; every session is settled by a key, or all at once."""

    def __init__(self, context: Context, adult: str, left: Callable[[], object]) -> None:
        super().__init__()
        self.context, self._left = context, left
        self.away: Away | None = None
        self._turns: dict[str, str] = {}  # by session, who is shown instead of the proposal
        self.who = ChoiceEditor([("", "Choose who is away")])
        self.who.widget.setAccessibleName("Who is away")
        self.who.offer([("", "Choose who is away"), *((one.name, one.name) for one in staff.staff(context.store))])
        self.who.show(adult)
        self.day = DayEditor(context.store.clock.today)
        self.day.widget.setAccessibleName("On which day")
        self.day.show(context.store.clock.today())
        kept_on_leaving(self.day.widget)
        self.who.edited.connect(self.reload)
        self.day.line.editingFinished.connect(self.reload)
        self.told = SpokenLabel("", "quiet")
        self.sessions = LineList("Sessions of whoever is away", LEAST)
        context.look.fit(self.sessions, self.sessions.fit)
        self.sessions.opened.connect(lambda _key: self.take())
        self.sessions.turned.connect(self.turn)
        self.sessions.letter.connect(self._letter)
        self.act = button("All as proposed", self.settle_all, "main", "Ctrl+Enter: one step, one Undo takes it back")
        self.one_acts = (
            button("Take this proposal", self.take, "", "Enter"),
            button("Another time …", self.another_time, "", "M; the arrows turn to another adult"),
            button("Does not take place", self.suspend, "", "S"), button("Take back", self.take_back, "", "U"),
        )  # fmt: skip
        leave = button("Back to the week", left, "link", "Escape")
        self.slips = button("Print sheet and slips …", self.print_it, "link", "Ctrl+P: a slip for each who takes over")
        framed = card(
            PlainLabel("Somebody is away", "heading"), flow(self.who.widget, self.day.widget), self.told, self.sessions,
            flow(self.act, *self.one_acts, self.slips, leave),
        )  # fmt: skip
        layout = framed.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.setStretchFactor(self.sessions, 1)
        self.setLayout(column(framed))
        self.reload()

    def focus_first(self, _name: str = "") -> None:
        """On whoever is chosen, or on the sessions."""
        has = self.away is not None and bool(self.away.sessions)
        (self.sessions if has else self.who.widget).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_week(self, _week: Week) -> bool:
        """The week was read anew."""
        self.reload()
        return True

    def reload(self) -> None:
        """Read the day of whoever is chosen."""
        self.away = None
        adult = str(self.who.value() or "")
        if not adult:
            self._show("Choose who is away; the day is today unless you type another.")
            return
        try:
            day = self.day.value()
            self.away = away.day_of(self.context.store, adult, day or self.context.store.clock.today())
        except (Wrong, Refused) as error:
            self._show(str(error))
            return
        on = written_day(self.away.day)
        if not self.away.sessions:
            self._show(f"{adult} has nothing in the week on {on}.")
            return
        count, open_ = len(self.away.sessions), self.away.open
        still = f"{open_} of {count} still to settle" if open_ else "all settled"
        self._show(f"{adult}, {on}: {still}.")

    @property
    def here(self) -> Session | None:
        """The session in hand."""
        found = [one for one in self.away.sessions if _key(one) == self.sessions.here] if self.away is not None else []
        return found[0] if found else None

    def take(self) -> None:
        """The adult who is shown takes the session in hand."""
        one, day = self.here, self.away
        if one is None or day is None:
            return
        if not one.candidates:
            self.context.say(
                "Nobody is free then, so nothing was changed. M moves it, S lets it not take place.", "info"
            )
            return
        chosen = one.candidates[self._turn(one)]
        store = self.context.store
        self._do(lambda: away.take(store, day, one, chosen.adult), f"{chosen.adult} takes {one.bar.name}.")

    def turn(self, by: int) -> None:
        """Another adult for the session in hand."""
        one = self.here
        if one is not None and one.candidates and one.settled is None:
            self._turns[_key(one)] = one.candidates[(self._turn(one) + by) % len(one.candidates)].adult
            self._list()
            announce(self.sessions, self._words(one))

    def another_time(self) -> None:
        """Another time of the same day for the session in hand."""
        one, day = self.here, self.away
        if one is None or day is None:
            return
        found = away.times(self.context.store, day, one)
        if not found:
            self.context.say("No other time of the day is free for it, so nothing was changed.", "info")
            return
        named = [f"{each.at}, with {adult}: {each.words}" for each, adult in found]
        at = self.context.ask.choose(self, f"Another time for {one.bar.name}", "The cheapest first.", named)
        if at is not None:
            (each, adult), store = found[at], self.context.store
            self._do(
                lambda: away.move(store, day, one, each.when.at or 0, adult),
                f"{one.bar.name} is at {each.at}, with {adult}.",
            )

    def suspend(self) -> None:
        """The session in hand does not take place."""
        one, day = self.here, self.away
        if one is not None and day is not None:
            owed = ", its minutes are owed" if one.bar.is_support else ""
            store = self.context.store
            self._do(lambda: away.suspend(store, day, one), f"{one.bar.name} does not take place{owed}.")

    def take_back(self) -> None:
        """What was settled of the session in hand is open again."""
        one, day = self.here, self.away
        if one is not None and day is not None and one.settled is not None:
            store = self.context.store
            self._do(lambda: away.take_back(store, day, one), f"{one.bar.name} is open again.")

    def settle_all(self) -> None:
        """All that is open as proposed, in one step."""
        day = self.away
        if day is None or not day.open:
            self.context.say("Nothing is left to settle.", "info")
            return
        counts: list[tuple[int, int]] = []
        chosen = {
            (one.bar.uuid, one.when): one.candidates[self._turn(one)].adult
            for one in day.sessions
            if _key(one) in self._turns and one.candidates
        }
        if self.context.attempt(lambda: counts.append(away.settle_all(self.context.store, day, chosen))):
            taken, suspended = counts[0]
            self.context.done(f"{taken} taken by others, {suspended} not taking place.", "good")

    @property
    def is_begun(self) -> bool:
        """Whether somebody who has sessions on the day is chosen."""
        return self.away is not None and bool(self.away.sessions)

    def print_it(self) -> None:
        """Go to the print desk with the slips of the day, once somebody takes over."""
        day = self.away
        if day is None or day.open == len(day.sessions):
            self.context.say("Nothing is settled yet, so there are no slips. Settle a session first.", "info")
            return
        self.context.go("preview", document="cover-sheet", variant="slips", which=day.day.isoformat(), pupil_ids=())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter settles all, Escape goes back."""
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.key() == Qt.Key.Key_Escape:
            self._left()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.settle_all()
        else:
            super().keyPressEvent(event)

    def _letter(self, letter: str) -> None:
        deeds = {"m": self.another_time, "s": self.suspend, "u": self.take_back, "a": self.settle_all}
        if letter in deeds:
            deeds[letter]()

    def _do(self, deed: Callable[[], object], words: str) -> None:
        if self.context.attempt(deed):
            self.context.done(words, "good")

    def _show(self, words: str) -> None:
        self.told.setText(words)
        has = self.away is not None and bool(self.away.sessions)
        for act in (self.act, *self.one_acts):
            act.setEnabled(has)
        self._list()

    def _list(self) -> None:
        every = self.away.sessions if self.away is not None else ()
        self.sessions.show_lines([(_key(one), self._words(one)) for one in every])

    def _turn(self, one: Session) -> int:
        """Which candidate is shown."""
        chosen = self._turns.get(_key(one), "")
        return next((at for at, each in enumerate(one.candidates) if each.adult == chosen), 0)

    def _words(self, one: Session) -> str:
        head = f"{one.at} {one.bar.name}, {one.bar.minutes} min".strip()
        head += f", for {one.before.away}" if one.before is not None else ""
        if one.settled is not None:
            return f"{head}: settled, {_settled(one)}"
        if not one.candidates:
            return (
                f"{head}: nobody is free; it would not take place" if one.bar.is_support else f"{head}: nobody is free"
            )
        at = self._turn(one)
        if one.crowded and _key(one) not in self._turns:
            ends = "; it would not take place" if one.bar.is_support else ""
            return f"{head}: whoever is free is proposed for another session then{ends}"
        chosen = one.candidates[at]
        which = f" ({at + 1} of {len(one.candidates)})" if len(one.candidates) > 1 else ""
        return f"{head}: {chosen.adult}{which}, {chosen.rule}"


def _settled(one: Session) -> str:
    row = one.settled
    if row is None:
        return ""
    if row.how == "suspended":
        return "does not take place"
    if row.how == "moved":
        return f"moved to {row.begins_at}" + (f" with {row.taken_by}" if row.taken_by else "")
    return f"taken by {row.taken_by}, {row.rule}"


def _key(one: Session) -> str:
    return f"{one.bar.uuid} {one.when.day} {one.when.at} {one.when.week}"
