"""Reviews of a pupil: the one in hand, what was decided after a standstill, and those that were recorded."""

from __future__ import annotations

from contextlib import nullcontext
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from gradesk.model.plans.cycle import Review
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import NEXT_STEPS, STAGES
from gradesk.services.plans import cycles, next_steps, plans, reviews
from gradesk.services.plans.cycles import CyclePage
from gradesk.services.plans.next_steps import Stuck
from gradesk.services.school import school
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import TextEditor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.scale import ScaleEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.review.form import ReviewForm
from gradesk.ui.screens.pupil.review.reading import ReadReview
from gradesk.ui.screens.pupil.rounds import Round

NEWEST = 3  # reviews in sight before “All reviews”


class ReviewTab(Panel):
    """Writes the review of the open cycle and shows those before."""

    kinds = frozenset({"cycle", "review", "target_outcome", "target", "plan", "progress_point", "next_step", "rating"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._form: ReviewForm | None = None
        self._round = Round()
        self._shown: tuple[object, ...] | None = None
        self._stuck_shown: tuple[object, ...] | None = None
        self._stuck, self._now, self._before = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._before.setSpacing(8)
        self._correcting = ""  # the recorded review whose day is open
        self._all_of = ""  # the pupil of whom every review is shown
        self.setLayout(column(self._stuck, self._now, self._before, None, margin=16, gap=12))

    @property
    def form_shown(self) -> ReviewForm | None:
        """The review in hand, if one is shown."""
        return self._form

    def reload(self) -> None:
        """Show the review of the open cycle, built anew only when its targets changed."""
        found = cycles.cycles(self.context.store, self.pupil_id)
        current = next((page for page in found if page.cycle.closed_on is None), None)
        self._show_now(current)
        self._show_stuck(next_steps.stuck(self.context.store, self.pupil_id))
        before = [page for page in reversed(found) if page.review is not None]
        with self.rebuilding() if self._correcting else nullcontext():
            self._show_before(before)

    # The review in hand -----------------------------------------------------------------------------------------

    def _show_now(self, current: CyclePage | None) -> None:
        if current is None:
            self._shown, self._form = None, None
            with self.rebuilding():
                clear(self._now)
            words = "A review closes a cycle of assess, plan, do, review. Agree a plan, and its cycle opens."
            self._now.addWidget(card(EmptyState("No open cycle", words, "Go to the plan", self._to_plan)))
            return
        page = reviews.page(self.context.store, current.cycle.uuid)
        begun = page.review is not None or current.cycle.stage == "review" or self._form is not None
        shape = (
            current.cycle.uuid,
            tuple(line.target.uuid for line in page.lines),
            begun,
            page.plan and page.plan.uuid,
            tuple((label.uuid, label.label, label.symbol) for label in page.scale),
        )
        if shape == self._shown:
            if self._form is not None:
                self._form.load(page)
            return
        same = self._shown is not None and self._shown[0] == current.cycle.uuid
        self._shown = shape
        with self.rebuilding():
            clear(self._now)
            self._form = None
            held = self.holds(f"views {current.cycle.uuid}") or self.holds(f"ending {current.cycle.uuid}")
            if held or (begun and (page.review is not None or current.cycle.stage == "review" or same)):
                self._build_form(current)
            else:
                self._offer(current)

    def _offer(self, current: CyclePage) -> None:
        today = self.context.store.clock.today()
        due = current.cycle.review_due_on
        when = f" Its review is due {day_words(due, today)}." if due else ""
        words = f"Cycle {current.cycle.number} is at {STAGES.label(current.cycle.stage)}.{when}"
        if current.cycle.plan_id is None:
            words = f"{words} It has no plan yet."
            begin = EmptyState("The next plan", words, "Begin the next plan", self._to_plan, "Review now", self.begin)
            self._now.addWidget(card(begin))
            return
        self._now.addWidget(card(EmptyState("No review begun", words, "Review now", self.begin)))

    def next_missing(self) -> None:
        """Go to the next thing the review lacks."""
        self.flush()
        current = cycles.current(self.context.store, self.pupil_id)
        if self._form is None or current is None:
            self.begin()
            return
        missing = reviews.lacks(reviews.page(self.context.store, current.cycle.uuid))
        if missing:
            at = self._round.next(current.cycle.uuid, missing)
            self._form.take_to(missing[at])
            self.context.say(f"Still missing, {at + 1} of {len(missing)}: {missing[at].words}. F6 goes on.", "info")
        else:
            self.context.say("Nothing is missing; Ctrl+Enter records the review.", "good")

    def begin(self) -> None:
        """Begin to review the open cycle."""
        current = cycles.current(self.context.store, self.pupil_id)
        if current is None:
            self.context.say("No cycle is open, so there is nothing to review yet. Agree a plan first.", "info")
            return
        if self._form is None:
            clear(self._now)
            self._build_form(current)
            if self._shown is not None:
                self._shown = (*self._shown[:2], True, *self._shown[3:])  # the form stays when the page is read anew
        assert self._form is not None
        self._form.focus_first()

    def _build_form(self, current: CyclePage) -> None:
        page = reviews.page(self.context.store, current.cycle.uuid)
        # A child with a plan is not put forward for the assessment that leads to one.
        has_plan = self.page is not None and self.page.status is not None and self.page.status.status == "E"
        self._form = ReviewForm(self, page, self._recorded, ("request",) if has_plan else ())
        self._now.addWidget(self._form)

    def _recorded(self, review: Review) -> None:
        self._shown, self._form = None, None
        self.reload()
        self.to_top()
        if review.decision == "step_off":
            self.context.done(
                "Recorded. To end SEN support, change the status in Details; it offers the watch list.", "good"
            )
        elif next_steps.stuck(self.context.store, self.pupil_id) is not None:
            self.context.done("Recorded. Cycles passed without movement: see the card about what comes next.", "info")
        else:
            following = (("Begin the next plan", self._to_plan),)
            self.context.done("The review is recorded. Begin the next plan from the last cycle.", "good", following)

    def _to_plan(self) -> None:
        self.context.go("pupil", pupil_id=self.pupil_id, tab="plan", begin=True)

    # After cycles without movement ------------------------------------------------------------------------------

    def _show_stuck(self, found: Stuck | None) -> None:
        decided = found.decided if found else None
        key = (
            self.pupil_id,
            found.cycle_id if found else "",
            decided.choice if decided else "",
            decided and decided.reason,
        )
        if key == self._stuck_shown:
            return
        self._stuck_shown = key
        with self.rebuilding():
            self._build_stuck(found)

    def _build_stuck(self, found: Stuck | None) -> None:
        clear(self._stuck)
        if found is None:
            return
        decided = found.decided
        head = PlainLabel(_standstill(found), "heading")
        if decided is not None:
            today = self.context.store.clock.today()
            words = (
                f"{NEXT_STEPS.label(decided.choice)}, decided {day_words(decided.happened_on, today)}. {decided.reason}"
            )
            change = button("Decide anew", partial(self._offer_choices, found), "link")
            self._stuck.addWidget(card(head, PlainLabel(words), flow(change), role="warm"))
            return
        self._offer_choices(found)

    def _offer_choices(self, found: Stuck) -> None:
        clear(self._stuck)
        head = PlainLabel(_standstill(found), "heading")
        told = "Unmet targets with support that was given are evidence, not failure. The graduated approach offers:"
        meanings = "\n".join(f"{term.label}: {term.meaning}." for term in NEXT_STEPS)
        choice = ScaleEditor([(term.code, term.label) for term in NEXT_STEPS])
        choice.name("What comes next")
        reason = TextEditor(2)
        reason.widget.setAccessibleName("Reason for the decision")
        act = button("Record what was decided", lambda: self._decide(choice, reason), "main")
        self._stuck.addWidget(
            card(
                head, PlainLabel(told), PlainLabel(meanings, "quiet"), choice.widget, PlainLabel("Reason", "field"),
                reason.widget, flow(act), role="warm",
            )
        )  # fmt: skip
        if found.decided is not None:
            choice.show(found.decided.choice)
            reason.show(found.decided.reason)
        self.unsent(reason, f"step {found.cycle_id}")

    def _decide(self, choice: ScaleEditor, reason: TextEditor) -> None:
        chosen, why = choice.value() or "", reason.value()
        if not chosen:
            self.context.say("Choose what comes next; nothing was recorded.", "problem")
            choice.widget.setFocus()
            return
        if self.attempt(lambda: next_steps.decide(self.context.store, self.pupil_id, chosen, why)):
            self.let_go("step ")
            self.setFocus()
            self.context.done("Recorded, with its reason and today’s date.", "good")

    # Reviews that were recorded -----------------------------------------------------------------------------------

    def _show_before(self, pages: list[CyclePage]) -> None:
        clear(self._before)
        if not pages:
            return
        self._before.addWidget(PlainLabel("Reviews before", "heading"))
        labels = school.every_rating(self.context.store)
        shown = pages if self._all_of == self.pupil_id else pages[:NEWEST]
        plan_ids = [page.review.plan_id for page in shown if page.review is not None and page.review.plan_id]
        targets = plans.targets_of_plans(self.context.store, plan_ids)
        for page in shown:
            assert page.review is not None
            of_plan = targets.get(page.review.plan_id or "", ())
            is_open = self._correcting == page.review.uuid
            self._before.addWidget(ReadReview(self, page, labels, of_plan, self._correct_day, is_open=is_open))
        if len(shown) < len(pages):
            self._before.addWidget(flow(button(f"All {len(pages)} reviews", self._show_all, "link")))

    def _show_all(self) -> None:
        self._all_of = self.pupil_id
        self.reload()

    def turn_words(self) -> None:
        """Open the day of the newest recorded review to be put right, or close it again."""
        found = [page.review for page in cycles.cycles(self.context.store, self.pupil_id) if page.review is not None]
        if self._form is not None or not found:
            super().turn_words()
        else:
            self._correct_day(found[-1].uuid)

    def _correct_day(self, uuid: str) -> None:
        self.flush()
        self._correcting = "" if self._correcting == uuid else uuid
        self.reload()
        for form in self.findChildren(Form):
            if form.about == f"review day {uuid}" and not is_gone(form):
                form.focus_on("happened_on")


def _standstill(found: Stuck) -> str:
    cycles_passed = "1 cycle" if found.cycles == 1 else f"{found.cycles} cycles"
    return f"{cycles_passed} without movement: what comes next?"
