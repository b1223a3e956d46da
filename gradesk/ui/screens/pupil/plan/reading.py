"""An agreed plan as a page to read: its words, its targets with their measure, and how they go."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from gradesk.model.base import fields_of
from gradesk.model.plans.plan import BLOCK_BY_CODE, Plan
from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.vocabulary import ADULTHOOD, AREAS
from gradesk.services.plans.plans import PlanPage
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, column
from gradesk.ui.screens.pupil.facts import Facts, Found, found_facts
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.progress import ProgressStrip
from gradesk.ui.screens.pupil.plan.support import SupportLines


class ReadTarget(QWidget):
    """One target to read, with a line to note a small step."""

    def __init__(self, panel: Panel, number: int, target: Target, begin: Callable[[str], object]) -> None:
        super().__init__()
        self._say = panel.context.words().say
        self.number, self.target = number, target
        self.steps = ProgressStrip(panel, target)
        self.heading, self._sentence = PlainLabel("", "heading"), PlainLabel("")
        self._facts = Facts(panel.context.look)
        self.support = SupportLines(panel.context, number, target.uuid, begin)
        self.setLayout(column(card(self.heading, self._sentence, self._facts, self.support, self.steps)))

    def load(self, target: Target, notes: Sequence[ProgressPoint], found: Found | None) -> None:
        """Show the words and the steps as they stand, and what its review found."""
        self.target = target
        first = target.pupil_wording or target.staff_wording or "not worded yet"
        self.heading.setText(f"Target {self.number}: {' '.join(first.split())}")
        self._sentence.setText(target.staff_wording if target.pupil_wording else "")
        self._sentence.setVisible(bool(self._sentence.text()))
        self._facts.show_facts([*self._told(target), *(found_facts(found, self._say) if found is not None else [])])
        self.steps.show_notes(target, notes)

    def _told(self, target: Target) -> list[tuple[str, str]]:
        labels = {info.name: self._say(info.label) for info in fields_of(Target)}
        who = ", ".join(filter(None, (target.who, target.how_often, target.how_long, target.place)))
        strand = ADULTHOOD.label(target.adulthood) if target.adulthood else ""
        return [
            (labels["baseline"], target.baseline),
            (labels["success_criterion"], target.success_criterion),
            (labels["how"], target.how),
            (f"{'In the plan’s words: who' if self.support.is_served else 'Who'} helps, how often and where", who),
            (labels["by_when"], written_day(target.by_when)),
            (labels["area"], AREAS.label(target.area) if target.area else ""),
            (labels["home_part"], target.home_part),
            (labels["adulthood"], strand),
        ]


class ReadPlan(QWidget):
    """The plan's own words before the targets, and those that stand behind them."""

    def __init__(self, panel: Panel, page: PlanPage, targets: Sequence[ReadTarget], agree: QWidget | None) -> None:
        super().__init__()
        self._panel = panel
        self._before, self._after = Facts(panel.context.look), Facts(panel.context.look)
        self._after_card = card(self._after)
        before = page.blocks[: page.blocks.index("targets")] if "targets" in page.blocks else page.blocks
        self._first = sum(len(BLOCK_BY_CODE[code].fields) for code in before)
        self._title = PlainLabel(page.kind.label, "title")
        parts: list[QWidget] = [card(self._title, self._before), *targets, self._after_card]
        self.setLayout(column(*parts, *([agree] if agree is not None else []), gap=10))

    def load(self, page: PlanPage, lead: str) -> None:
        """Show the words as they stand."""
        say = self._panel.context.words().say
        labels = {info.name: say(info.label) for info in fields_of(Plan)}
        days = f"{written_day(page.plan.starts_on)} to {written_day(page.plan.review_on) or 'no day yet'}"
        own = [(labels[name], str(getattr(page.plan, name) or "")) for name in page.fields]
        first = self._first
        self._before.show_facts([*own[:first], ("From, and reviewed on", days), (labels["lead_id"], lead)])
        self._after.show_facts(own[first:])
        self._after_card.setVisible(any(words.strip() for _, words in own[first:]))
