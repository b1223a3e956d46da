"""Of which day, meeting or colleague a document is to be, for those that are of one of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from gradesk import documents
from gradesk.documents.press.document import Which
from gradesk.store.work import Store
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import clear, column


class WhichOf(QWidget):
    """A list to choose from for each kind of thing the ticked documents are of; hidden while they are of none."""

    changed = Signal()

    def __init__(self, store: Store) -> None:
        super().__init__()
        self._store = store
        self._codes: tuple[str, ...] = ()
        self._editors: dict[str, ChoiceEditor] = {}
        self._asked: dict[
            str, tuple[str, str]
        ] = {}  # by label, what was asked for from elsewhere and is not in the list
        self._layout = column(gap=4)
        self.setLayout(self._layout)
        self.hide()

    def key(self, code: str) -> str:
        """What is chosen for a document, by its code; empty for the usual."""
        which = documents.document(code).which
        editor = self._editors.get(which.label) if which is not None else None
        return str(editor.value() or "") if editor is not None else ""

    def ask(self, codes: Sequence[str]) -> None:
        """Offer what the documents of these codes can be of, read anew; what is chosen stays."""
        self._codes = tuple(codes)
        wanted = {which.label: which for code in codes if (which := documents.document(code).which) is not None}
        if list(wanted) != list(self._editors):
            kept = {label: editor.value() for label, editor in self._editors.items()}
            clear(self._layout)
            self._editors = {}
            for label in wanted:
                editor = ChoiceEditor([])
                editor.widget.setAccessibleName(label)
                editor.edited.connect(self.changed)
                self._editors[label] = editor
                self._layout.addWidget(PlainLabel(label, "label"))
                self._layout.addWidget(editor.widget)
                if kept.get(label):
                    editor.show(kept[label])
        for label, which in wanted.items():
            offered = self._offered(which)
            chosen = self._editors[label].value()
            self._editors[label].offer([("", which.usual), *offered])
            self._editors[label].show(chosen if chosen in dict(offered) else "")
        self.setVisible(bool(wanted))

    def choose(self, keys: Mapping[str, str]) -> None:
        """Choose for documents, by their codes, what is asked for; what is not offered by itself is added by its name."""
        for code, key in keys.items():
            which = documents.document(code).which
            if which is None or which.label not in self._editors or not key:
                continue
            if key not in dict(self._offered(which)) and (name := which.name(self._store, key)):
                self._asked[which.label] = (key, name)
                self.ask(self._codes)
            if key in dict(self._offered(which)):
                self._editors[which.label].show(key)

    def _offered(self, which: Which) -> list[tuple[str, str]]:
        offered = list(which.offered(self._store))
        asked = self._asked.get(which.label)
        return [asked, *offered] if asked is not None and asked[0] not in dict(offered) else offered
