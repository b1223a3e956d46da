"""Languages on paper: the fixed words of each language as they ship, corrected and checked by the school."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtWidgets import QLineEdit, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from gradesk.services.paper import language_file, languages, phrasebook
from gradesk.services.paper.languages import PhraseRow, Taken
from gradesk.system.files import write_whole
from gradesk.ui.context import Context
from gradesk.ui.file_task import FileTask
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor, TickEditor
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.kit.tables.rows import RowsTable
from gradesk.ui.kit.tables.rows_model import Field, RowsModel
from gradesk.ui.looks import theme

WORDS = 1  # the column that is written in
CHECK = 1  # the digit that marks the phrase in hand as checked
LINES = 7  # of the table that are always in sight
Place = QModelIndex | QPersistentModelIndex
INTRODUCTION = (
    "Headings, fixed phrases and instructions on printed pages. What a person typed stays as it was typed. Words in "
    "{curly brackets} are filled by Gradesk and stay as they are."
)
KEYS = (
    "Enter changes the words, 1 marks the phrase in hand as checked by the person named, Delete goes back to the words "
    "that ship."
)
MOST_TOLD = 20  # lines of a list that were left out, one by one


class WordsDelegate(QStyledItemDelegate):
    """The words of the language, shown and written from the side they begin at."""

    right_to_left = False

    def initStyleOption(self, option: QStyleOptionViewItem, index: Place) -> None:
        """From the right for Arabic and Urdu, however much English stands among them."""
        super().initStyleOption(option, index)
        if self.right_to_left:
            option.direction = Qt.LayoutDirection.RightToLeft
            option.displayAlignment = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Place) -> QWidget:
        """An editor that begins at the right where the words do."""
        editor = super().createEditor(parent, option, index)
        if isinstance(editor, QLineEdit):
            side = Qt.LayoutDirection.RightToLeft if self.right_to_left else Qt.LayoutDirection.LeftToRight
            editor.setLayoutDirection(side)
            editor.setAccessibleName("Words on paper")
        return editor


class LanguagesPage(QWidget):
    """One language at a time. `initiator` is the screen this stands on, which need not read its own changes anew."""

    def __init__(self, context: Context, initiator: object) -> None:
        super().__init__()
        theme.load_scripts()
        self.context = context
        self._initiator = initiator
        self._rows: list[PhraseRow] = []
        self._left_out = PlainLabel("", "quiet")
        self.which = ChoiceEditor(
            [(one.code, f"{one.name} – {one.own_name}") for one in phrasebook.heads() if one.code != "en"]
        )
        self.which.fit_contents()
        self.which.widget.setAccessibleName("Language")
        self.which.edited.connect(self._choose)
        self.filter = LineEditor()
        fleeting(self.filter.line)
        self.filter.line.setPlaceholderText("find words in either language")
        self.filter.line.setAccessibleName("Find words")
        self.filter.line.setMinimumWidth(context.look.theme.px(240))
        self.filter.edited.connect(self._show)
        self.open_only = TickEditor("only those not checked")
        self.open_only.edited.connect(self._show)
        self.notice = PlainLabel("", "field")
        self.delegate = WordsDelegate(self)
        self.model = RowsModel(
            [
                Field("English", lambda row: row.english, share=5),
                Field("On paper", lambda row: row.words, self._correct, share=5),
                Field("State", lambda row: row.state, share=3),
            ],
            key=lambda row: f"{self.code} {row.english}",
        )
        self.table = RowsTable(self.model, "Phrases on paper", WORDS, digits_everywhere=True)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._tell())
        self.table.setItemDelegateForColumn(WORDS, self.delegate)
        self.table.emptied.connect(lambda place, _column: self._take_back(place))
        self.table.digit.connect(self._digit)
        self.about = PlainLabel("", "quiet")
        self.nothing = PlainLabel("", "quiet")
        self.checker = LineEditor()
        self.checker.line.setPlaceholderText("who speaks the language")
        self.checker.line.setAccessibleName("Checked by")
        self.checker.line.setMinimumWidth(context.look.theme.px(240))
        self.read_back = button("Read a list back …", self._read)
        self.reading = FileTask(context, self.read_back, self, "list")
        inside = QWidget()
        inside.setLayout(column(*self._cards(), margin=16, gap=12))
        self.setLayout(column(ScrollPage(inside)))
        context.look.heed(self, self._measure)

    @property
    def code(self) -> str:
        """The language in hand."""
        return str(self.which.value())

    def reload(self) -> None:
        """Show the language in hand anew."""
        self._rows = languages.phrases(self.context.store, self.code)
        self._show()

    def flush(self) -> None:
        """Keep the cell that is being typed in."""
        self.table.commit_open()

    # Parts ------------------------------------------------------------------------------------------------------

    def _cards(self) -> list[QWidget]:
        return [
            card(
                PlainLabel("Languages on paper", "title"),
                PlainLabel(INTRODUCTION, "quiet"),
                flow(self.which.widget, self.filter.widget, self.open_only.widget),
                self.notice,
                self.table,
                self.nothing,
                self.about,
                PlainLabel(KEYS, "quiet"),
                flow(
                    PlainLabel("Checked by", "field", wrap=False),
                    self.checker.widget,
                    button("Mark this phrase as checked", self._check_one),
                    button("Mark all those shown", self._check_shown),
                ),
            ),
            card(
                PlainLabel("For a translator", "heading"),
                PlainLabel(
                    "A list with the English words, a note on each, and the words that are printed now. The translator "
                    "changes the fourth column and writes a name into the fifth; read back, it is one change. No pupil is "
                    "in it.",
                    "quiet",
                ),
                flow(button("Save for a translator …", self._save), self.read_back),
                self._left_out,
            ),
        ]

    def _measure(self) -> None:
        self.table.setMinimumHeight(self.table.fontMetrics().lineSpacing() * 2 * LINES)
        self.table.measure(self.context.look.theme)

    def _choose(self) -> None:
        self._left_out.setText("")
        self.model.show_rows([])
        self.reload()

    def _show(self) -> None:
        """The phrases that are wanted, with the one that was in hand in hand still."""
        self.table.commit_open()
        head = phrasebook.book(self.code).head
        self.delegate.right_to_left = head.right_to_left
        wanted = str(self.filter.value()).casefold().split()
        open_only = bool(self.open_only.value())
        here = self._here()
        shown = [
            row
            for row in self._rows
            if all(word in f"{row.english} {row.words} {row.part}".casefold() for word in wanted)
            and not (open_only and row.is_checked)
        ]
        place = self.table.currentIndex().row()
        column_now = max(self.table.currentIndex().column(), WORDS)
        self.model.show_rows(shown)
        self._measure()
        if here is not None:
            known = [row.english for row in shown]
            place = known.index(here.english) if here.english in known else place
        if shown:
            self.table.go_to(min(max(place, 0), len(shown) - 1), column_now)
        self.notice.setText(self._noticed(head.name))
        self.nothing.setText("" if shown else self._why_empty(open_only))
        self.nothing.setVisible(not shown)
        self._tell()

    def _noticed(self, language: str) -> str:
        checked = sum(row.is_checked for row in self._rows)
        if checked == len(self._rows):
            return f"All {checked} phrases were checked by somebody who speaks {language}."
        begun = f"{checked} of {len(self._rows)} phrases are checked." if checked else ""
        nobody = f"Nobody who speaks {language} has checked these words yet." if not checked else ""
        return f"{nobody or begun} Ask a parent or colleague who speaks it, or send the list to a translator."

    def _why_empty(self, open_only: bool) -> str:
        if str(self.filter.value()).strip():
            return "No phrase has these words. Clear the line above to see all."
        return "Every phrase is checked." if open_only else ""

    def _tell(self) -> None:
        row = self._here()
        if row is None:
            self.about.setText("")
            return
        parts = [f"Where: {row.part}.", f"Note for the translator: {row.note}." if row.note else ""]
        parts.append(f"As shipped: {row.shipped}" if row.own else "")
        self.about.setText(" ".join(part for part in parts if part))

    def _here(self) -> PhraseRow | None:
        place = self.table.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _renewed(self, place: int) -> None:
        """One row after its change; the others stand as they stood."""
        english = self.model.rows[place].english
        self._rows = languages.phrases(self.context.store, self.code)
        self.model.renew(place, next(row for row in self._rows if row.english == english))
        self.notice.setText(self._noticed(phrasebook.book(self.code).head.name))
        self._tell()

    # Doing ------------------------------------------------------------------------------------------------------

    def _correct(self, row: Any, words: str) -> bool:
        store = self.context.store
        kept = self.context.attempt(lambda: languages.correct(store, self.code, row.english, words, self._initiator))
        if kept:
            self._renewed(self.model.rows.index(row))
        return kept

    def _take_back(self, place: int) -> None:
        row = self.model.rows[place]
        if not row.own:
            self.context.say("These are the words that ship; there is nothing to go back from.", "info")
            return
        store = self.context.store
        if self.context.attempt(lambda: languages.take_back(store, self.code, row.english, self._initiator)):
            self._renewed(place)

    def _digit(self, place: int, digit: int, _with_alt: bool) -> None:
        if digit == CHECK and self._check([self.model.rows[place]]) and not self.open_only.value():
            self.table.go_to(place + 1)

    def _check_one(self) -> None:
        row = self._here()
        if row is not None:
            self._check([row])

    def _check_shown(self) -> None:
        if self._check(list(self.model.rows)):
            self.context.done("All phrases shown are marked as checked; Ctrl+Z takes it back.", "good")

    def _check(self, rows: list[PhraseRow]) -> bool:
        self.table.commit_open()
        if self.model.unkept:
            self.context.say(
                "Some words here were not kept, so nothing was marked. Mend them or press Escape on them.", "problem"
            )
            return False
        store, english, name = self.context.store, [row.english for row in rows], str(self.checker.value())
        done = self.context.attempt(lambda: languages.mark_checked(store, self.code, english, name, self._initiator))
        if done:
            self.reload()
        else:
            self.checker.line.setFocus()
        return done

    def _save(self) -> None:
        self.table.commit_open()
        path = self.context.ask.save_file(
            self, "Save for a translator", f"words-on-paper-{self.code}.csv", "List for a spreadsheet (*.csv)"
        )
        if path is None:
            return
        store = self.context.store
        if self.context.attempt(lambda: write_whole(path, language_file.export(store, self.code))):
            self.context.say(f"{len(self._rows)} phrases are saved, and nothing about a pupil.", "good")

    def _read(self) -> None:
        if self.reading.stop():
            return
        path = self.context.ask.open_file(self, "Read a list back", "List for a spreadsheet (*.csv *.txt *.tsv)")
        if path is not None:
            self.reading.begin(partial(language_file.lines_of, path), partial(self._take, self.code))

    def _take(self, code: str, lines: language_file.Lines) -> None:
        taken: list[Taken] = []
        store = self.context.store
        if self.context.attempt(lambda: taken.append(language_file.take_in(store, code, lines, self._initiator))):
            self.reload()
            self._left_out.setText(_told(taken[0].left_out))
            self.context.done(_said(taken[0]), "problem" if taken[0].left_out else "good")


def _told(left_out: Sequence[str]) -> str:
    more = f" And {len(left_out) - MOST_TOLD:,} more." if len(left_out) > MOST_TOLD else ""
    return f"Left out: {' '.join(left_out[:MOST_TOLD])}{more}" if left_out else ""


def _said(taken: Taken) -> str:
    phrases = "1 phrase was" if taken.changed == 1 else f"{taken.changed} phrases were"
    left = f" {len(taken.left_out)} lines were left out; they stand under the buttons." if taken.left_out else ""
    return f"{phrases} changed and {taken.checked} marked as checked; Ctrl+Z takes it back.{left}"
