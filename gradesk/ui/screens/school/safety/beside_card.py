"""A backup laid beside the school: what is gone, otherwise or new since, by pupil; what is chosen comes back in one step."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTreeWidget, QTreeWidgetItem, QWidget

from gradesk.services.safekeeping import beside
from gradesk.services.safekeeping.beside import HOW, Beside, Line
from gradesk.store.backups.backup_names import Kept
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.forms.secret import secret
from gradesk.ui.kit.labels import PlainLabel, tip
from gradesk.ui.kit.layouts import column, flow

MOST = 30  # backups that are offered by name
LINES = 12
SHARES = (0.3, 0.28, 0.21, 0.21)  # of the columns
UNFOLDED = 200  # lines that are shown at once
KINDS = "Backups (*.gdb)"


class BesideCard(QFrame):
    """Nothing is changed before something is brought back; that is one step, with one undo."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._task: tasks.Task | None = None
        self._path: Path | None = None
        self._newest = ""
        self.found: Beside | None = None
        self.setProperty("role", "card")
        self.which = ChoiceEditor([("", "")])
        self.which.widget.setAccessibleName("Which backup")
        self.look = button("Look into it", self.begin)
        self.other = button("Another file …", self.choose, "link")
        self.passphrase = secret("The passphrase of that time")
        self.passphrase.returnPressed.connect(self._again)
        self.asked = PlainLabel("This backup is under an older key. The passphrase of that time", "field")
        self.asked.setBuddy(self.passphrase)
        self.open = button("Open it", self._again)
        self._key = QWidget()
        self._key.setLayout(column(self.asked, self.passphrase, flow(self.open), gap=6))
        self.told = SpokenLabel("", "quiet")
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("What differs from the backup, by pupil")
        self.tree.setHeaderLabels(["Record", "How", "In the backup", "Now"])
        self.tree.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.tree.setUniformRowHeights(True)
        self.tree.setMinimumHeight(self.tree.fontMetrics().lineSpacing() * LINES)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)  # the columns share what there is
        self.tree.itemSelectionChanged.connect(self._chosen_changed)
        self.bring = button("Bring back what is chosen", self.bring_back, "main")
        self.leave = button("Close", self.put_away, "link")
        self._shown = QWidget()
        self._shown.setLayout(column(self.tree, flow(self.bring, self.leave), gap=6))
        self._choice = flow(self.which.widget, self.look, self.other)
        self.setLayout(
            column(
                PlainLabel("Look into a backup", "heading"),
                PlainLabel(
                    "Lays a backup beside the school as it is now. A record, a plan or all of a pupil can be brought back from it; "
                    "nothing else changes.",
                    "quiet",
                ),
                self._choice,
                self._key,
                self.told,
                self._shown,
                margin=14,
            )
        )
        self.put_away()

    def offer(self, kept: Sequence[Kept]) -> None:
        """Offer these backups, the newest first."""
        self.which.fit_contents()
        newest = self.which.value() == self._newest
        self.which.offer([(str(one.path), _named(one)) for one in kept[:MOST]] or [("", "None in reach")])
        self._newest = str(kept[0].path) if kept else ""
        if newest:  # it was the newest that was meant, not that of a minute ago
            self.which.show(self._newest)
        self.look.setEnabled(bool(kept))

    def choose(self) -> None:
        """One that lies elsewhere."""
        path = self._context.ask.open_file(self, "A backup of this school", KINDS)
        if path is not None:
            self._begin(path, "")

    def begin(self) -> None:
        """The one that is chosen."""
        if chosen := str(self.which.value() or ""):
            self._begin(Path(chosen), "")

    def put_away(self) -> None:
        """Forget what was found; nothing was changed."""
        self.found = None
        self.passphrase.clear()
        self.tree.clear()
        self.told.setText("")
        for part in (self._key, self._shown, self.told):
            part.hide()

    def bring_back(self) -> None:
        """Let what is chosen be as it was."""
        found = self.found
        if found is None:
            return
        chosen = self._chosen()
        count: list[int] = []
        store = self._context.store
        if self._context.attempt(lambda: count.append(beside.bring_back(store, found, chosen))):
            records = "1 record is" if count[0] == 1 else f"{count[0]:,} records are"
            self._context.done(f"{records} as in the backup again.", "good")
            if self._path is not None:
                self._begin(self._path, self.passphrase.text())

    def _begin(self, path: Path, passphrase: str) -> None:
        if self._task is not None:
            return
        self._path = path
        self.told.setText("Unpacking it aside and comparing …")
        self.told.show()
        store = self._context.store
        self._task = tasks.start(lambda count: beside.try_look(store, path, passphrase, count), self)
        self._task.done.connect(self._ended)
        self._task.refused.connect(self._refused)
        self._task.stopped.connect(partial(self._refused, ""))
        tasks.begin(self._task)

    def _again(self) -> None:
        if self._path is not None:
            self._begin(self._path, self.passphrase.text())

    def _refused(self, words: str) -> None:
        self._task = None
        self.told.setText(words)
        self.told.setVisible(bool(words))
        self._shown.hide()

    def _ended(self, result: Beside | str) -> None:
        self._task = None
        if isinstance(result, str):
            was_asked = self._key.isVisibleTo(self)
            self._key.show()
            self.told.setText(result if was_asked else "")
            self.passphrase.setFocus()
            return
        self._key.hide()
        self._show(result)

    def _show(self, found: Beside) -> None:
        self.found = found
        self.tree.clear()
        moment = f"{found.made_at.astimezone():%d/%m/%Y at %H:%M}"
        for pupil_id in found.pupils:
            lines = found.of(pupil_id)
            name = found.names.get(pupil_id, "") if pupil_id else "The school’s own records"
            head = QTreeWidgetItem([f"{name}: {len(lines):,}"])
            head.setData(0, Qt.ItemDataRole.UserRole, lines)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            self.tree.addTopLevelItem(head)
            for line in lines:
                head.addChild(_item(line))
        if len(found.lines) <= UNFOLDED:
            self.tree.expandToDepth(0)
        self._fit()
        gone = sum(one.can_come_back for one in found.lines)
        new = len(found.lines) - gone
        if found.lines:
            self.told.setText(
                f"The backup of {moment} has {found.records:,} records. Gone or otherwise now: {gone:,}. New since, which stay as "
                f"they are: {new:,}."
            )
        else:
            self.told.setText(
                f"The backup of {moment} has {found.records:,} records, and all of them are here as they were."
            )
        self._shown.setVisible(bool(found.lines))
        self._chosen_changed()
        if found.lines:
            self.tree.setCurrentIndex(self.tree.model().index(0, 0))
            self.tree.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share what room there is."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self.tree.viewport().width()
        for place, share in enumerate(SHARES):
            self.tree.setColumnWidth(
                place, int(room * share)
            )  # never a point more than there is, or it could be pushed aside

    def _chosen(self) -> list[Line]:
        found: dict[str, Line] = {}
        for item in self.tree.selectedItems():
            for line in item.data(0, Qt.ItemDataRole.UserRole) or ():
                found[line.uuid] = line
        return list(found.values())

    def _chosen_changed(self) -> None:
        coming = self.found.with_what_hangs_on(self._chosen()) if self.found is not None else []
        self.bring.setEnabled(bool(coming))
        self.bring.setText(f"Bring back what is chosen ({len(coming):,})" if coming else "Bring back what is chosen")


def _item(line: Line) -> QTreeWidgetItem:
    many = len(line.fields) > 1
    first = line.fields[0] if line.fields else ("", "", "")
    how = HOW[line.how] if many or not first[0] else f"{HOW[line.how]}: {first[0]}"
    item = QTreeWidgetItem([line.words, how, *(("", "") if many else _both(first))])
    for place in range(item.columnCount()):
        item.setToolTip(place, tip(line.words if place == 0 else item.text(place)))
    item.setData(0, Qt.ItemDataRole.UserRole, [line])
    for each in line.fields if many else ():
        child = QTreeWidgetItem([each[0], "", *_both(each)])
        child.setFlags(child.flags() & ~Qt.ItemFlag.ItemIsSelectable)
        item.addChild(child)
    return item


def _both(fields: tuple[str, str, str]) -> tuple[str, str]:
    return fields[1].replace("\n", " "), fields[2].replace("\n", " ")


def _named(one: Kept) -> str:
    place = one.path.parent.name or one.path.parent
    return f"{one.made_at.astimezone():%a %d/%m/%Y, %H:%M}, no. {one.number}, in {place}"
