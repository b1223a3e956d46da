"""What was done about this pupil, day by day; what was deleted, to bring back; who has which papers; who asks for everything."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import partial

from PySide6.QtWidgets import QFrame, QPushButton, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gradesk.services.custody import history
from gradesk.services.custody.history import Entry
from gradesk.services.custody.telling import FieldChange, done
from gradesk.services.evidence import measure_catalogue
from gradesk.services.pupils import access
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import card, clear, column, flow, row
from gradesk.ui.screens.pupil.access.card import AccessCard
from gradesk.ui.screens.pupil.copies_card import Copies
from gradesk.ui.screens.pupil.panel import Panel

LONGEST = 300  # characters of a value shown
AT_ONCE = 2  # changes told in the sentence itself
TELLING = 40  # characters from which a change is as telling as any longer one
FEW = 3  # deleted records that stand unfolded
LINES = 14  # of the list that are in sight at least


class HistoryTab(Panel):
    """Reads the journal; what was deleted and the copies given are folded under one line of buttons."""

    kinds = frozenset(
        {"given_copy", "passport_version", "plan_version", "staff_member", "access_request", "access_decision"}
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.tree = QTreeWidget()
        self.tree.setHeaderHidden(True)
        self.tree.setAccessibleName("History, newest first")
        self.tree.setUniformRowHeights(True)
        self.tree.setMinimumHeight(self.tree.fontMetrics().lineSpacing() * LINES)
        self._gone = QVBoxLayout()
        self.gone = QFrame()
        self.gone.setLayout(self._gone)
        self.copies = Copies(self)
        self.given = card(PlainLabel("Copies given", "heading"), self.copies)
        self.gone_button = _folds(self.gone, "Deleted, and kept")
        self.given_button = _folds(self.given, "Copies given")
        self.asked = AccessCard(self)
        self.asked_button = _folds(self.asked, "Everything, for whoever asks")
        self.asked_button.toggled.connect(lambda shown: self.asked.open() if shown else None)
        self.copies.line.textChanged.connect(lambda words: self.given_button.setChecked(True) if words else None)
        self.setLayout(
            column(
                flow(self.gone_button, self.given_button, self.asked_button),
                self.gone,
                self.asked,
                self.tree,
                self.given,
                margin=16,
                gap=8,
                grows=self.tree,
            )
        )

    def turn_words(self) -> None:
        """There is nothing to open on what was."""
        self.remark("Nothing is changed here; it tells what was.")

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Take a request for everything in hand."""
        if record in {one.uuid for one in access.of_pupil(self.context.store, self.pupil_id)}:
            self.asked_button.setChecked(True)
            return self.asked.open(record)
        return super().go_to(record, at)

    def reload(self) -> None:
        """Read journal and copies anew."""
        self.copies.show_pupil(self.pupil_id)
        self.asked.show_pupil()
        store = self.context.store
        self.tree.clear()
        found = history.entries(store, self.pupil_id)
        measures = {code: one.name for code, one in measure_catalogue.catalogue(store).items()}
        several = len({entry.actor for entry in found}) > 1
        for day, entries in itertools.groupby(found, key=lambda entry: entry.at.astimezone().date()):
            heading = QTreeWidgetItem([f"{day:%A} {day.day} {day:%B %Y}"])
            font = heading.font(0)
            font.setBold(True)
            heading.setFont(0, font)
            self.tree.addTopLevelItem(heading)
            for entry in entries:
                heading.addChild(self._told(entry, measures, several=several))
            heading.setExpanded(True)
        self._show_gone()

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
        words = f"{local:%H:%M}  {done(entry.label)}{undone}{who}.{f' {first}{more}.' if first else ''}".replace(
            "..", "."
        )
        item = QTreeWidgetItem([words])
        item.setToolTip(0, tip("; ".join(lines) or words))
        for line in lines if more else ():
            item.addChild(QTreeWidgetItem([line.replace("\n", " ")]))
        return item

    def _phrase(self, change: FieldChange, measures: dict[str, str]) -> str:
        say = self.context.words().say
        before, after = (measures.get(one, one) if change.label == "Measure" else one for one in _cut(change))
        # Only what Gradesk itself says has places for the school's words; what people wrote stays as it is.
        label = say(change.label)
        return FieldChange(
            change.kind, label, *(say(one) if one in PLACES else one for one in (before, after))
        ).sentence

    def _show_gone(self) -> None:
        clear(self._gone)
        found = history.deleted(self.context.store, self.pupil_id)
        self.gone_button.setVisible(bool(found))
        self.gone_button.setText(f"Deleted, and kept: {len(found):,}")
        self.gone_button.setChecked(0 < len(found) <= FEW)
        for kind, uuid, words in found[:20]:
            back = button("Bring back", partial(self._restore, kind, uuid), "link")
            back.setAccessibleName(f"Bring back: {words}")
            self._gone.addLayout(row(back, PlainLabel(words), None))

    def _restore(self, kind: str, uuid: str) -> None:
        if self.attempt(lambda: history.bring_back(self.context.store, kind, uuid)):
            self.context.done("It is back.", "good")


PLACES = ("{Pupil}", "{SENCO}", "{ILP}")


def _cut(change: FieldChange) -> tuple[str, str]:
    return change.before[:LONGEST], change.after[:LONGEST]


def _folds(part: QWidget, words: str) -> QPushButton:
    """A button that shows a part and hides it again; folded to begin with."""
    made = button(words, lambda: part.setVisible(made.isChecked()), "choice")
    made.setCheckable(True)
    made.toggled.connect(part.setVisible)
    part.hide()
    return made
