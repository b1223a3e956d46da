"""A plan as it is written: the list of its parts, and the one in hand open beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from gradesk.model.plans.target import ProgressPoint, Target
from gradesk.model.vocabulary import AREAS
from gradesk.services.plans.agreeing import Missing
from gradesk.services.plans.plans import PlanPage
from gradesk.ui.parts.keeping import Keep
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.plan.agree import AgreeCard
from gradesk.ui.screens.pupil.plan.checks import ChecksCard
from gradesk.ui.screens.pupil.plan.entries import WIDTH, Entries, Entry
from gradesk.ui.screens.pupil.plan.frame import PlanFrame
from gradesk.ui.screens.pupil.plan.own import OwnPart
from gradesk.ui.screens.pupil.plan.target import TargetEditor

PLAN, AGREEMENT = "plan", "agreement"
SHORT = 76  # letters of a target's wording in the list
NAMED = 2  # missing things named in a line of the list


@dataclass(frozen=True)
class Asks:
    """What the parts ask of the tab."""

    keep: Keep
    listed: Callable[[str], object]
    on_target: Callable[[str, str], object]
    unfolded: Callable[[bool | None], bool]
    went: Callable[[str], object]


class Writing:
    """The parts of one plan by key (a target's is its uuid), of which one is in sight."""

    def __init__(self, panel: Panel, frame: PlanFrame, page: PlanPage, asks: Asks, names: Sequence[str]) -> None:
        look = panel.context.look
        self._panel, self._frame, self._asks = panel, frame, asks
        has_targets = "targets" in page.blocks
        self.entries = Entries(asks.listed, narrow=look.theme.is_large, targets=has_targets)
        look.fit(self.entries, lambda theme: self.entries.be_wide(theme.px(WIDTH)))
        self.entries.chosen.connect(asks.went)
        self.own = OwnPart(panel, page, asks.keep)
        self.targets = {
            target.uuid: TargetEditor(panel, number, target, asks.on_target, asks.unfolded, names)
            for number, target in enumerate(page.targets, start=1)
        }
        self.parts: dict[str, OwnPart | TargetEditor | AgreeCard] = {PLAN: self.own, **self.targets}
        self.key, self._is_shown = PLAN, False
        frame.left.addWidget(self.entries)

    def add_agreement(self, card: AgreeCard) -> None:
        """The agreement is a part like the others."""
        self.parts[AGREEMENT] = card

    def place(self, checks: ChecksCard) -> None:
        """Put the parts on the page, and the reading along under them."""
        for part in self.parts.values():
            part.hide()
            self._frame.parts.addWidget(part)
        self._frame.parts.addWidget(checks)
        for uuid, editor in self.targets.items():
            if self._panel.holds(f"target {uuid}"):
                editor.open()

    def show(self, key: str) -> None:
        """Bring a part in sight; the plan itself where there is none of that key."""
        key = key if key in self.parts else PLAN
        if key != self.key or not self._is_shown:
            self._panel.unsay_remark()
        self.key, self._is_shown = key, True
        if (editor := self.targets.get(self.key)) is not None:
            editor.open()
        for other, part in self.parts.items():
            part.setVisible(other == self.key)
        self.entries.show_rows(self.entries.rows, self.key, list(self.targets))

    def neighbour(self, key: str) -> str:
        """What is chosen when a target is gone: the one after it, else the one before."""
        keys = list(self.targets)
        place = keys.index(key)
        return next(iter([*keys[place + 1 : place + 2], *keys[max(place - 1, 0) : place]]), PLAN)

    def load(self, page: PlanPage, notes: Mapping[str, Sequence[ProgressPoint]], lacks: Sequence[Missing]) -> None:
        """Show the words as they stand."""
        self.own.load(page)
        for target in page.targets:
            self.targets[target.uuid].load(target, notes[target.uuid], is_agreed=bool(page.versions))
        self.entries.show_rows(self._rows(page, lacks), self.key, list(self.targets))

    def _rows(self, page: PlanPage, lacks: Sequence[Missing]) -> list[Entry]:
        own = _named(lacks, None)
        rows = [Entry(PLAN, "The plan itself", _lacking(own) or "Strengths, views, days")]
        for number, target in enumerate(page.targets, start=1):
            area = AREAS.label(target.area) if target.area else ""
            beside = " · ".join(filter(None, (area, _lacking(_named(lacks, target.uuid)))))
            rows.append(Entry(target.uuid, f"{number}  {_short(target)}", beside))
        if AGREEMENT in self.parts:
            first = "1 thing is missing first" if len(lacks) == 1 else f"{len(lacks)} things are missing first"
            rows.append(Entry(AGREEMENT, "Agreement", first if lacks else "Nothing is missing"))
        return rows


def _short(target: Target) -> str:
    words = " ".join((target.pupil_wording or target.does or target.staff_wording or "Not worded yet").split())
    return words if len(words) <= SHORT else f"{words[:SHORT].rstrip()}…"


def _named(lacks: Sequence[Missing], target_id: str | None) -> list[str]:
    return list(dict.fromkeys(lack.short or lack.words for lack in lacks if lack.target_id == target_id))


def _lacking(words: Sequence[str]) -> str:
    if not words:
        return ""
    rest = f" and {len(words) - NAMED} more" if len(words) > NAMED else ""
    return f"Missing: {', '.join(words[:NAMED])}{rest}"
