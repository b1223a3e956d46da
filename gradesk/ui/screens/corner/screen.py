"""The pupil's corner: the whole display for one child who answers beside an adult, one question at a time, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.model.plans.pupil_answer import PupilAnswer
from gradesk.services.meetings import said
from gradesk.services.plans import answers, passports
from gradesk.services.plans.answers import Question
from gradesk.services.pupils import around, pupils
from gradesk.system.refusal import Refused
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.banner import Banner
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import ScrollPage, column, row
from gradesk.ui.parts.keeping import kept_form
from gradesk.ui.screen import Screen, place_of
from gradesk.ui.screens.corner.around import Begin, Nobody, ThankYou, WhatWasSaid
from gradesk.ui.screens.corner.asking import SHAPES, Asking
from gradesk.ui.screens.corner.marker import Marker

LEAVE = "Ctrl+Shift+F5"  # as in meeting mode
BEGIN, THANKS, SAID = "begin", "thank-you", "said"
Acts = Sequence[tuple[str, Callable[[], object]]]


class CornerScreen(Screen):
    """Asks, keeps each answer the moment it is given, and at the end puts them where they belong."""

    kinds = frozenset({"pupil_answer", "passport", "review", "plan", "meeting_line"})
    stands_alone = True

    def __init__(self, context: Context) -> None:
        self.banner = Banner()
        super().__init__(
            replace(
                context,
                say=self.banner.say,
                done=self._done,
                unsay=self.banner.unsay,
                accepted=self.banner.accepted,
            )
        )
        self.setObjectName("corner")
        self._desk = context
        self._pupil_id = self._meeting_id = self._name = self._place = ""
        self._day: date | None = None
        self._asked: list[Question] = []
        self._pages: dict[str, tuple[Asking, ScrollPage]] = {}
        self.marker = Marker(self)
        self.start = Begin(self._helper_form("helper at the beginning"))
        self.thanks = ThankYou()
        self.told = WhatWasSaid(self.context, self._helper_form("helper at the end"), self.put_in, self.leave)
        self._fixed = {
            BEGIN: ScrollPage(self.start),
            THANKS: ScrollPage(self.thanks),
            SAID: ScrollPage(self.told),
        }
        self._build()

    def _done(self, words: str, kind: str = "good", acts: Acts = (), /, wrote: Sequence[int] | None = None) -> None:
        del wrote  # what undoes it goes where it stands, which is not shown here
        self.banner.say(words, kind, acts)

    def _build(self) -> None:
        self.centre = QStackedWidget()
        self.nobody = Nobody(self.leave)
        for page in (*self._fixed.values(), self.nobody):
            self.centre.addWidget(page)
        self.backward = button("Back", self.previous, "", "Page Up")
        self.forward = button("", self.next, "main", "Enter or Page Down")
        self.count = PlainLabel("", "ask", wrap=False)
        self.foot = PlainLabel(f"Page Down: on    Page Up: back    {LEAVE}: leave the corner", "quiet")
        self.turns = QWidget()
        self.turns.setLayout(row(self.backward, None, self.count, None, self.forward, gap=16))
        layout = column(self.centre, self.turns, self.foot, gap=12, grows=self.centre)
        layout.setContentsMargins(36, 24, 36, 10)
        self.setLayout(column(layout, self.banner, gap=0))

    def arrive(self, **place: object) -> None:
        """Ask the questions of a `pupil_id`, perhaps in a `meeting_id`; or show what was said on a `day`."""
        pupil_id, day = str(place.get("pupil_id") or ""), str(place.get("day") or "")
        if pupil_id != self._pupil_id:
            self.marker.clear()
            self._forget()
        self.banner.hide()
        self._pupil_id, self._meeting_id = pupil_id, str(place.get("meeting_id") or "")
        self._day = date.fromisoformat(day) if day else None
        store = self.context.store
        try:
            self._asked = answers.questions(store, pupil_id)
        except Refused:  # nobody was named, or the child was deleted
            self._pupil_id, self._asked = "", []
            self._show_nobody()
            return
        self.turns.show()
        self._name = pupils.first_name(store, pupil_id)
        left = self._handed.get(place_of(self.here()), {}).pop(Marker.about, None)
        if left is not None:  # a child was answering when the program fell
            self.marker.retype(left)
        helpers = [one.helped_by for one in answers.on_day(store, pupil_id, self._day) if one.helped_by]
        last = "" if self._day is not None else answers.last_helper(store, pupil_id)
        self.marker.helper = self.marker.helper or next(iter(helpers), last)
        for form in (self.start.helper, self.told.helper):
            form.offer_people(around.adults(store, pupil_id))
            form.load(PupilAnswer(helped_by=self.marker.helper))
        self.start.show_name(self._name)
        self.thanks.show_name(self._name)
        self.go_to(SAID if self._day is not None else self.marker.place or BEGIN)
        self.is_fresh()

    def here(self) -> dict[str, object]:
        """Whose corner it is."""
        found: dict[str, object] = {"pupil_id": self._pupil_id}
        if self._meeting_id:
            found["meeting_id"] = self._meeting_id
        if self._day is not None:
            found["day"] = self._day.isoformat()
        return found

    def pupil_in_sight(self) -> str:
        """Whose corner it is."""
        return self._pupil_id

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.findChildren(Form):
            form.flush()

    def close_down(self) -> None:
        """Nothing is read any more."""
        self._pupil_id = ""

    def leave(self) -> None:
        """Back to where one was; every answer is kept."""
        self.flush()
        self.marker.clear()
        self._desk.back()

    def reload(self) -> None:
        """What is shown was changed elsewhere."""
        if self._pupil_id and self._place:
            self._show()

    @property
    def places(self) -> list[str]:
        """The pages in their order."""
        return [BEGIN, *(one.place for one in self._asked), THANKS, SAID]

    @property
    def page(self) -> Asking | None:
        """The question in sight, or none at the beginning and the end."""
        return self._pages[self._place][0] if self._place in self._pages else None

    def go_to(self, place: str) -> None:
        """Turn to a page; what is half typed is kept first."""
        self.flush()
        self._place = place if place in self.places else BEGIN
        self.marker.place = self._place if self._day is None else ""
        question = next((one for one in self._asked if one.place == self._place), None)
        if question is not None and self._place not in self._pages:
            made = SHAPES[question.shape](self, question)
            self._pages[self._place] = (made, ScrollPage(made))
            self.centre.addWidget(self._pages[self._place][1])
        holder = self._pages[self._place][1] if question is not None else self._fixed[self._place]
        self.centre.setCurrentWidget(holder)
        holder.verticalScrollBar().setValue(0)
        self._show()
        self._begin()

    def next(self) -> None:
        """On, as far as the last page: a key held down by a child puts nothing in, Enter there does."""
        if not self._place:
            self.leave()
            return
        if self._place == SAID:
            self._begin()
            return
        self.go_to(self.places[self.places.index(self._place) + 1])

    def previous(self) -> None:
        """Back one page."""
        if not self._place:
            return
        at = self.places.index(self._place)
        if at > 0 and self._day is None:
            self.go_to(self.places[at - 1])

    def put_in(self) -> None:
        """Put what is ticked where it goes, and leave."""
        self.flush()
        store, chosen = self.context.store, self.told.chosen()
        put: list[int] = []
        if not self.told.ticks:
            self.leave()
        elif self.context.attempt(
            lambda: put.append(said.put_in(store, self._pupil_id, chosen, self._day, self._meeting_id))
        ):
            self.leave()
            places = f"{put[0]} place{'' if put[0] == 1 else 's'}"
            given = passports.versions(store, self._pupil_id) if any(said.is_passport(one) for one in chosen) else ()
            stays = f" The passport that was given out stays as it is, version {given[0].number}." if given else ""
            self._desk.done(f"What {self._name} said is put in, in {places}.{stays}")

    def keep(self, question: Question, values: Mapping[str, Any]) -> None:
        """Keep a part of an answer."""
        more: dict[str, Any] = {"helped_by": self.marker.helper}
        if self._meeting_id:
            more["meeting_id"] = self._meeting_id
        answers.answer(self.context.store, self._pupil_id, question, {**values, **more}, self)
        self._say_turns()

    def choose(self, question: Question, values: Mapping[str, Any]) -> None:
        """Keep what was just chosen; what is refused is said, and the page shows what stands."""
        if not self.context.attempt(lambda: self.keep(question, values)):
            self._show()

    def words_form(self, question: Question) -> Form:
        """A form for the words of an answer, kept as they are typed."""
        about = f"answer {self._pupil_id} {question.place}"
        made = kept_form(self.context, PupilAnswer, ("words",), partial(self.keep, question), bare=True, about=about)
        return made.say_of(question.asks)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, wherever it has no other use."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            (self.put_in if self._place == SAID else self.next)()
            return
        super().keyPressEvent(event)

    def actions_here(self) -> list[Action]:
        """The keys of the corner."""
        return [
            Action("corner.leave", "Leave the corner", self.leave, LEAVE, "Go"),
            Action("corner.next", "On", self.next, "PgDown", "Go", also="Ctrl+Return"),
            Action("corner.previous", "Back", self.previous, "PgUp", "Go"),
        ]

    def _helper_form(self, about: str) -> Form:
        return kept_form(self.context, PupilAnswer, ("helped_by",), self._name_helper, about=about)

    def _name_helper(self, values: Mapping[str, Any]) -> None:
        who = " ".join(str(values["helped_by"]).split())
        self.marker.helper = who
        answers.name_helper(self.context.store, self._pupil_id, who, self._day)
        for form in (self.start.helper, self.told.helper):
            form.load(PupilAnswer(helped_by=who))

    def _show_nobody(self) -> None:
        self._place = ""
        self.marker.clear()
        self.turns.hide()
        self.centre.setCurrentWidget(self.nobody)
        self.nobody.act.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        """Another child has other pages."""
        for _, holder in self._pages.values():
            self.centre.removeWidget(holder)
            holder.deleteLater()
        self._pages = {}
        self._place = ""

    def _show(self) -> None:
        store = self.context.store
        if (page := self.page) is not None:
            found = answers.on_day(store, self._pupil_id)
            page.show_answer(next((one for one in found if answers.place(one) == self._place), None))
        elif self._place == SAID:
            self.told.show_told(self._name, said.told(store, self._pupil_id, self._day, self._meeting_id))
        self._say_turns()

    def _say_turns(self) -> None:
        at, asked = self.places.index(self._place), len(self._asked)
        self.count.setText(f"{at} of {asked}" if 0 < at <= asked else "")
        self.backward.setVisible(at > 0 and self._day is None)
        self.forward.setVisible(self._place != SAID)
        self.turns.setVisible(self._place != SAID or self._day is None)
        waits = self.page is not None and not self._is_answered()
        fixed = {BEGIN: "Begin", THANKS: "For the adult: what was said"}
        self.forward.setText(fixed.get(self._place, "Leave this one out" if waits else "Next"))
        restyle(self.forward, role="" if waits else "main")

    def _is_answered(self) -> bool:
        found = answers.on_day(self.context.store, self._pupil_id)
        return any(answers.place(one) == self._place for one in found)

    def _begin(self) -> None:
        if (page := self.page) is not None:
            page.begin()
        elif self._place == SAID and self.told.ticks:
            self.told.act.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._place == SAID:
            self.told.later.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self._place == BEGIN and not self.marker.helper:
            self.start.helper.focus_on("helped_by")  # who types at once is not understood as a press of the button
        else:
            self.forward.setFocus(Qt.FocusReason.OtherFocusReason)
