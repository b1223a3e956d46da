"""What next: what was decided, which targets go on, and new ones in words of their own or from the bank."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QLineEdit, QVBoxLayout, QWidget

from gradesk.model.meetings.minutes import MeetingLine
from gradesk.model.plans.cycle import Review
from gradesk.model.plans.target import Target
from gradesk.model.vocabulary import DECISIONS
from gradesk.services.meetings import holding, minutes
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.plans import bank, reviews
from gradesk.services.plans.bank import Entry
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.scale import ScaleEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, row
from gradesk.ui.screens.meeting.lines import LineList
from gradesk.ui.screens.meeting.room import Room, StepPage

OFFERED = 8  # entries of the bank at a time
BUILT = ("baseline", "success_criterion", "who", "how", "by_when")


class NextPage(StepPage):
    """Decided in lines; where a cycle ends here, its decision; the targets of the next plan."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        self.lines = LineList(room, step.code, "Decided: a line, and Enter", {"sort": "decision"}, room.differ)
        store, pupil_id = room.context.store, room.minutes.meeting.pupil_id
        status = pupils.page(store, pupil_id).status if pupil_id else None
        without = ("request",) if status is not None and status.status == "E" else ()
        self.decision = ScaleEditor([(one.code, one.label) for one in DECISIONS if one.code not in without])
        self.decision.name("What comes next")
        self.decision.edited.connect(lambda: self._decide({"decision": self.decision.value() or ""}))
        self.reason = room.form(Review, ("reason",), self._keep, "reason of the review")
        self.review = card(PlainLabel("What comes next", "heading"), self.decision.widget, self.reason)
        self.goes_on = PlainLabel("")
        self._targets = QVBoxLayout()
        self._targets.setSpacing(10)
        self._forms: dict[str, Form] = {}
        self._on: list[Target] = []
        self._shown: tuple[Any, ...] = ()
        self.new = _NewTarget(room, self._add)
        self.targets = card(PlainLabel("Targets of the next plan", "heading"), self.goes_on, self._targets, self.new)
        self.setLayout(column(self.lines, self.review, self.targets, None, gap=12))

    def show_minutes(self, found: Minutes) -> None:
        """Show what was decided, and the targets."""
        self.lines.show_lines([one for one in found.at(self.step.code) if one.sort != "target"])
        ends = found.cycle_id is not None
        self.review.setVisible(ends)
        self.targets.setVisible(ends)
        if found.cycle_id is not None:
            page = reviews.page(self.room.context.store, found.cycle_id)
            review = page.review or Review(decision="", reason="")
            self.decision.show(review.decision or None)
            self.reason.load(review)
            words = school.every_rating(self.room.context.store)
            rated = {one.target.uuid: words.get(one.outcome.rating_id or "") for one in page.lines if one.outcome}
            on = [one.target for one in page.lines if (got := rated.get(one.target.uuid)) and not got.is_success]
            self._on = on if review.decision != "step_off" else []
            self.goes_on.setText("\n".join(f"Goes on: {one.pupil_wording or one.staff_wording}" for one in self._on))
            self.goes_on.setVisible(bool(self._on))
        self._show_targets([one for one in found.lines if one.sort == "target"])

    def begin(self) -> None:
        """Into the line of what is decided."""
        self.lines.begin()

    def flush(self) -> bool:
        """Keep everything half typed."""
        self.keep()
        return self.lines.add() and self.new.add()

    def spoken(self, found: Minutes) -> list[str]:
        """What was decided, and the new targets."""
        lines = [one for one in found.may_leave if one.step == self.step.code]
        said = [one.words for one in lines if one.sort == "decision"] + [
            one.words for one in lines if one.sort == "said"
        ]
        if found.cycle_id is not None:
            on = [one.pupil_wording or one.staff_wording for one in self._on]
            said = [*self._decided(), *said, *(f"Goes on: {words}" for words in on)]
        return said + [_target_said(one) for one in lines if one.sort == "target"]

    def _decided(self) -> list[str]:
        """The decision of the review with its reason."""
        code, reason = self.decision.value(), str(self.reason.values().get("reason") or "").strip()
        return [". ".join(filter(None, (DECISIONS.label(str(code)), reason)))] if code else []

    def _decide(self, values: Mapping[str, Any]) -> None:
        self.reason.flush()
        self.room.attempt(lambda: self._keep(values))

    def _keep(self, values: Mapping[str, Any]) -> None:
        if (cycle_id := self.room.minutes.cycle_id) is not None:
            reviews.change(self.room.context.store, cycle_id, values, self.room)

    def _add(self, words: str, entry: Entry | None) -> bool:
        """Begin a new target with words of its own, or from the bank."""
        store, found = self.room.context.store, self.room.minutes
        values = (
            {} if entry is None else {name: value for name, value in bank.as_target(entry).items() if name != "does"}
        )
        written: list[str] = []

        def deed() -> None:
            made = holding.add_line(store, found.meeting.uuid, self.step.code, words, {"sort": "target"})
            written.append(made.uuid)
            if made.promise is None and values:
                holding.change_target(store, made.uuid, values)

        if not self.room.attempt(deed):
            return False
        if written and written[0] in self._forms:
            self._forms[written[0]].focus_on("baseline")
        return True

    def _show_targets(self, lines: Sequence[MeetingLine]) -> None:
        told = tuple((one.uuid, one.words) for one in lines)
        if told != self._shown:
            self._shown = told
            clear(self._targets)
            self._forms = {}
            for line in lines:
                self._targets.addWidget(self._card(line))
        for line in lines:
            self._forms[line.uuid].load(as_target(line, self.room.minutes))

    def _card(self, line: MeetingLine) -> QWidget:
        columns = 1 if self.room.context.look.theme.is_large else 2
        form = self.room.form(Target, BUILT, partial(self._word, line.uuid), f"target {line.uuid}", columns=columns)
        form.say_of(line.words)
        form.offer_people(list(self.room.names()))
        self._forms[line.uuid] = form
        away = button("Take it out", partial(self._remove, line.uuid), "link")
        away.setAccessibleName(f"Take out the target: {line.words}")
        head = row(PlainLabel(line.words, "field"), away)
        head.setStretch(0, 1)
        return card(head, form, role="notice")

    def _word(self, uuid: str, values: Mapping[str, Any]) -> None:
        holding.change_target(self.room.context.store, uuid, values, self.room)

    def _remove(self, uuid: str) -> None:
        if self.room.attempt(lambda: holding.remove_line(self.room.context.store, uuid)):
            self.new.setFocus()


def as_target(line: MeetingLine, found: Minutes) -> Target:
    """A line as the target it is to become."""
    kept: dict[str, Any] = json.loads(line.target) if line.target else {}
    values: dict[str, Any] = {name: kept.get(name) or "" for name in BUILT if name != "by_when"}
    day = kept.get("by_when")
    return Target(**values, by_when=date.fromisoformat(day) if day else found.meeting.next_on)


def _target_said(line: MeetingLine) -> str:
    """A new target as it is read out: what will be done, how we will know, who helps, by when."""
    body = minutes.target_values(line)
    day = body.get("by_when")
    told = (
        ("How we will know", body.get("success_criterion")),
        ("Who helps", body.get("who")),
        ("By", f"{day:%A} {day.day} {day:%B}" if day else ""),
    )
    return ". ".join(
        [f"New target: {line.words.rstrip('.')}", *(f"{title}: {words}" for title, words in told if words)]
    )


class _NewTarget(QLineEdit):
    """Typed in words of one’s own and Enter, or chosen from what the bank offers for them."""

    def __init__(self, room: Room, add: Any) -> None:
        super().__init__()
        self._room, self._add = room, add
        self._entries: dict[str, Entry] = {}
        self._model = QStringListModel(self)
        completer = QCompleter(self._model, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.activated.connect(self._take)
        self.setCompleter(completer)
        self.setAccessibleName("A new target: will do what")
        self.setPlaceholderText("A new target: what will be done; the bank offers as you type")
        self.textEdited.connect(self._offer)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes the words as they stand."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.add()
            return
        super().keyPressEvent(event)

    def add(self) -> bool:
        """Keep the words as a target; an empty line is none."""
        words = self.text().strip()
        if not words:
            return True
        if not self._add(words, self._entries.get(words)):
            return False
        self.clear()
        return True

    def _offer(self, typed: str) -> None:
        store, age = self._room.context.store, self._room.minutes.age
        found = bank.find(store, "target", typed, "", age)[:OFFERED] if len(typed.strip()) > 2 else ()
        self._entries = {one.words: one for one in found}
        if (popup := self.completer().popup()) is not None:
            popup.setFont(self.font())  # as large as the line, for all at the table
        self._model.setStringList(list(self._entries))

    def _take(self, words: str) -> None:
        self.setText(str(words))
        self.add()
        # The completer writes the words into the line once it has said so.
        self.setText("")
