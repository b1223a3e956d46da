"""What each column was taken for, with samples, to be corrected by hand; and how the file was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QWidget

from gradesk.interchange import remembered
from gradesk.interchange.columns.headers import catalogue
from gradesk.interchange.columns.mapping import How
from gradesk.interchange.decoding import ENCODINGS
from gradesk.interchange.files.text import SEPARATOR_NAMES
from gradesk.interchange.preview import NO_HEADERS, Preview
from gradesk.interchange.table import Reading
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

OFFERED_LINES, SHOWN_LETTERS, CHOICE_LETTERS = 15, 70, 24
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
        self,
        preview: Preview,
        chosen: Callable[[dict[str, str]], None],
        reread: Callable[[Reading], None],
        rehead: Callable[[int], None],
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
            box.fit_within(CHOICE_LETTERS)
            name = found.header or f"Column {found.place + 1}"
            box.widget.setAccessibleName(f"“{name}” is")
            box.edited.connect(lambda key=found.key, box=box: chosen({key: box.value()}))
            self.boxes[found.key] = box
            grid.addWidget(
                PlainLabel(f"{name}\n({HOW[found.how] if found.kept else 'Gradesk has no place for it'})"),
                line,
                0,
            )
            grid.addWidget(box.widget, line, 1)
            grid.addWidget(PlainLabel(" · ".join(found.samples) or "(empty)", "quiet"), line, 2)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(2, 3)
        self.setLayout(column(*self._reading(preview, reread), self._header(preview, rehead), grid))

    def focus(self, key: str) -> None:
        """Go on where a column was just named."""
        if key in self.boxes:
            self.boxes[key].widget.setFocus()

    def _header(self, preview: Preview, rehead: Callable[[int], None]) -> QWidget:
        """Which line holds the headers, to be chosen by hand."""
        lines = list(preview.table.lines[:OFFERED_LINES])
        if preview.header_place >= OFFERED_LINES:
            lines.append(preview.table.lines[preview.header_place])
        self.header = ChoiceEditor(
            [
                *((line.number, f"Headers in line {line.number}: {shortened(line.raw)}") for line in lines),
                (NO_HEADERS, "No line holds headers"),
            ]
        )
        self.header.show(preview.header.number)
        self.header.fit_within(CHOICE_LETTERS)
        self.header.widget.setAccessibleName("Line with the headers")
        self.header.edited.connect(lambda: rehead(self.header.value()))
        return self.header.widget

    def _reading(self, preview: Preview, reread: Callable[[Reading], None]) -> list[QWidget]:
        table = preview.table
        now, said = Reading(table.sheet, table.encoding, table.separator), remembered.chosen(preview.reading)
        parts: list[QWidget] = []
        if preview.accented:
            parts.append(PlainLabel(f"Do these names look right? {', '.join(preview.accented)}"))
        boxes: list[QWidget] = []
        if table.encoding:
            encodings = [(name, f"Encoding: {name}") for name in ENCODINGS]
            separators = [(sign, f"Cells end at a {name}") for sign, name in SEPARATOR_NAMES.items()]
            boxes += [
                _choice("Encoding of the file", encodings, now.encoding, lambda it: reread(replace(said, encoding=it))),
                _choice(
                    "Sign between cells", separators, now.separator, lambda it: reread(replace(said, separator=it))
                ),
            ]
        if len(table.sheets) > 1:
            sheets = [(name, f"Sheet: {name}") for name in table.sheets]
            boxes.append(
                _choice("Sheet of the workbook", sheets, now.sheet, lambda it: reread(replace(said, sheet=it)))
            )
        if boxes:
            words = (
                "What you choose here is remembered for the next file with these headers, once this one is imported."
            )
            parts += [flow(*boxes), PlainLabel(words, "quiet")]
        return parts


def shortened(raw: str) -> str:
    """As much of a line as a list of choices can show."""
    return raw if len(raw) <= SHOWN_LETTERS else f"{raw[:SHOWN_LETTERS].rstrip()} …"


def _choice(name: str, offered: list[tuple[str, str]], now: str, chosen: Callable[[str], None]) -> QWidget:
    box = ChoiceEditor(offered)
    box.fit_contents()
    box.show(now)
    box.widget.setAccessibleName(name)
    box.edited.connect(lambda: chosen(box.value()))
    return box.widget
