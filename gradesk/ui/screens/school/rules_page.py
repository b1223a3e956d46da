"""How the school wants Today: which rules, from which day on, how long a stage takes, and which contacts count."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.school.school import School
from gradesk.services.meetings import kinds
from gradesk.services.school import school
from gradesk.services.today.due_rules import book
from gradesk.services.today.due_rules.book import Rule
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.fields import NumberEditor, TickEditor, Wrong
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.parts.keeping import kept_form

NUMBERS = ("weeks_assess", "weeks_plan", "weeks_do", "weeks_review", "contacts_a_year")


class RuleLine(QWidget):
    """One rule: on or off, its number of days, and its meaning."""

    def __init__(self, context: Context, rule: Rule) -> None:
        super().__init__()
        self._context, self._rule = context, rule
        say = context.words().say
        title = say(rule.title)
        self.tick = TickEditor(title)
        self.tick.widget.setAccessibleName(title)
        self.tick.edited.connect(self._keep)
        self.days = NumberEditor()
        self.days.line.setAccessibleName(f"{title}: {rule.days_are}")
        self.days.line.setMaximumWidth(context.look.theme.px(80))
        self.days.line.editingFinished.connect(self._typed)
        self.usual = PlainLabel("", "quiet", wrap=False)
        self.meaning = PlainLabel("", "quiet")
        parts: list[QWidget] = [self.tick.widget]
        if rule.days is not None:
            parts += [self.days.widget, self.usual]
        self.setLayout(column(flow(*parts), self.meaning, gap=2))
        self.show_rule(rule)

    def show_rule(self, rule: Rule) -> None:
        """Show a rule as the school has set it; a number being typed stays."""
        self._rule = rule
        say = self._context.words().say
        self.tick.show(rule.is_on)
        if not self.days.typed():
            self.days.show(rule.days)
        usual = "" if rule.days == rule.usual_days else f" ({rule.usual_days} is usual)"
        self.usual.setText(f"{rule.days_are}{usual}")
        self.meaning.setText(say(rule.why))
        self.tick.widget.setAccessibleDescription(say(rule.why))

    def flush(self) -> None:
        """Keep a number that is being typed."""
        if self.days.typed():
            self._keep()

    def _typed(self) -> None:
        if self.days.typed():
            self._keep()

    def _keep(self) -> None:
        try:
            number = self.days.value()
        except Wrong as wrong:
            self.days.mark(str(wrong))
            self._context.say(str(wrong), "problem")
            return
        days = None if number is None else round(number)
        on = bool(self.tick.value())
        kept = self._context.attempt(
            lambda: book.change(self._context.store, self._rule.code, is_on=on, days=days, initiator=self)
        )
        self.days.mark("" if kept else "This number was not kept.")
        if kept:
            self.days.line.setModified(False)
            self.show_rule(next(one for one in book.rules(self._context.store) if one.code == self._rule.code))


class RulesPage(QWidget):
    """Numbers of the school on top, then the rules in their groups."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.numbers = kept_form(context, School, NUMBERS, self._keep, 3)
        self.first = kept_form(context, School, ("rules_from",), self._keep_day, 3)
        self.kinds = {one.code: TickEditor(one.label) for one in kinds.kinds(context.store)}
        for tick in self.kinds.values():
            tick.edited.connect(self._count)
        self.lines: dict[str, RuleLine] = {}
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("Rules of Today", "title"),
                card(
                    PlainLabel("Numbers of the school", "heading"),
                    PlainLabel(
                        "The weeks are used where the next cycle is planned; cycles that are open stay as they are.",
                        "quiet",
                    ),
                    self.numbers,
                    self.first,
                    PlainLabel("Contacts that count towards those wanted in a year", "field"),
                    flow(*(tick.widget for tick in self.kinds.values())),
                ),
                *self._groups(),
                None,
                margin=16,
                gap=12,
            )
        )
        self.setLayout(column(ScrollPage(inside)))

    def reload(self) -> None:
        """Show everything as it is set."""
        found = school.record(self.context.store)
        self.numbers.load(found)
        self.first.load(found)
        self.first.setVisible(found.rules_from is not None)
        counting = school.contact_rules(self.context.store).counting
        for code, tick in self.kinds.items():
            tick.show(code in counting)
        for rule in book.rules(self.context.store):
            self.lines[rule.code].show_rule(rule)

    def flush(self) -> None:
        """Keep what is being typed."""
        self.numbers.flush()
        self.first.flush()
        for line in self.lines.values():
            line.flush()

    def _groups(self) -> list[QWidget]:
        found: list[QWidget] = []
        for code, title in book.groups().items():
            lines = QVBoxLayout()
            lines.setSpacing(10)
            for rule in book.rules(self.context.store):
                if rule.group == code:
                    self.lines[rule.code] = RuleLine(self.context, rule)
                    lines.addWidget(self.lines[rule.code])
            found.append(card(PlainLabel(title, "heading"), lines))
        return found

    def _keep(self, values: Mapping[str, Any]) -> None:
        whole = {name: None if value is None else round(value) for name, value in values.items()}
        school.change_school(self.context.store, whole, self)

    def _keep_day(self, values: Mapping[str, Any]) -> None:
        school.change_school(self.context.store, values, self)

    def _count(self) -> None:
        codes = {code for code, tick in self.kinds.items() if tick.value()}
        if not self.context.attempt(lambda: kinds.count(self.context.store, codes, self)):
            self.reload()
