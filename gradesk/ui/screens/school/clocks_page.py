"""The clocks of the law and of the school: which are on, how long each runs, where that stands; and a date tried out."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.rules.clocks.rule import BACKWARDS, ClockRule, unit_words
from gradesk.services.school import clocks
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.announce import SpokenLabel
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, LineEditor, NumberEditor, TickEditor, Wrong
from gradesk.ui.kit.forms.held import fleeting
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, column, flow
from gradesk.ui.parts.named import named


class ClockLine(QWidget):
    """One clock: on or off, its number, what starts it and where it stands; and how to have it as shipped again."""

    def __init__(self, context: Context, rule: ClockRule) -> None:
        super().__init__()
        self._context, self._code = context, rule.code
        title = context.words().say(rule.title)
        self.tick = TickEditor(title)
        self.tick.widget.setAccessibleName(title)
        self.tick.edited.connect(self._keep)
        self.number, self.note = NumberEditor(), LineEditor()
        self.number.line.setAccessibleName(f"{title}: {unit_words(rule.unit, rule.usual)}")
        self.number.line.setMaximumWidth(context.look.theme.px(80))
        self.note.line.setAccessibleName(f"{title}: where our number stands")
        self.note.line.setPlaceholderText("such as a letter or a page of the council")
        self.note.line.setMinimumWidth(context.look.theme.px(320))
        for line in (self.number.line, self.note.line):
            line.editingFinished.connect(self.flush)
        self.unit = PlainLabel("", "quiet", wrap=False)
        self.back = button("Put back", self._put_back, "link", f"{title}: as Gradesk ships it")
        self.back.setAccessibleName(f"Put back: {title}")
        self._noted = named("Where our number stands", self.note.widget)
        self.starts, self.source = PlainLabel("", "quiet"), PlainLabel("", "quiet")
        first = [self.tick.widget, *([self.number.widget] if rule.usual is not None else []), self.unit, self.back]
        self.setLayout(column(flow(*first), self.starts, self.source, self._noted, gap=4))

    def show_rule(self, rule: ClockRule, note: str) -> None:
        """Show a clock as the school has set it; what is being typed stays."""
        say = self._context.words().say
        self.tick.show(rule.is_on)
        if not self.number.typed():
            self.number.show(rule.number)
        if not self.note.typed():
            self.note.show(note)
        is_own = rule.number != rule.usual
        usual = f" ({rule.usual} is usual)" if is_own else ""
        self.unit.setText(rule.span if rule.usual is None else f"{unit_words(rule.unit, rule.number)}{usual}")
        way = "Counted back from" if rule.direction == BACKWARDS else "Counted from"
        self.starts.setText(say(f"{way} {rule.starts[0].lower()}{rule.starts[1:]}."))
        self.source.setText(f"Made under: {rule.made_under}. {rule.source}")
        self.tick.widget.setAccessibleDescription(f"{self.starts.text()} {self.source.text()}")
        self._noted.setVisible(is_own or bool(note) or self.note.typed())
        if self.back.hasFocus():  # it goes out of sight, and the focus would go anywhere
            self.tick.widget.setFocus()
        self.back.setVisible(not clocks.is_as_shipped(rule))

    def flush(self) -> None:
        """Keep what is being typed."""
        if self.number.typed() or self.note.typed():
            self._keep()

    def _keep(self) -> None:
        try:
            number = self.number.value()
        except Wrong as wrong:
            self.number.mark(str(wrong))
            self._context.say(str(wrong), "problem")
            return
        kept = self._context.attempt(
            lambda: clocks.change(
                self._context.store,
                self._code,
                is_on=bool(self.tick.value()),
                number=None if number is None else round(number),
                source=str(self.note.value()),
                initiator=self,
            )
        )
        self.number.mark("" if kept else "This number was not kept.")
        if kept:
            self._settle()

    def _put_back(self) -> None:
        if self._context.attempt(lambda: clocks.put_back(self._context.store, self._code, self)):
            self.number.mark("")
            self._settle()
            self._context.done(f"“{self.tick.box.accessibleName()}” is as Gradesk ships it again.")

    def _settle(self) -> None:
        self.number.line.setModified(False)
        self.note.line.setModified(False)
        store = self._context.store
        rule = next(one for one in clocks.rules(store) if one.code == self._code)
        self.show_rule(rule, clocks.source_notes(store).get(self._code, ""))


class TryADate(QWidget):
    """A day typed, and what one of the clocks makes of it, in words."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.which = ChoiceEditor([])
        self.which.widget.setAccessibleName("Which clock to try")
        self.day = DayEditor(context.store.clock.today)
        self.day.line.setAccessibleName("The day it starts with")
        self.day.line.setMaximumWidth(context.look.theme.px(190))
        fleeting(self.day.line)
        self.words, self.source = SpokenLabel(), PlainLabel("", "quiet")
        self.which.edited.connect(self.count)
        self.day.line.editingFinished.connect(self.count)
        self.day.edited.connect(self._stepped)
        self.setLayout(
            column(
                flow(named("Clock", self.which.widget), named("Starts on", self.day.widget)), self.words, self.source
            )
        )

    def offer(self, rules: tuple[ClockRule, ...]) -> None:
        """Offer the clocks by family, and count anew."""
        say, families = self._context.words().say, clocks.families()
        self.which.offer([(rule.code, say(f"{families[rule.family]}: {rule.title}")) for rule in rules])
        self.which.fit_within(46)
        self.count()

    def count(self) -> None:
        """Tell the sum; without a day, what to do; why a day cannot be counted from."""
        try:
            day = self.day.value()
            found = None if day is None else clocks.sum_of(self._context.store, str(self.which.value()), day)
        except (Wrong, Refused) as problem:
            self.day.mark(str(problem))
            self._tell(str(problem), "")
            return
        self.day.mark("")
        if found is None:
            self._tell("Type the day it starts with, then Enter. Nothing is kept.", "")
            return
        off = "" if found.rule.is_on else " This clock is switched off."
        self._tell(f"{found.words}{off}", f"Made under: {found.made_under}. {found.source}")

    def _tell(self, words: str, source: str) -> None:
        self.words.setText(words)
        self.source.setText(source)
        self.source.setVisible(bool(source))

    def _stepped(self) -> None:
        """A day later or earlier by an arrow key is a whole day at once; letters are counted when the field is left."""
        if not self.day.line.isModified():
            self.count()


class ClocksPage(QWidget):
    """A date to try on top, then the clocks in their families."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.trying = TryADate(context)
        self.lines: dict[str, ClockLine] = {}
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("Clocks", "title"),
                PlainLabel(
                    "How long the law, the Code and the school give. School holidays count, and no day is moved: where it "
                    "falls on a closed day, that is told. A clock that is off asks for nothing.",
                    "quiet",
                ),
                card(PlainLabel("Try a date", "heading"), self.trying),
                *self._families(),
                None,
                margin=16,
                gap=12,
            )
        )
        self.setLayout(column(ScrollPage(inside)))

    def reload(self) -> None:
        """Show everything as it is set."""
        rules, notes = clocks.rules(self.context.store), clocks.source_notes(self.context.store)
        for rule in rules:
            self.lines[rule.code].show_rule(rule, notes.get(rule.code, ""))
        self.trying.offer(rules)

    def flush(self) -> None:
        """Keep what is being typed."""
        for line in self.lines.values():
            line.flush()

    def _families(self) -> list[QWidget]:
        found: list[QWidget] = []
        for code, title in clocks.families().items():
            lines = QVBoxLayout()
            lines.setSpacing(12)
            for rule in clocks.shipped():
                if rule.family == code:
                    self.lines[rule.code] = ClockLine(self.context, rule)
                    lines.addWidget(self.lines[rule.code])
            found.append(card(PlainLabel(title, "heading"), lines))
        return found
