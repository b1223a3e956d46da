"""The journal as a person reads it: a tree of days with what was done on each; and a line for what was deleted."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QTreeWidget, QTreeWidgetItem

from gradesk.model.base import fields_of
from gradesk.services.custody.gone import Gone
from gradesk.services.custody.history import Entry
from gradesk.services.custody.telling import KINDS, FieldChange, done
from gradesk.services.evidence import measure_catalogue
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import row

LONGEST = 300  # characters of a value shown
AT_ONCE = 2  # changes told in the sentence itself
TELLING = 40  # characters from which a change is as telling as any longer one
LINES = 14  # of the list that are in sight at least
# The choices that Gradesk offers with places for the school’s words in them.
PLACES = frozenset(
    term.label
    for entity in KINDS.values()
    for info in fields_of(entity)
    for term in info.choices or ()
    if "{" in term.label
)


class HistoryTree(QTreeWidget):
    """Day by day in sentences, the newest first."""

    def __init__(self, context: Context, name: str = "History, newest first") -> None:
        super().__init__()
        self._context = context
        self.setHeaderHidden(True)
        self.setAccessibleName(name)
        self.setUniformRowHeights(True)
        self.setMinimumHeight(self.fontMetrics().lineSpacing() * LINES)

    def show_entries(self, found: Sequence[Entry]) -> None:
        """Show these."""
        self.clear()
        measures = {code: one.name for code, one in measure_catalogue.catalogue(self._context.store).items()}
        several = len({entry.actor for entry in found}) > 1
        for day, entries in itertools.groupby(found, key=lambda entry: entry.at.astimezone().date()):
            heading = QTreeWidgetItem([f"{day:%A} {day.day} {day:%B %Y}"])
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            self.addTopLevelItem(heading)
            for entry in entries:
                heading.addChild(self._told(entry, measures, several=several))
            heading.setExpanded(True)

    def _told(self, entry: Entry, measures: dict[str, str], *, several: bool) -> QTreeWidgetItem:
        local = entry.at.astimezone()
        # Under the heading of its day a day says nothing; words say more than numbers and ticks.
        that_day = f"{local:%a} {local.day} {local:%b %Y}"
        telling = sorted(
            (one for one in entry.changes if one.after != that_day), key=lambda one: -len(one.after[:TELLING])
        )
        lines = list(dict.fromkeys(self._phrase(change, measures) for change in telling))
        more = f"; and {len(lines) - AT_ONCE} more" if len(lines) > AT_ONCE else ""
        first = "; ".join(line.replace("\n", " ") for line in lines[:AT_ONCE])
        who = f" ({entry.actor})" if several else ""
        undone = " (taken back)" if entry.undone else ""
        about = f": {entry.about}" if entry.about else ""
        words = f"{local:%H:%M}  {done(entry.label)}{about}{undone}{who}.{f' {first}{more}.' if first else ''}".replace(
            "..", "."
        )
        item = QTreeWidgetItem([words])
        item.setToolTip(0, tip("; ".join(lines) or words))
        for line in lines if more else ():
            item.addChild(QTreeWidgetItem([line.replace("\n", " ")]))
        return item

    def _phrase(self, change: FieldChange, measures: dict[str, str]) -> str:
        say = self._context.words().say
        before, after = (measures.get(one, one) if change.label == "Measure" else one for one in _cut(change))
        # Only what Gradesk itself says has places for the school's words; what people wrote stays as it is.
        label = say(change.label)
        return FieldChange(
            change.kind, label, *(say(one) if one in PLACES else one for one in (before, after))
        ).sentence


def gone_line(one: Gone, restore: Callable[[], object], erase: Callable[[], object] | None = None) -> QHBoxLayout:
    """A deleted record with the button that brings it back: what, when, and by whom; of a pupil also the way to erase it."""
    back = button("Bring back", restore, "link")
    back.setAccessibleName(f"Bring back: {one.words}")
    local = one.at.astimezone()
    by = f", by {one.actor}" if one.actor else ""
    told = PlainLabel(f"deleted {local:%a} {local.day} {local:%b %Y, %H:%M}{by}", "quiet")
    words = PlainLabel(one.words)
    line = row(back, words, told)
    line.setStretch(line.indexOf(words), 1)
    line.setStretch(line.indexOf(told), 1)
    if erase is not None:
        away = button("Erase for good …", erase, "link")
        away.setAccessibleName(f"Erase for good: {one.words}")
        line.addWidget(away)
    return line


def _cut(change: FieldChange) -> tuple[str, str]:
    return change.before[:LONGEST], change.after[:LONGEST]
