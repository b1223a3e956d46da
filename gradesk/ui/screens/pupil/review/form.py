"""The review of one cycle: every target with its evidence, the views, one decision, and what is still missing."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradesk.model.plans.cycle import Review, TargetOutcome
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import DECISIONS, PUPIL_RATINGS
from gradesk.services.plans import progress, reviews
from gradesk.services.plans.reviews import Lack, ReviewLine, ReviewPage
from gradesk.services.term import serving
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.scale import ScaleEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.kit.pictures.spark import Spark, SparkPoint
from gradesk.ui.screens.pupil.panel import Panel

VIEWS = ("pupil_view", "parent_view", "home_done", "staff_view")
ENDING = ("happened_on", "decision", "next_review_on", "with_home", "reason")
NOTES_SHOWN = 3


class RatedTarget(QWidget):
    """One target with what was planned, what was seen, and how it stands now."""

    def __init__(
        self,
        panel: Panel,
        number: int,
        line: ReviewLine,
        page: ReviewPage,
        changed: Callable[[], None],
        support: Sequence[str],
    ) -> None:
        super().__init__()
        self._panel, self._cycle_id, self._changed = panel, page.cycle.uuid, changed
        self._line = line
        say = panel.context.words().say
        self.rating = ScaleEditor([(label.uuid, label.words) for label in page.scale])
        self.rating.name(f"Outcome of target {number}")
        self.rating.edited.connect(self._rated)
        self.own = ScaleEditor([(term.code, term.label) for term in PUPIL_RATINGS])
        self.own.name(say(f"{{Pupil}}’s own rating of target {number}"))
        self.own.edited.connect(lambda: self._keep({"pupil_rating": self.own.value() or ""}))
        columns = 1 if panel.context.look.theme.is_large else 2
        self.form = panel.form(
            TargetOutcome,
            ("evidence", "support_given"),
            self._keep,
            columns,
            halves=True,
            about=f"outcome {page.cycle.uuid} {line.target.uuid}",
        )
        self.form.say_of(f"target {number}")
        parts: list[Any] = [PlainLabel(f"Target {number}: {line.target.staff_wording or 'not worded'}", "heading")]
        parts += [PlainLabel(words, "quiet") for words in _planned(line, say)]
        parts += [PlainLabel(f"Support for it: {words}", "quiet") for words in support]
        parts += self._seen(line)
        outcome = column(PlainLabel("Outcome", "field"), self.rating.widget, None, gap=4)
        own = column(PlainLabel(say("{Pupil}’s own rating"), "field"), self.own.widget, None, gap=4)
        parts.append((row if columns == 2 else column)(outcome, own, gap=16))
        parts.append(self.form)
        self.setLayout(column(card(*parts)))

    def load(self, line: ReviewLine) -> None:
        """Show what is written of it."""
        self._line = line
        outcome = line.outcome or TargetOutcome(rating_id=None, pupil_rating="", evidence="", support_given="")
        self.rating.show(outcome.rating_id)
        self.own.show(outcome.pupil_rating)
        self.form.load(outcome)

    def focus_on(self, field: str) -> None:
        """Put the cursor on the scale or in a field."""
        if field == "rating_id":
            self.rating.widget.setFocus()
        else:
            self.form.focus_on(field)

    def _seen(self, line: ReviewLine) -> list[QWidget]:
        if not line.points:
            return [PlainLabel("No notes between reviews.", "quiet")]
        today = self._panel.context.store.clock.today()
        found = progress.line(line.target, line.points)
        look = self._panel.context.look
        spark = Spark(lambda: look.theme)
        steps = [SparkPoint(step.day, step.height) for step in found.steps]
        spark.show_line(found.start, steps, found.goal, found.lower_is_better, found.words)
        notes = [f"{day_words(row.happened_on, today)}: {row.words}" for row in reversed(line.points[-NOTES_SHOWN:])]
        return [flow(spark, PlainLabel(found.words, "quiet")), PlainLabel("\n".join(notes))]

    def _rated(self) -> None:
        self.form.flush()  # evidence half typed is kept before the notes could stand in for it
        self._keep({"rating_id": self.rating.value()})

    def _keep(self, values: Mapping[str, Any]) -> None:
        reviews.rate(self._panel.context.store, self._cycle_id, self._line.target.uuid, values, self._panel)
        self._changed()


def _planned(line: ReviewLine, say: Callable[[str], str]) -> list[str]:
    target = line.target
    support = ", ".join(part for part in (target.who, target.how_long, target.how_often, target.place) if part)
    found = [
        (say("In the {pupil}’s words"), target.pupil_wording),
        ("Starting point", target.baseline),
        ("We will know by", target.success_criterion),
        ("Support planned", ". ".join(part for part in (target.how.strip().rstrip("."), support) if part)),
        ("Last time", line.last),
    ]
    return [f"{name}: {' '.join(words.split())}" for name, words in found if words.strip()]


class ReviewForm(QWidget):
    """Writes a review as it is typed; recording it is one deliberate act. `done` is called with the review's uuid."""

    def __init__(
        self, panel: Panel, found: ReviewPage, done: Callable[[Review], object], without: Collection[str] = ()
    ) -> None:
        super().__init__()
        self._panel, self._cycle_id, self._done = panel, found.cycle.uuid, done
        today = panel.context.store.clock.today()
        serves = serving.of_targets(panel.context.store, [line.target.uuid for line in found.lines])
        support = {uuid: [one.words(today) for one in some] for uuid, some in serves.items()}
        self.targets = {
            line.target.uuid: RatedTarget(panel, number, line, found, self.refresh, support.get(line.target.uuid, ()))
            for number, line in enumerate(found.lines, start=1)
        }
        columns = 1 if panel.context.look.theme.is_large else 2
        self.views = panel.form(Review, VIEWS, self._keep, columns, halves=True, about=f"views {found.cycle.uuid}")
        choices = [("", "Choose what comes next")]
        choices += [(term.code, term.label) for term in DECISIONS if term.code not in without]
        self.ending = panel.form(
            Review, ENDING, self._keep, 3, {"decision": choices}, about=f"ending {found.cycle.uuid}"
        )
        self.opens_next = QCheckBox("Open the next cycle, with this review’s findings in its Assess stage")
        self.opens_next.setChecked(True)
        self.opens_next.toggled.connect(lambda _on: self.refresh())
        self._missing = QVBoxLayout()
        self.act = button("Record the review", self.record, "main", "Closes the cycle; the words stay as they are now")
        parts: list[Any] = [PlainLabel(f"Review of cycle {found.cycle.number}", "heading")]
        if not self.targets:
            parts.append(PlainLabel("This cycle has no plan with targets, so there is nothing to rate.", "quiet"))
        parts += self.targets.values()
        parts.append(card(PlainLabel("Views", "heading"), self.views))
        parts.append(
            card(PlainLabel("What comes next", "heading"), self.ending, self.opens_next, self._missing, flow(self.act))
        )
        self.setLayout(column(*parts, gap=10))
        self.load(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter records."""
        wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if wanted and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.record()
            return
        super().keyPressEvent(event)

    def load(self, found: ReviewPage) -> None:
        """Show what is written; what is being typed is left alone."""
        for line in found.lines:
            if line.target.uuid in self.targets:
                self.targets[line.target.uuid].load(line)
        review = found.review or Review(
            happened_on=self._panel.context.store.clock.today(),
            next_review_on=None,
            with_home=True,
            **dict.fromkeys((*VIEWS, "decision", "reason"), ""),
        )
        self.views.load(review)
        self.ending.load(review)
        self._show_missing(found)

    def refresh(self) -> None:
        """Read again what is written, after a word of it was kept."""
        self.load(reviews.page(self._panel.context.store, self._cycle_id))

    def record(self) -> None:
        """Record the review and close the cycle; a refusal is said, everything typed stays, the cursor goes to the lack."""
        self._panel.flush()
        store = self._panel.context.store
        opens_next = self.opens_next.isChecked()
        if self._panel.attempt(lambda: reviews.record(store, self._cycle_id, opens_next=opens_next)):
            review = reviews.page(store, self._cycle_id).review
            assert review is not None
            self._done(review)
            return
        lacks = reviews.lacks(reviews.page(store, self._cycle_id), opens_next=opens_next)
        if lacks:
            self.take_to(lacks[0])

    def take_to(self, lack: Lack) -> None:
        """Put the cursor where something is missing."""
        if lack.field == "plan":
            self._panel.context.go("pupil", pupil_id=self._panel.pupil_id, tab="plan")
        elif lack.target_id is not None:
            self.targets[lack.target_id].focus_on(lack.field)
        else:
            for form in (self.views, self.ending):
                form.focus_on(lack.field)

    def focus_first(self) -> None:
        """Put the cursor on the first outcome."""
        first = next(iter(self.targets.values()), None)
        if first is not None:
            first.focus_on("rating_id")
        else:
            self.views.focus_on("pupil_view")

    def _keep(self, values: Mapping[str, Any]) -> None:
        reviews.change(self._panel.context.store, self._cycle_id, values, self._panel)
        self.refresh()

    def _show_missing(self, found: ReviewPage) -> None:
        clear(self._missing)
        lacks = reviews.lacks(found, opens_next=self.opens_next.isChecked())
        if not lacks:
            self._missing.addWidget(PlainLabel("Nothing is missing; it can be recorded.", "field"))
            return
        self._missing.addWidget(PlainLabel("Still missing:", "field"))
        links = [button(lack.words[:1].upper() + lack.words[1:], partial(self.take_to, lack), "link") for lack in lacks]
        self._missing.addWidget(flow(*links, gap=2))
