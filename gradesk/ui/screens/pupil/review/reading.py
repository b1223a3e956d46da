"""A recorded review as a page to read: what was decided and why, each target with what was found, and who said what."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QWidget

from gradesk.model.plans.cycle import Review
from gradesk.model.plans.target import Target
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import DECISIONS
from gradesk.services.plans import cycle_days
from gradesk.services.plans.cycles import CyclePage
from gradesk.services.school.school import Label
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column, row
from gradesk.ui.screens.pupil.facts import Facts, found_facts
from gradesk.ui.screens.pupil.panel import Panel


class ReadReview(QWidget):
    """One recorded review. `turn` is called with its uuid by the button that opens its day, or closes it again."""

    def __init__(
        self,
        panel: Panel,
        page: CyclePage,
        labels: Mapping[str, Label],
        targets: Sequence[Target],
        turn: Callable[[str], object],
        *,
        is_open: bool,
    ) -> None:
        super().__init__()
        assert page.review is not None
        self._panel, self._review = panel, page.review
        parts: list[Any] = [self._head(page, turn, is_open=is_open)]
        if is_open:
            parts.append(self._day())
        parts.append(PlainLabel(f"{DECISIONS.label(self._review.decision)}. {self._review.reason}"))
        outcomes = {row.target_id: row for row in page.outcomes}
        for number, target in enumerate(targets, start=1):
            outcome = outcomes.get(target.uuid)
            rated = labels.get(outcome.rating_id or "") if outcome else None
            if outcome is None or rated is None:
                continue
            words = " ".join((target.pupil_wording or target.staff_wording or "not worded").split())
            facts = Facts(panel.context.look)
            facts.show_facts(found_facts((outcome, rated.words), panel.context.words().say))
            parts += [PlainLabel(f"Target {number}: {words}", "heading"), facts]
        views = Facts(panel.context.look)
        views.show_facts(self._views())
        parts.append(views)
        self.setLayout(column(card(*parts)))

    def _head(self, page: CyclePage, turn: Callable[[str], object], *, is_open: bool) -> Any:
        today = self._panel.context.store.clock.today()
        told = "" if self._review.with_home else ", without the parent carer"
        words = f"Cycle {page.cycle.number}, reviewed {day_words(self._review.happened_on, today)}{told}"
        act = button(
            "Done" if is_open else "Change the day", partial(turn, self._review.uuid), "link",
            "What was said and decided stays as it was recorded; the day, and whether home was there, can be put right",
        )  # fmt: skip
        act.setAccessibleName(f"{act.text()}: {words}")
        head = row(PlainLabel(words, "title"), act)
        head.setStretch(0, 1)
        return head

    def _day(self) -> QWidget:
        keep = partial(cycle_days.correct_review, self._panel.context.store, self._review.uuid)
        about = f"review day {self._review.uuid}"
        form = self._panel.form(Review, ("happened_on", "with_home"), keep, 2, about=about)
        form.load(self._review)
        return form

    def _views(self) -> list[tuple[str, str]]:
        review, say = self._review, self._panel.context.words().say
        return [
            (say("{Pupil}’s own view"), review.pupil_view),
            ("Parent carer’s view", review.parent_view),
            ("What was done at home", review.home_done),
            ("Staff’s view", review.staff_view),
            ("Next review", written_day(review.next_review_on)),
        ]
