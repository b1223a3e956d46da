"""What the checks of wording found, as a quiet list: Enter on one asks for help with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from gradesk.model.rules.words.wording import Finding
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.layouts import column

NOTHING = "Nothing to say: specific and complete."
_COUNTS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve")


def counted(number: int) -> str:
    """How many findings there are, in words up to twelve."""
    many = _COUNTS[number] if number < len(_COUNTS) else f"{number:,}"
    return f"{many} thing{'' if number == 1 else 's'} to look at"


class _List(QListWidget):
    """The findings. Enter asks for help; digits are left to whoever stands around."""

    asked = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar ask for help with the current one."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.asked.emit()
            return
        if event.text().isdigit():
            event.ignore()
            return
        super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As high as six findings; more are scrolled to."""
        rows = [self.sizeHintForRow(place) for place in range(min(self.count(), 6))]
        return QSize(240, sum(max(height, 0) for height in rows) + 2 * self.frameWidth() + 4)

    def minimumSizeHint(self) -> QSize:
        """One finding."""
        return QSize(120, self.fontMetrics().lineSpacing() * 4)


class FindingsView(QWidget):
    """A count in words and the findings. `help_asked` hands back the finding that Enter or a double click was on.

    `where` says of which place a finding speaks, such as “Target 2, starting point”.
    """

    help_asked = Signal(object)

    def __init__(self, where: Callable[[Finding], str] | None = None) -> None:
        super().__init__()
        self._where = where or (lambda _finding: "")
        self.findings: tuple[Finding, ...] = ()
        self.count = SpokenLabel(NOTHING, "quiet")
        self.list = _List()
        self.list.setAccessibleName("What could be said otherwise")
        self.list.setWordWrap(True)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.list.asked.connect(self._ask)
        self.list.itemDoubleClicked.connect(lambda _item: self._ask())
        self.list.hide()
        self.setLayout(column(self.count, self.list, gap=4))
        self.setFocusProxy(self.list)

    @property
    def current(self) -> Finding | None:
        """The finding the list stands on."""
        place = self.list.currentRow()
        return self.findings[place] if 0 <= place < len(self.findings) else None

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what was found now; the place in the list stays where it was, if it is still there."""
        if tuple(findings) == self.findings and self.list.count() == len(self.findings):
            return
        before, place = self.current, self.list.currentRow()
        self.findings = tuple(findings)
        self.list.clear()
        for finding in self.findings:
            self.list.addItem(QListWidgetItem(self._line(finding)))
        if self.findings:
            same = next((at for at, one in enumerate(self.findings) if one == before), None)
            self.list.setCurrentRow(same if same is not None else min(max(place, 0), len(self.findings) - 1))
        self.count.setText(counted(len(self.findings)) if self.findings else NOTHING)
        self.list.setVisible(bool(self.findings))
        self.list.updateGeometry()

    def _line(self, finding: Finding) -> str:
        where = self._where(finding)
        said = f" “{finding.words}”" if finding.words else ""
        key = "Enter puts it right." if finding.replacement is not None else "Enter goes there."
        first = f"{where}: {finding.label[0].lower()}{finding.label[1:]}{said}" if where else f"{finding.label}{said}"
        return f"{first}\n{finding.reason} {finding.help} {key}"

    def _ask(self) -> None:
        if self.current is not None:
            self.help_asked.emit(self.current)
