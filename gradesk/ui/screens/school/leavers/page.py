"""The tab Leavers: who is to be decided on, the one in hand, everybody else who left, the rules, and what was erased."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.services.pupils import leaving
from gradesk.services.pupils.leaving import Leaver
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import LineEditor
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, row
from gradesk.ui.screens.school.leavers.decision_card import DecisionCard
from gradesk.ui.screens.school.leavers.erased_card import ErasedCard
from gradesk.ui.screens.school.leavers.rules_card import RulesCard

SHOWN = 50  # of those who need no decision; a part of a name finds the others


class LeaversPage(QWidget):
    """Nobody goes by a click: a leaver is taken in hand first, and erasing asks for the passphrase."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._found: list[Leaver] = []
        self.due_lines, self.other_lines = QVBoxLayout(), QVBoxLayout()
        self.decision = DecisionCard(context, self.reload)
        self.rules = RulesCard(context)
        self.erased = ErasedCard(context)
        self.finder = LineEditor()
        self.finder.line.setPlaceholderText("Part of a name")
        self.finder.line.setAccessibleName("Find among those who left")
        fleeting(self.finder.line)
        self.finder.line.textChanged.connect(lambda _words: self._show_others())
        self.more = PlainLabel("", "quiet")
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("Leavers", "title"),
                card(
                    PlainLabel("To decide on", "heading"),
                    PlainLabel("Looked at once a year, from July on: keep, with a reason, or erase for good.", "quiet"),
                    self.due_lines,
                ),
                self.decision,
                card(PlainLabel("Everybody else who left", "heading"), self.finder.line, self.other_lines, self.more),
                self.rules,
                self.erased,
                None,
                margin=16,
                gap=12,
            )
        )
        self.paged = ScrollPage(inside)
        self.setLayout(column(self.paged))

    def reload(self) -> None:
        """Read everything anew; what is being decided stays in hand."""
        self._found = leaving.leavers(self._context.store)
        today = self._context.store.clock.today()
        due = [one for one in self._found if one.is_due(today)]
        self._fill(self.due_lines, due)
        if not due:
            self.due_lines.addWidget(PlainLabel("✓ Nobody: of all who left, the time has come for none."))
        self._show_others()
        self.decision.renew()
        self.rules.reload()
        self.erased.reload()

    def flush(self) -> None:
        """Keep a rule that is being typed."""
        self.rules.flush()

    def choose(self, pupil_id: str) -> None:
        """Take a pupil in hand, also one who has not left."""
        if not self._found:
            self.reload()
        self.decision.show_pupil(pupil_id)
        self.paged.ensureWidgetVisible(self.decision)

    def _show_others(self) -> None:
        today, part = self._context.store.clock.today(), self.finder.value().casefold().strip()
        others = [one for one in self._found if not one.is_due(today) and part in one.name.casefold()]
        self._fill(self.other_lines, others[:SHOWN])
        if not others:
            words = (
                "Nobody of that name has left." if part else "Nobody has left yet; when somebody does, they stand here."
            )
            self.other_lines.addWidget(PlainLabel(words, "quiet"))
        left = len(others) - SHOWN
        self.more.setText(f"{left:,} more; type a part of a name." if left > 0 else "")
        self.more.setVisible(left > 0)

    def _fill(self, lines: QVBoxLayout, leavers: Sequence[Leaver]) -> None:
        clear(lines)
        for one in leavers:
            label = PlainLabel(told(one))
            decide = button("Decide …", partial(self.choose, one.uuid))
            decide.setAccessibleName(f"Decide on {one.name}")
            line = QWidget()
            across = row(label, decide)
            across.setStretch(0, 1)
            line.setLayout(across)
            lines.addWidget(line)


def told(one: Leaver) -> str:
    """A leaver in a line: when they left, until when they are kept and why."""
    parts = [one.name, f"left on {one.left_on:%d/%m/%Y}"]
    if one.hold is not None:
        parts.append(f"■ legal hold since {one.hold.happened_on:%d/%m/%Y}: {one.hold.reason}")
    if one.kept is not None:
        parts.append(f"kept, look again on {one.kept.next_on:%d/%m/%Y}: {one.kept.reason}")
    elif one.keep_until is None:
        parts.append(f"until when cannot be reckoned: {one.why}")
    else:
        parts.append(f"until {one.keep_until:%d/%m/%Y} ({one.why})")
    return " · ".join(parts)
