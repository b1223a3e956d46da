"""How long records are kept, by rules the school writes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout

from gradesk.model.pupils.leaving import KEPT_OF, RetentionRule
from gradesk.services.pupils import leaving
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column
from gradesk.ui.parts.keeping import kept_form


class RulesCard(QFrame):
    """Each rule in its own line, kept as it is typed."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.forms: dict[str, Form] = {}
        self.setProperty("role", "card")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(14)
        self.setLayout(
            column(
                PlainLabel("How long records are kept", "heading"),
                PlainLabel(
                    "Where several fit a pupil, the longest holds; but of whoever’s whole file went to the next school, no copy "
                    "need stay. These are the usual numbers: put your school’s own schedule here.",
                    "quiet",
                ),
                self._lines,
                margin=14,
            )
        )

    def reload(self) -> None:
        """Show the rules; one that is being typed is left alone."""
        for rule in leaving.rules(self._context.store):
            if rule.uuid not in self.forms:
                self._add(rule)
            self.forms[rule.uuid].load(rule)

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self.forms.values():
            form.flush()

    def _add(self, rule: RetentionRule) -> None:
        called = KEPT_OF.label(rule.whose)
        form = kept_form(
            self._context, RetentionRule, ("years", "counted_from", "source"), partial(self._keep, rule.uuid), 4,
            spans={"source": 2},
            about=f"rule for leavers {rule.whose}",
        )  # fmt: skip
        form.say_of(called)
        self.forms[rule.uuid] = form
        self._lines.addLayout(column(PlainLabel(called, "field"), form, gap=2))

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        whole = {
            name: round(value) if name == "years" and value is not None else value for name, value in values.items()
        }
        leaving.change_rule(self._context.store, uuid, whole, self)
