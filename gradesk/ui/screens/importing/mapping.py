"""What each column was taken for, with samples, to be corrected by hand; and how the file was read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QGridLayout, QWidget

from gradesk.interchange.decoding import ENCODINGS
from gradesk.interchange.headers import catalogue
from gradesk.interchange.mapping import How
from gradesk.interchange.preview import Preview
from gradesk.interchange.table import Reading
from gradesk.ui.kit.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

HOW = {
    How.KNOWN: "known header",
    How.FITS: "the values fit",
    How.REMEMBERED: "as last time",
    How.CHOSEN: "you chose",
    How.UNUSED: "not used",
}


class MappingTable(QWidget):
    """One line a column: header, samples, and what it is taken for."""

    def __init__(
        self, preview: Preview, chosen: Callable[[dict[str, str]], None], reread: Callable[[Reading], None]
    ) -> None:
        super().__init__()
        self.boxes: dict[str, ChoiceEditor] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        for place, heading in enumerate(("Column in the file", "Taken for", "For example")):
            grid.addWidget(PlainLabel(heading, "field"), 0, place)
        known = catalogue()
        offered = [
            ("", "not used"),
            *((name, label) for name, label in known.labels.items() if name not in known.not_kept),
        ]
        for line, found in enumerate(preview.columns, start=1):
            box = ChoiceEditor(offered)
            box.show(found.field if found.kept else "")
            box.widget.setAccessibleName(f"“{found.header}” is")
            box.edited.connect(lambda key=found.key, box=box: chosen({key: box.value()}))
            self.boxes[found.header] = box
            grid.addWidget(
                PlainLabel(f"{found.header}\n({HOW[found.how] if found.kept else 'Gradesk has no place for it'})"),
                line,
                0,
            )
            grid.addWidget(box.widget, line, 1)
            grid.addWidget(PlainLabel(" · ".join(found.samples) or "(empty)", "quiet"), line, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        self.setLayout(column(*self._reading(preview, reread), grid))

    def _reading(self, preview: Preview, reread: Callable[[Reading], None]) -> list[QWidget]:
        table = preview.table
        parts: list[QWidget] = []
        if preview.accented:
            parts.append(PlainLabel(f"Do these names look right? {', '.join(preview.accented)}"))
        boxes: list[QWidget] = []
        if table.encoding:
            box = ChoiceEditor([(name, f"Encoding: {name}") for name in ENCODINGS])
            box.show(table.encoding)
            box.widget.setAccessibleName("Encoding of the file")
            box.edited.connect(lambda: reread(Reading(encoding=box.value())))
            boxes.append(box.widget)
        if len(table.sheets) > 1:
            sheets = ChoiceEditor([(name, f"Sheet: {name}") for name in table.sheets])
            sheets.show(table.sheet)
            sheets.widget.setAccessibleName("Sheet of the workbook")
            sheets.edited.connect(lambda: reread(Reading(sheet=sheets.value())))
            boxes.append(sheets.widget)
        return [*parts, flow(*boxes)] if boxes else parts
