"""The last targets, rated together: three large answers in the school's own words, what shows it, and the child's own view."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from gradesk.model.plans.cycle import TargetOutcome
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import PUPIL_RATINGS
from gradesk.services.meetings import holding
from gradesk.services.meetings.kinds import Step
from gradesk.services.meetings.minutes import Minutes
from gradesk.services.plans import progress, reviews
from gradesk.services.plans.reviews import ReviewLine
from gradesk.services.school import school
from gradesk.services.school.school import Label
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.scale import ScaleEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.screens.meeting.lines import LineList
from gradesk.ui.screens.meeting.room import Room, StepPage


class TargetsPage(StepPage):
    """One card a target."""

    def __init__(self, room: Room, step: Step) -> None:
        super().__init__(room, step)
        self.ratings: dict[str, ScaleEditor] = {}
        self.own: dict[str, ScaleEditor] = {}
        self.forms: dict[str, Form] = {}
        self._scale: tuple[Label, ...] = ()
        self._cards = QVBoxLayout()
        self._cards.setSpacing(12)
        self._shown: tuple[Any, ...] = ()
        self.nothing = PlainLabel("There is no plan with targets to look back at yet.", "quiet")
        self.reviews = QCheckBox("This is the review: rate them")
        self.reviews.clicked.connect(lambda: self._turn())
        self.lines = LineList(room, step.code, "How it goes: a line, and Enter", differs=room.differ, may_decide=False)
        self.before = PlainLabel("", "quiet")
        self.setLayout(column(self.before, self.reviews, self.nothing, self._cards, self.lines, None))

    def show_minutes(self, found: Minutes) -> None:
        """Show each target with what is said of it."""
        store = self.room.context.store
        page = reviews.page(store, found.open_cycle_id) if found.open_cycle_id else None
        lines = page.lines if page is not None else ()
        rated = found.cycle_id is not None
        day = found.reviewed_on
        said = f"The targets were reviewed {day_words(day, store.clock.today())}" if day is not None else ""
        self.before.setText(f"{said}; tick the box only if this is a review again." if said else "")
        self.before.setVisible(bool(said) and found.open_cycle_id is not None)
        self.reviews.setVisible(found.open_cycle_id is not None)
        self.reviews.setChecked(rated)
        self.lines.setVisible(not rated)
        self.lines.show_lines(found.at(self.step.code))
        self._scale = page.scale if page is not None else ()
        self.nothing.setVisible(not lines)
        told = (rated, self.room.shows_all, *((line.target.uuid, len(line.points)) for line in lines))
        if told != self._shown:
            self._shown = told
            clear(self._cards)
            self.ratings, self.own, self.forms = {}, {}, {}
            for number, line in enumerate(lines, start=1):
                self._cards.addWidget(self._card(number, line) if rated else _looked_at(number, line))
        for line in lines if rated else ():
            outcome = line.outcome or TargetOutcome(rating_id=None, pupil_rating="", evidence="")
            self.ratings[line.target.uuid].show(outcome.rating_id)
            self.own[line.target.uuid].show(outcome.pupil_rating)
            self.forms[line.target.uuid].load(outcome)

    def begin(self) -> None:
        """On the first target without an answer."""
        waiting = (scale for scale in self.ratings.values() if scale.value() is None)
        first = next(waiting, next(iter(self.ratings.values()), None))
        if first is not None:
            first.widget.setFocus()
        else:
            self.lines.begin()

    def flush(self) -> bool:
        """Keep the words of evidence."""
        self.keep()
        return self.lines.add() and not any(form.unsent() for form in self.forms.values())

    def spoken(self, found: Minutes) -> list[str]:
        """Each target with its answer, in the child's words where there are any."""
        if found.cycle_id is None:
            return [one.words for one in found.may_leave if one.step == self.step.code]
        words = school.every_rating(self.room.context.store)
        said = []
        for line in reviews.page(self.room.context.store, found.cycle_id).lines:
            rating = words.get(line.outcome.rating_id or "") if line.outcome is not None else None
            if rating is not None and line.outcome is not None:
                own = PUPIL_RATINGS.label(line.outcome.pupil_rating)
                said.append(
                    " ".join(
                        filter(
                            None,
                            (
                                f"{_wording(line)} {rating.words}.",
                                line.outcome.evidence.strip(),
                                f"{found.first_name} says: {own}." if own else "",
                            ),
                        )
                    )
                )
        return said

    def _card(self, number: int, line: ReviewLine) -> QWidget:
        room, uuid = self.room, line.target.uuid
        rating = ScaleEditor([(label.uuid, label.words) for label in three_first(self._scale)])
        rating.name(f"How target {number} went")
        for place, made in enumerate(rating.widget.findChildren(QPushButton)):
            made.setProperty("large", place < 3)
        rating.edited.connect(lambda: self._rate(uuid, {"rating_id": rating.value()}))
        own = ScaleEditor([(term.code, term.label) for term in PUPIL_RATINGS])
        own.name(f"{room.minutes.first_name}’s own answer to target {number}")
        own.edited.connect(lambda: self._rate(uuid, {"pupil_rating": own.value() or ""}))
        form = room.form(TargetOutcome, ("evidence",), partial(self._keep, uuid), f"outcome {uuid}", ahead=False)
        form.say_of(f"target {number}")
        self.ratings[uuid], self.own[uuid], self.forms[uuid] = rating, own, form
        parts: list[Any] = [PlainLabel(f"{number}. {_wording(line)}", "heading"), rating.widget, form]
        if line.points:
            notes = "note" if len(line.points) == 1 else f"{len(line.points)} notes"
            parts.append(flow(self._from_notes(uuid, line, f"Say what the {notes} of this target show")))
        parts += [PlainLabel(f"{room.minutes.first_name} says", "field"), own.widget]
        if room.shows_all:
            seen = progress.line(line.target, line.points).words if line.points else "No notes between reviews."
            parts.append(PlainLabel(f"Starting point: {line.target.baseline}. {seen}", "quiet"))
        return card(*parts)

    def _from_notes(self, uuid: str, line: ReviewLine, words: str) -> QPushButton:
        """What stands in a note may be for staff alone: it is shown when it is asked for, and can be worded anew."""

        def take() -> None:
            self._rate(uuid, {"evidence": progress.suggested_evidence(line.points)})
            self.forms[uuid].focus_on("evidence")

        return button(words, take, "link")

    def _turn(self) -> None:
        store, uuid, on = self.room.context.store, self.room.minutes.meeting.uuid, self.reviews.isChecked()
        if self.room.attempt(lambda: holding.review_in_it(store, uuid, on=on)):
            self.begin()

    def _rate(self, uuid: str, values: Mapping[str, Any]) -> None:
        self.forms[uuid].flush()
        self.room.attempt(lambda: self._keep(uuid, values))

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        cycle_id = self.room.minutes.cycle_id
        if cycle_id is not None:
            reviews.rate(self.room.context.store, cycle_id, uuid, values, self.room, from_notes=False)


def _looked_at(number: int, line: ReviewLine) -> QWidget:
    """A target as it stands, where nobody rates it today."""
    return card(PlainLabel(f"{number}. {_wording(line)}", "heading"))


def three_first(scale: Sequence[Label]) -> list[Label]:
    """The values of a scale: not yet, partly and yes first, whatever else the school has behind them."""
    wanted = ((False, False), (True, False), (True, True))  # moved, reached
    found = [next((one for one in scale if (one.is_movement, one.is_success) == pair), None) for pair in wanted]
    first = [one for one in found if one is not None]
    return [*first, *(one for one in scale if one not in first)]


def _wording(line: ReviewLine) -> str:
    words = line.target.pupil_wording.strip() or line.target.staff_wording.strip() or "Not worded."
    return words if words.endswith((".", "!", "?")) else f"{words}."
