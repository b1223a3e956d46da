"""Beginning a plan: which kind, and what it starts from."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from gradesk.services.plans import beginning, plan_types
from gradesk.services.plans.beginning import Sources
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel, caption
from gradesk.ui.kit.layouts import card, clear, column, flow, row


class BeginCard(QWidget):
    """Offers every way to begin; `begun` is called with the new plan's uuid."""

    def __init__(
        self, context: Context, pupil_id: str, begun: Callable[[str], object], closed: Callable[[], object] | None
    ) -> None:
        super().__init__()
        self._context = context
        self._pupil_id = pupil_id
        self._begun = begun
        self._mate_box = QWidget()
        self._mates = QVBoxLayout(self._mate_box)
        self._mates.setContentsMargins(0, 0, 0, 0)
        found = beginning.sources(context.store, pupil_id)
        kinds = plan_types.plan_types(context.store)
        self.kind = ChoiceEditor([(kind.code, kind.label) for kind in kinds])
        self.kind.fit_contents()
        self.kind.widget.setAccessibleName("Kind of plan")
        if found.last is not None:
            self.kind.show(found.last.kind.code)
        say = context.words().say
        close = [None, button("Not now", closed, "link")] if closed else [None]
        self.setLayout(
            column(
                card(
                    row(PlainLabel(say("Begin a plan"), "heading", wrap=False), *close),
                    PlainLabel(
                        "It starts from strengths and interests, has the views of pupil and parent carer, "
                        "and two to four targets.",
                        "quiet",
                    ),
                    flow(PlainLabel("Kind of plan", "field", wrap=False), self.kind.widget),
                    *self._ways(found),
                    self._mate_box,
                )
            )
        )

    def focus_first(self) -> None:
        """Put the focus on the likeliest way to begin."""
        self._main.setFocus()

    def _ways(self, found: Sources) -> list[QWidget]:
        ways: list[tuple[str, str, Callable[[], object]]] = []
        if found.last is not None:
            count = len(found.carried)
            goes = "1 target goes on" if count == 1 else f"{count} targets go on" if count else "all targets were met"
            told = "The words of the last plan and its unmet targets; each last result is the new starting point."
            ways.append((f"From the last cycle: {goes}", told, partial(self._begin, beginning.begin_from_last)))
        if found.known:
            told = "The passport’s strengths and what helps, hopes, and the findings of the assess stage."
            ways.append(("From what is known", told, partial(self._begin, beginning.begin_from_known)))
        if found.mates:
            told = "Only what adults do, never a word about the other child."
            ways.append(("With a class mate’s strategies …", told, partial(self._offer_mates, found)))
        ways.append(("From nothing", "An empty plan.", partial(self._begin, beginning.begin)))
        made: list[QWidget] = []
        for place, (label, told, run) in enumerate(ways):
            act = button(label, run, "" if place else "main")
            if place == 0:
                self._main = act
            made.append(_way(act, told))
        return made

    def _begin(self, how: Callable[..., str], *more: Any) -> None:
        made: list[str] = []

        def deed() -> None:
            made.append(how(self._context.store, self._pupil_id, *more, self.kind.value()))

        if self._context.attempt(deed):
            self._begun(made[0])

    def _offer_mates(self, found: Sources) -> None:
        clear(self._mates)
        choice = ChoiceEditor([("", "Choose a class mate"), *found.mates])
        choice.fit_contents()
        choice.widget.setAccessibleName("Class mate")
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        choice.edited.connect(lambda: self._offer_strategies(lines, choice.value()))
        self._mates.addWidget(flow(choice.widget))
        self._mates.addWidget(holder)
        choice.widget.setFocus()

    def _offer_strategies(self, lines: QVBoxLayout, mate: str) -> None:
        clear(lines)
        offered = beginning.strategies_of(self._context.store, mate) if mate else []
        if mate and not offered:
            lines.addWidget(PlainLabel("This plan has no strategy that is free of personal words.", "quiet"))
        if not offered:
            return
        boxes = [QCheckBox(caption(words)) for words in offered]
        for box in boxes:
            box.setAccessibleName(box.text())
            lines.addWidget(box)
        pairs = list(zip(offered, boxes, strict=True))
        begin = button("Begin with these", lambda: self._with_strategies(_ticked(pairs)), "main")
        lines.addWidget(flow(begin))
        boxes[0].setFocus()

    def _with_strategies(self, chosen: list[str]) -> None:
        if not chosen:
            self._context.say("No strategy is ticked; nothing was begun. Tick those that suit.", "problem")
            return
        self._begin(beginning.begin_with_strategies, chosen)


def _way(act: QWidget, told: str) -> QWidget:
    return flow(act, PlainLabel(told, "quiet"))


def _ticked(pairs: list[tuple[str, QCheckBox]]) -> list[str]:
    return [words for words, box in pairs if box.isChecked()]
