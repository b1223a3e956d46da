"""What is done before a meeting: who comes, what they answered, whose views were asked for and came, and which papers are out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPushButton, QWidget

from gradesk.model.meetings.meeting import MeetingPerson
from gradesk.model.meetings.minutes import MeetingPaper
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import ANSWERS, ATTENDEES
from gradesk.services.meetings import booking, holding, minutes
from gradesk.services.meetings.booking import Booked
from gradesk.services.pupils import around
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, row
from gradesk.ui.screens.pupil.panel import Panel

NO_ANSWER = "no answer noted"
PERSON = ("invited_on", "reminded_on", "came", "asked_on", "received_on", "sent")
PAPER = ("title", "to_whom", "due_on", "sent_on", "tabled")


@dataclass(frozen=True)
class Hands:
    """What the card around it does: a deed and reading anew, unfolding a row, moving the day."""

    do: Callable[[str, Callable[[], object]], None]
    unfold: Callable[[str], None]
    move: Callable[[str], None]


class Before(QWidget):
    """The rows of one booked meeting. `unfolded` is the uuid of the person or paper whose dates are open."""

    def __init__(self, panel: Panel, one: Booked, told: str, unfolded: str, hands: Hands) -> None:
        super().__init__()
        self._panel, self._one, self._told, self._unfolded, self._hands = panel, one, told, unfolded, hands
        self._store = panel.context.store
        self._not_out: list[QPushButton] = []
        self.also = self._line("Also invite: a name, and Enter", self._invite)
        offer_names(self.also, around.adults(self._store, panel.pupil_id))
        self.paper = self._line("A paper that should be out before: its name, and Enter", self._add_paper)
        parts: list[Any] = [self._person(person) for person in one.people]
        parts.append(self.also)
        papers = minutes.read(self._store, one.meeting.uuid).papers
        parts += [self._paper(paper) for paper in papers]
        parts.append(self.paper)
        self.setLayout(column(*parts, gap=4))

    def focus_papers(self) -> None:
        """On the next paper that is not out, or the line for another."""
        waiting = next(iter(self._not_out), None)
        (waiting or self.paper).setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, words: str, send: Callable[[str], object]) -> QLineEdit:
        made = LineEditor().line
        fleeting(made)
        made.setPlaceholderText(words)
        made.setAccessibleName(f"{words.partition(':')[0]}: {self._told}")
        made.returnPressed.connect(lambda: send(made.text()))
        return made

    def _person(self, person: MeetingPerson) -> QWidget:
        say, today = self._panel.context.words().say, self._store.clock.today()
        words = PlainLabel(f"{person.name} ({say(ATTENDEES.label(person.part)).lower()}{_dates(person)})")
        answer = ChoiceEditor([("", NO_ANSWER), *((term.code, term.label) for term in ANSWERS)])
        answer.show(person.answer)
        answer.fit_contents()
        answer.widget.setAccessibleName(f"Answer of {person.name}: {self._told}")
        answer.edited.connect(lambda: self._answered(person.uuid, str(answer.value() or "")))
        acts: list[QPushButton] = []
        if (step := _next_step(person)) is not None:
            title, values = step[0], {step[1]: today}
            acts.append(self._act(title, partial(booking.change_person, self._store, person.uuid, values)))
        acts.append(button("Dates and views", partial(self._hands.unfold, person.uuid), "link"))
        acts.append(self._act("Take off", partial(booking.remove_person, self._store, person.uuid)))
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {person.name}, {self._told}")
        line = row(words, answer.widget, *acts)
        line.setStretch(0, 1)
        parts: list[Any] = [line]
        if person.sent.strip() and self._unfolded != person.uuid:
            parts.append(PlainLabel(f"They sent: {person.sent}", "quiet"))
        if self._unfolded == person.uuid:
            keep = partial(booking.change_person, self._store, person.uuid)
            form = self._panel.form(
                MeetingPerson,
                PERSON,
                lambda values: keep(values, self._panel),
                3,
                about=f"invited {person.uuid}",
                halves=True,
            )
            form.say_of(person.name).load(person)
            parts.append(form)
        return _holder(*parts)

    def _paper(self, paper: MeetingPaper) -> QWidget:
        today = self._store.clock.today()
        label = PlainLabel(f"{paper.title}: {_stands(paper)}")
        acts: list[QPushButton] = []
        if paper.sent_on is None and not paper.tabled:
            sent = partial(holding.send_paper, self._store, paper.uuid, {"sent_on": today})
            acts.append(button("Sent today", partial(self._hands.do, f"sent {paper.meeting_id}", sent), "link"))
            self._not_out.append(acts[-1])
            if paper.due_on is not None and paper.due_on < today:
                acts.append(button("It comes too late: table it", partial(self._table, paper), "link"))
        acts.append(button("To whom and when", partial(self._hands.unfold, paper.uuid), "link"))
        acts.append(self._act("Take off", partial(holding.remove_paper, self._store, paper.uuid)))
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {paper.title}, {self._told}")
        line = row(label, *acts)
        line.setStretch(0, 1)
        parts: list[Any] = [line]
        if self._unfolded == paper.uuid:
            keep = partial(holding.send_paper, self._store, paper.uuid)
            form = self._panel.form(
                MeetingPaper,
                PAPER,
                lambda values: keep(values, self._panel),
                3,
                about=f"paper {paper.uuid}",
                halves=True,
            )
            form.say_of(paper.title).load(paper)
            parts.append(form)
        return _holder(*parts)

    def _table(self, paper: MeetingPaper) -> None:
        """A paper that nobody could read before: that is said, and the day may be moved for it."""
        uuid = paper.meeting_id
        self._hands.do(uuid, partial(holding.send_paper, self._store, paper.uuid, {"tabled": True}))
        self._panel.context.say(
            f"“{paper.title}” is marked as tabled: nobody could read it beforehand. Should the meeting have another day?",
            "info",
            (("Move the day", partial(self._hands.move, uuid)),),
        )

    def _act(self, title: str, deed: Callable[[], object]) -> QPushButton:
        return button(title, lambda: self._hands.do(self._one.meeting.uuid, deed), "link")

    def _answered(self, person_id: str, answer: str) -> None:
        context = self._panel.context
        context.attempt(lambda: booking.change_person(self._store, person_id, {"answer": answer}, self._panel))

    def _invite(self, name: str) -> None:
        uuid = self._one.meeting.uuid
        self._hands.do(f"also {uuid}", lambda: booking.add_person(self._store, uuid, {"name": name}))

    def _add_paper(self, title: str) -> None:
        uuid = self._one.meeting.uuid
        values: Mapping[str, Any] = {"title": title, "due_on": booking.papers_due(self._store, uuid)}
        self._hands.do(f"paper {uuid}", lambda: holding.add_paper(self._store, uuid, values))


def _dates(person: MeetingPerson) -> str:
    said = [
        f"{words} {written_day(day)}"
        for words, day in (
            ("invited", person.invited_on), ("reminded", person.reminded_on), ("views asked for", person.asked_on),
            ("views came", person.received_on),
        )
        if day is not None
    ]  # fmt: skip
    return "".join(f", {words}" for words in said)


def _next_step(person: MeetingPerson) -> tuple[str, str] | None:
    """What is noted next of somebody with one press, and the field of its day."""
    if person.invited_on is None and person.part != "pupil":
        return "Invited today", "invited_on"
    if person.asked_on is None:
        return "Asked for views today", "asked_on"
    if person.received_on is None:
        waits = person.answer in ("", "none") and person.reminded_on is None and person.part != "pupil"
        return ("Reminded today", "reminded_on") if waits else ("Views came today", "received_on")
    return None


def _stands(paper: MeetingPaper) -> str:
    to = f" to {paper.to_whom}" if paper.to_whom else ""
    if paper.sent_on is not None:
        return f"sent{to} on {written_day(paper.sent_on)}" + (", tabled" if paper.tabled else "")
    if paper.tabled:
        return f"tabled at the meeting{to}"
    return f"not out{to}" + (f", due {written_day(paper.due_on)}" if paper.due_on else "")


def _holder(*parts: Any) -> QWidget:
    holder = QWidget()
    holder.setLayout(column(*parts, gap=2))
    return holder
