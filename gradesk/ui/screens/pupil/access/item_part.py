"""One item of a request in hand: what it says, why it needs a decision, and the decision with its reason."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QFrame, QWidget

from gradesk.model.pupils.access import ACCESS_DECISIONS, AccessDecision
from gradesk.services.pupils import access
from gradesk.services.safekeeping.dossier import REDACTED, Dossier, Entry
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow

LONGEST = 1_200  # characters of an item that are shown


class ItemPart(QFrame):
    """Goes from one to the next, the undecided first; Back and Next go through all of them."""

    def __init__(self, context: Context, decided: Callable[[], object]) -> None:
        super().__init__()
        self._context, self._decided = context, decided
        self._items: tuple[Entry, ...] = ()
        self._found: Dossier | None = None
        self._place = 0
        self.place = PlainLabel("", "field")
        self.why = PlainLabel("", "quiet")
        self.words = PlainLabel("")
        self.form = Form(
            AccessDecision, ("decision", "reason", "words"), context.store.clock.today, context.words(), 2,
            draft=True, about="item of a request",
        )  # fmt: skip
        choice = self.form.editors["decision"]
        assert isinstance(choice, ChoiceEditor)
        choice.offer([("", "Choose …"), *((one.code, one.label) for one in ACCESS_DECISIONS)])
        choice.edited.connect(self._turned)
        self.keep = button("Decide, and to the next", self._keep, "main")
        self.back, self.next = button("Back", self._go_back, "link"), button("Next", self._go_on, "link")
        self.setLayout(column(self.place, self.why, self.words, self.form, flow(self.keep, self.back, self.next)))

    def show_items(self, found: Dossier) -> None:
        """Show the first that waits, or the first of all."""
        self._found, self._items = found, found.to_decide
        waiting = [place for place, one in enumerate(self._items) if one.decision is None]
        self._place = waiting[0] if waiting else 0
        self.setVisible(bool(self._items))
        self._show()

    def _show(self) -> None:
        if not self._items:
            return
        one = self._items[self._place]
        state = ACCESS_DECISIONS.label(one.decision.decision) if one.decision is not None else "not decided"
        self.place.setText(f"Item {self._place + 1} of {len(self._items)}: {one.called} of {one.clocks} · {state}")
        self.why.setText(self._context.words().say(f"It {one.needs}."))
        self.words.setText(one.words if len(one.words) <= LONGEST else f"{one.words[:LONGEST]} …")
        self.form.clear()
        # Nothing is chosen for somebody: a press too many hands out nothing that was for staff alone.
        self.form.load(one.decision or AccessDecision(decision="", reason="", words=""))
        self.back.setEnabled(self._place > 0)
        self.next.setEnabled(self._place < len(self._items) - 1)
        self._turned()

    def _turned(self) -> None:
        """The words that go in instead are asked for only where they do."""
        is_redacted = self.form.editors["decision"].value() == REDACTED
        cell: QWidget = self.form.editors["words"].widget
        cell.setEnabled(is_redacted)

    def _keep(self) -> None:
        assert self._found is not None
        try:
            values = self.form.values()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        request, item = self._found.request, self._items[self._place].item
        if self._context.attempt(
            lambda: access.decide(
                self._context.store, request, item, values["decision"], values["reason"], values["words"]
            )
        ):
            self.form.clear()
            self._decided()
            self.form.focus_on("decision")

    def _go_back(self) -> None:
        self._place -= 1
        self._show()

    def _go_on(self) -> None:
        self._place += 1
        self._show()
