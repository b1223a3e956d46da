"""One entry of the bank: a shipped one to read and copy, one of the school's own to write."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.plans.bank import BankEntry
from gradesk.model.vocabulary import ADULTHOOD, AREAS, BANK_KINDS, BANK_PLACES
from gradesk.services.plans import bank
from gradesk.services.plans.bank import Entry
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow

TARGET_FIELDS = (
    "words",
    "given",
    "standard",
    "pupil_words",
    "baseline",
    "criterion_form",
    "criterion_goal",
    "criterion_of",
    "criterion_prompt",
    "criterion",
    "strategy",
    "area",
    "adulthood",
    "from_age",
    "to_age",
)
STRATEGY_FIELDS = ("words", "passport_words", "used_where", "area", "from_age", "to_age")


def ages(entry: Entry) -> str:
    """For whom, in words."""
    return f"{entry.from_age} to {entry.to_age} years"


def beside(entry: Entry) -> str:
    """What stands under an entry's words in the list."""
    whose = "ours" if entry.own else "from Gradesk"
    return f"{BANK_KINDS.label(entry.kind)}, {AREAS.label(entry.area).lower()}, {ages(entry)}, {whose}"


class EntryView(QWidget):
    """Shows the chosen entry. `changed` is called after words of an own entry were kept, `copied` with a new one."""

    def __init__(self, context: Context, changed: Callable[[], object], copied: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("scrolled")
        self.context = context
        self._changed = changed
        self._copied = copied
        self.entry: Entry | None = None
        self.form: Form | None = None
        self._inside = QVBoxLayout()
        self._inside.setSpacing(10)
        self.setLayout(column(self._inside, None, margin=0))

    def show_entry(self, entry: Entry | None) -> bool:
        """Show another entry, or none; false where words of the one shown could not be kept, and it stays."""
        same = entry is not None and self.entry is not None and entry.key == self.entry.key
        if not same:
            self.flush()
            if self.unkept() and self._is_there():
                return False
        if same and self.form is not None and entry is not None:
            self.entry = entry
            self._load(entry)
            return True
        clear(self._inside)
        self.entry, self.form = entry, None
        if entry is None:
            self._inside.addWidget(PlainLabel("Choose one on the left to read all of it.", "quiet"))
        elif entry.own:
            self._build_own(entry)
        else:
            self._build_shipped(entry)
        return True

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.form is not None:
            self.form.flush()

    def unkept(self) -> bool:
        """Whether something typed could not be kept."""
        return self.form is not None and bool(self.form.typed())

    def _is_there(self) -> bool:
        # What was typed into an entry that is deleted meanwhile has no place to go back to.
        return self.entry is not None and any(one.uuid == self.entry.uuid for one in bank.find(self.context.store))

    def _build_own(self, entry: Entry) -> None:
        large = self.context.look.theme.is_large
        names = TARGET_FIELDS if entry.kind == "target" else STRATEGY_FIELDS
        words = self.context.words()
        self.form = form = Form(BankEntry, names, self.context.store.clock.today, words, 1 if large else 2)
        form.edited.connect(lambda values: self._keep(entry.uuid, values))
        form.problem.connect(lambda said: self.context.say(said, "problem"))
        self._load(entry)
        self._inside.addWidget(
            card(
                PlainLabel(f"{BANK_KINDS.label(entry.kind)} of our own", "heading"),
                PlainLabel(
                    "Put [square brackets] round what is to be filled in for each pupil, and nobody’s name in it.",
                    "quiet",
                ),
                form,
                flow(button("Delete", self._remove, "link")),
            )
        )

    def _load(self, entry: Entry) -> None:
        assert self.form is not None
        self.form.load(bank.record(self.context.store, entry.uuid))

    def _build_shipped(self, entry: Entry) -> None:
        lines: list[QWidget] = []
        for label, text in _said(entry):
            if text:
                lines += [PlainLabel(label, "field"), PlainLabel(text)]
        self._inside.addWidget(
            card(
                flow(
                    PlainLabel(f"{BANK_KINDS.label(entry.kind)} from Gradesk", "heading", wrap=False),
                    button("Copy as our own", self._copy, "", "Makes a copy that you can word as your school would"),
                ),
                *lines,
            )
        )

    def _copy(self) -> None:
        entry = self.entry
        assert entry is not None
        made: list[str] = []
        if self.context.attempt(lambda: made.append(bank.copy(self.context.store, entry))):
            self._copied(made[0])

    def _remove(self) -> None:
        assert self.entry is not None
        entry = self.entry
        if self.form is not None:
            self.form.clear()
        self.entry = None
        if self.context.attempt(lambda: bank.remove(self.context.store, entry.uuid)):
            self.context.done("The entry is deleted; Ctrl+Z brings it back.", "info")
        else:
            self.entry = entry

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        try:
            bank.change(self.context.store, uuid, values, self)
        except Refused as refusal:
            assert self.form is not None
            self.form.put_back(values)
            self.context.say(str(refusal), "problem")
            return
        self._changed()


def _said(entry: Entry) -> list[tuple[str, str]]:
    if entry.kind == "strategy":
        return [
            ("What adults do", entry.words),
            ("For a passport", entry.passport_words),
            ("Where", BANK_PLACES.label(entry.where)),
            ("For", f"{ages(entry)}; {AREAS.label(entry.area)}"),
        ]
    sentence = " ".join(part for part in (entry.words, entry.given, entry.standard) if part)
    return [
        ("The pupil will", f"{sentence}, by [date]."),
        ("In a pupil’s words", entry.pupil_words),
        ("Starting point", entry.baseline),
        ("We will know by", entry.criterion),
        ("What we do", entry.strategy),
        ("Preparing for Adulthood", ADULTHOOD.label(entry.adulthood)),
        ("For", f"{ages(entry)}; {AREAS.label(entry.area)}"),
    ]
