"""What is owed now: groups by rule, each line opening the place where it is cured, or put off with a reason."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStackedWidget, QWidget

from gradesk.model.rules.days.school_year import day_words
from gradesk.services.school import school
from gradesk.services.today import due, later
from gradesk.services.today.due import Due
from gradesk.services.today.due_rules.book import Rule
from gradesk.ui.context import Context
from gradesk.ui.explained import explained
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import ChoiceEditor
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.pictures.ring import SIDE, ring_icon
from gradesk.ui.kit.tables.grouped import Cell, GroupedModel, GroupedTree
from gradesk.ui.screens.today.first_weeks import FirstWeeks
from gradesk.ui.screens.today.grouping import HOME, PUT_OFF, by_pupil, by_rule
from gradesk.ui.screens.today.later import LaterForm

PUPIL = "pupil"
NONE = "-"  # the choice that stands for "nobody" or "no class"
LINES = 9  # of the list at least; a small screen scrolls
KEYS = "Enter opens it, L puts it off, P groups by person, H goes to home, Ctrl+Down to the next group."


class Owner(Protocol):
    """The screen the list belongs to."""

    def turn_to(self, name: str) -> None:
        """Show one of the tabs."""


class NowList(QWidget):
    """The list with its filters, the sentence that says why a line is there, and the form that puts it off."""

    def __init__(self, context: Context, owner: Owner, within: QWidget) -> None:
        super().__init__(within)
        self.setObjectName("scrolled")
        self._context = context
        self.items: Sequence[Due] = ()
        self._rules: dict[str, Rule] = {}
        self._on_roll = 0
        say = context.words().say
        self.filters = {
            "lead": ChoiceEditor([("", "Every lead")]),
            "class_name": ChoiceEditor([("", "Every class")]),
            "layer": ChoiceEditor([("", "Every layer of support")]),
        }
        for editor, name in zip(self.filters.values(), ("Lead", "Class", "Layer of support"), strict=True):
            editor.widget.setAccessibleName(name)
            editor.edited.connect(self._refresh)
        self.filters["layer"].widget.setToolTip(explained("Layer"))
        self.filters["lead"].widget.setToolTip(explained("Lead"))
        self.order = ChoiceEditor([("", "By rule"), (PUPIL, say("By {pupil}"))])
        self.order.widget.setAccessibleName("Order of the list")
        self.order.show(PUPIL if context.look.by_pupil else "")
        self.order.edited.connect(self._reorder)
        self.everything = button("Show everything", self._everything, "link")
        self.model = self._made_model()
        self.tree = GroupedTree(self.model, "What is owed")
        self.tree.setMinimumHeight(LINES * self.tree.fontMetrics().lineSpacing())
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(self._pressed)
        self.tree.moved.connect(lambda _item: self._explain())
        self.why = PlainLabel("", "quiet")
        self.why.setToolTip(explained("By the rule"))
        self.first = FirstWeeks(context)
        self.later = LaterForm(context)
        self.later.left.connect(lambda: self.tree.setFocus(Qt.FocusReason.OtherFocusReason))
        self._narrowing = self._made_row()
        self._make_pages(owner)
        layout = column(
            self.first,
            self._narrowing,
            self.shown,
            self.later,
            self.why,
            margin=0,
            gap=8,
        )
        layout.setContentsMargins(0, 10, 0, 0)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        context.look.heed(self, self._dress)
        self._dress()
        self._explain()

    def _made_model(self) -> GroupedModel:
        say = self._context.words().say
        return GroupedModel(
            [
                Cell("What", self._what, 8),
                Cell(say("{Pupil}"), lambda item: item.name, 5),
                Cell("Class", lambda item: item.class_name, 3),
                Cell("Since or due", self._when, 6),
            ],
            # Put off it is another line, so that the next one is in hand then, not the one at the far end.
            key=lambda item: (*item.key, PUT_OFF) if item.put_off else item.key,
            icon=self._icon,
            help=self._why,
        )

    def _made_row(self) -> QWidget:
        """What the list is ordered and narrowed by, and what is done with the line in hand."""
        self.open_it = button("Open it", lambda: self.open(self.tree.here), "main", "Enter")
        self.later_it = button("Put it off …", self.offer_later, "", "L")
        self.back_it = button("Bring it back now", self.bring_back, "", "B")
        self.narrow = button("Narrow …", self._dress, "", "By lead, class or layer of support")
        self.narrow.setCheckable(True)
        return flow(
            self.order.widget, self.narrow, *(editor.widget for editor in self.filters.values()), self.everything,
            self.open_it, self.later_it, self.back_it,
        )  # fmt: skip

    def show_items(self, items: Sequence[Due], rules: Sequence[Rule], coming: str, on_roll: int) -> None:
        """Show what was read; the line in hand stays, or gives way to the next."""
        self.items = items
        self._rules = {rule.code: rule for rule in rules}
        layers = {label.code: label.label for label in school.layers(self._context.store)}
        self._offer("lead", "Every lead", {item.lead: item.lead or "Nobody leads" for item in items if item.pupil_id})
        classes = {item.class_name: item.class_name or "No class" for item in items if item.pupil_id}
        self._offer("class_name", "Every class", classes)
        self._offer(
            "layer", "Every layer of support", {item.layer: layers.get(item.layer, "No layer") for item in items}
        )
        self.nothing.say(coming)
        self._on_roll = on_roll
        self._refresh()
        waiting = next((item for item in items if "|".join(item.key) == self.later.waits_for), None)
        if waiting is not None:
            self.later.waits_for = ""
            self.later.offer(waiting, f"{self._what(waiting)}, {waiting.name}")

    def said(self) -> str:
        """How much it is, in a sentence."""
        owed = due.owed(self.items)
        who = len({item.pupil_id for item in owed if item.pupil_id})
        off = len(self.items) - len(owed)
        if not owed:
            return f"Nothing is owed today; {off:,} put off." if off else "Nothing is owed today."
        things = "1 thing is owed" if len(owed) == 1 else f"{len(owed):,} things are owed"
        say = self._context.words().say
        to = say("1 {pupil}") if who == 1 else say(f"{who:,} {{pupils}}")
        return f"{things}, about {to}" + (f"; {off:,} put off." if off else ".")

    def open(self, item: Due | None) -> None:
        """Go to where a line is cured."""
        if item is None:
            return
        place = item.place
        if place.screen != "pupil":
            self._context.go(place.screen, tab=place.tab, record=place.record, at=place.at)
            return
        where = {"pupil_id": item.pupil_id, "tab": place.tab, "record": place.record, "at": place.at}
        self._context.go("pupil", **where, begin=place.begin)

    def offer_later(self) -> None:
        """Ask until when and why the line in hand is put off."""
        item: Due | None = self.tree.here
        if item is None:
            self._context.say("Go to a line first; then it can be put off.", "info")
        elif not item.pupil_id:
            self._context.say("This line is about nobody in particular; it is done or deleted, not put off.", "info")
        else:
            self.later.offer(item, f"{self._what(item)}, {item.name}")

    def bring_back(self) -> None:
        """Have a line that was put off back among what is owed now."""
        item: Due | None = self.tree.here
        if item is None or item.put_off is None:
            self._context.say("Only a line that is put off can be brought back.", "info")
            return
        uuid = item.put_off.uuid
        self._context.attempt(lambda: later.bring_back(self._context.store, uuid))

    def turn_order(self) -> None:
        """Group by pupil, or by rule again."""
        self.order.show("" if self.order.value() else PUPIL)
        self._reorder()

    def to_home(self) -> None:
        """Go to the first family that nobody has spoken to this term."""
        if self.order.value():
            self.turn_order()
        if not any(self.tree.go_into(code) for code in HOME):
            self._context.say("Every family asked for has been spoken to; nothing is owed to home.", "good")

    def _reorder(self) -> None:
        self._context.look.keep_by_pupil(bool(self.order.value()))
        self._refresh()

    def _make_pages(self, owner: Owner) -> None:
        """The list, and what stands in its place when nothing is owed or nobody is on the roll."""
        context, say = self._context, self._context.words().say
        self.shown = QStackedWidget()
        self.nothing = EmptyState("Nothing is owed today", "", "See the coming weeks", lambda: owner.turn_to("weeks"))
        self.shown.addWidget(self.tree)
        self.nobody = EmptyState(
            say("No {pupils} yet"),
            "Bring the register in from the spreadsheet your school system exports; what is owed to whom stands here then.",
            "Import the register",
            lambda: context.go("importing"),
            say("Go to the {pupils}"),
            lambda: context.go("pupils"),
        )
        self.shown.addWidget(self.nothing)
        self.shown.addWidget(self.nobody)

    def _offer(self, name: str, every: str, found: dict[str, str]) -> None:
        choices = sorted(
            ((value or NONE, label) for value, label in found.items()), key=lambda pair: pair[1].casefold()
        )
        editor = self.filters[name]
        kept = editor.value()
        editor.offer([("", every), *choices])
        editor.show(kept if kept in dict(choices) else "")

    def _kept(self) -> list[Due]:
        wanted = {name: editor.value() for name, editor in self.filters.items() if editor.value()}
        return [
            item
            for item in self.items
            if (item.pupil_id or not wanted)
            and all((getattr(item, name) or NONE) == value for name, value in wanted.items())
        ]

    def _refresh(self) -> None:
        kept = self._kept()
        say = self._context.words().say
        rules = self._rules.values()
        groups = by_pupil(kept, "About nobody in particular") if self.order.value() else by_rule(kept, rules, say)
        self.tree.measure(self._context.look.theme)
        self.tree.show_groups(groups)
        if not self.tree.currentIndex().isValid() and self.model.rowCount():
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        narrowed = any(editor.value() for editor in self.filters.values())
        self.everything.setVisible(narrowed)
        empty = self.nothing if self._on_roll else self.nobody
        self.nobody.offer(self.first.isHidden())
        for part in (self._narrowing, self.why):
            part.setVisible(bool(self.items))
        self.shown.setCurrentWidget(self.tree if self.model.rowCount() else empty)
        self._explain()

    def _dress(self) -> None:
        """With large text what narrows the list waits behind a button, so that there is room for the list."""
        theme = self._context.look.theme
        self.tree.measure(theme)
        self.narrow.setVisible(theme.is_large)
        shown = not theme.is_large or self.narrow.isChecked()
        for editor in self.filters.values():
            editor.widget.setVisible(shown or bool(editor.value()))

    def _everything(self) -> None:
        for editor in self.filters.values():
            editor.show("")
        self._refresh()

    def _pressed(self, letter: str, item: Due | None) -> None:
        del item
        verbs: dict[str, Callable[[], object]] = {
            "l": self.offer_later, "b": self.bring_back, "p": self.turn_order, "h": self.to_home,
        }  # fmt: skip
        if letter in verbs:
            verbs[letter]()

    def _explain(self) -> None:
        item: Due | None = self.tree.here
        for made in (self.open_it, self.later_it):
            made.setEnabled(item is not None)
        self.back_it.setVisible(item is not None and item.put_off is not None)
        words = ""
        if item is not None:
            large = self._context.look.theme.is_large  # then every line counts, and the keys stand on their sheet
            words = self._why(item) if large else f"{self._why(item)} {KEYS}"
            if item.put_off is not None:
                words = f"Put off {self._when(item)}. {words}"
            if large:
                whole = (self._what(item), item.name, item.class_name, self._when(item))
                words = f"{'; '.join(part for part in whole if part)}. {words}"
        elif self.model.rowCount():
            group = self.model.group_at(self.tree.currentIndex())
            words = f"{group.help} Enter folds or unfolds the group." if group else KEYS
        self.why.setText(words)
        self.tree.setAccessibleDescription(words)

    def _what(self, item: Due) -> str:
        title = self._context.words().say(self._rules[item.rule].title)
        if item.words == self._rules[item.rule].title:
            return title
        # “Next step due: Next step: …” says one thing twice.
        says_it = item.words.casefold().startswith(" ".join(title.casefold().split()[:2]))
        return f"{title}: {item.words}" if (item.put_off or self.order.value()) and not says_it else item.words

    def _when(self, item: Due) -> str:
        today = self._context.store.clock.today()
        if item.put_off is not None:
            return f"until {day_words(item.put_off.until, today)}: {item.put_off.reason}"
        if item.due is not None:
            return day_words(item.due, today)
        return f"since {day_words(item.since, today)}" if item.since else ""

    def _why(self, item: Due) -> str:
        rule = self._rules[item.rule]
        say = self._context.words().say
        return f"By the rule “{say(rule.title)}”: {say(rule.why)}"

    def _icon(self, item: Due) -> QIcon | None:
        if item.ring is None:
            return None
        theme = self._context.look.theme
        return ring_icon(*item.ring, theme.colours["accent"], theme.colours["edge"], theme.px(SIDE))
