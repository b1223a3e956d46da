"""The tab History of the school: what was done to its own records, what was deleted, and who opened, looked and printed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QStackedWidget, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from gradesk.model.journal import EVENTS
from gradesk.services.custody import gone, history, watching
from gradesk.services.custody.watching import Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, clear, column, flow
from gradesk.ui.parts.told_history import LINES, HistoryTree, gone_line

DONE, DELETED, WATCHED = "done", "deleted", "watched"
VIEWS = [(DONE, "What was done"), (DELETED, "Deleted, and kept"), (WATCHED, "Who looked")]
MOST = 100  # deleted records that are shown


class HistoryPage(QWidget):
    """What is about a pupil stands on the pupil's own page; here is the rest, and what changed no record at all."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.view = ChoiceEditor(VIEWS)
        self.view.widget.setAccessibleName("What is shown")
        self.view.fit_contents()
        self.kind = ChoiceEditor([("", "Everything"), *((one.code, one.label) for one in EVENTS)])
        self.kind.widget.setAccessibleName("Only this kind")
        self.kind.fit_contents()
        self.told = PlainLabel("", "quiet")
        self.tree = HistoryTree(context, "What was done to the school’s records, newest first")
        self._gone = QVBoxLayout()
        bin_ = QWidget()
        holder = column(gap=6)
        holder.addLayout(self._gone)
        holder.addStretch(1)
        bin_.setLayout(holder)
        self.events = QTreeWidget()
        self.events.setAccessibleName("Who opened, looked and printed, newest first")
        self.events.setHeaderLabels(["When", "Who", "What"])
        self.events.setRootIsDecorated(False)
        self.events.setUniformRowHeights(True)
        self.events.setMinimumHeight(self.events.fontMetrics().lineSpacing() * LINES)
        self.events.itemActivated.connect(lambda item, _column: self._open(item))
        self.older = button("Older ones …", self._more, "link")
        watched = QWidget()
        watched.setLayout(column(self.events, flow(self.older), gap=6, grows=self.events))
        self.pages = QStackedWidget()
        for page in (self.tree, ScrollPage(bin_), watched):
            self.pages.addWidget(page)
        self.view.edited.connect(self.reload)
        self.kind.edited.connect(self.reload)
        inside = QWidget()
        inside.setLayout(
            column(flow(self.view.widget, self.kind.widget), self.told, self.pages, margin=16, gap=8, grows=self.pages)
        )
        self.setLayout(column(ScrollPage(inside)))  # large letters make the lists taller than a small display

    def flush(self) -> None:
        """Nothing is typed here."""

    def reload(self) -> None:
        """Read what is chosen anew."""
        store, view = self._context.store, str(self.view.value())
        self.kind.widget.setVisible(view == WATCHED)
        self.pages.setCurrentIndex([code for code, _ in VIEWS].index(view))
        if view == DONE:
            found = history.entries(store)
            self.tree.show_entries(found)
            self.told.setText("" if found else "Nothing was done to the school’s own records yet.")
        elif view == DELETED:
            self._show_gone()
        else:
            self.events.clear()
            self._more()

    def _show_gone(self) -> None:
        clear(self._gone)
        found = gone.of_school(self._context.store)
        for one in found[:MOST]:
            erase = partial(self._context.go, "school", tab="leavers", record=one.uuid) if one.kind == "pupil" else None
            self._gone.addLayout(gone_line(one, partial(self._restore, one.kind, one.uuid), erase))
        kept = "Each is kept until it is brought back, or until the school erases it for good."
        more = f" The newest {MOST} of {len(found):,} are shown." if len(found) > MOST else ""
        pupils = self._context.words().say("What is a {pupil}’s stands on their page, under History.")
        self.told.setText(f"{kept if found else 'Nothing was deleted.'}{more} {pupils}")

    def _restore(self, kind: str, uuid: str) -> None:
        if self._context.attempt(lambda: history.bring_back(self._context.store, kind, uuid)):
            self._context.done("It is back.", "good")
            self.reload()

    def _more(self) -> None:
        last = self.events.topLevelItem(self.events.topLevelItemCount() - 1)
        before = int(last.data(0, Qt.ItemDataRole.UserRole)[0]) if last is not None else None
        found = watching.lines(self._context.store, str(self.kind.value() or ""), before=before)
        for one in found:
            self.events.addTopLevelItem(_item(one))
        for number in (0, 1):
            self.events.resizeColumnToContents(number)
        self.older.setVisible(len(found) == watching.AT_ONCE)
        count = self.events.topLevelItemCount()
        self.told.setText(
            "Written down by Gradesk itself, and sealed so that no line can be changed or taken out unseen. Enter on a line "
            "goes to the pupil it is about."
            if count
            else "Nothing of this kind was written down yet."
        )

    def _open(self, item: QTreeWidgetItem) -> None:
        pupil_id = item.data(0, Qt.ItemDataRole.UserRole)[1]
        if pupil_id:
            self._context.go("pupil", pupil_id=pupil_id)


def _item(one: Line) -> QTreeWidgetItem:
    local = one.at.astimezone()
    item = QTreeWidgetItem([f"{local:%a} {local.day} {local:%b %Y, %H:%M}", one.actor, one.words])
    item.setData(0, Qt.ItemDataRole.UserRole, (one.number, one.pupil_id))
    return item
