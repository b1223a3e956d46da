"""Agreeing a plan: what is still missing, who agrees and how, and the versions there are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.plans.plan import PlanVersion
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.vocabulary import AGREED_HOW, AGREERS
from gradesk.services.plans import agreeing, plans
from gradesk.services.plans.agreeing import Agreement, Missing
from gradesk.services.plans.plans import PlanPage
from gradesk.services.pupils import around
from gradesk.services.pupils.pupils import PupilPage
from gradesk.services.school import staff
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.fields import ChoiceEditor, DayEditor, LineEditor, TickEditor, Wrong
from gradesk.ui.kit.forms.names import offer_names
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import card, clear, column, flow
from gradesk.ui.screens.pupil.panel import Panel


class AgreeCard(QWidget):
    """The agreement of one plan. `take_to` goes to what is missing; `compare` lays versions side by side.

    `folded`, it shows who agreed, and lines for those who have not only when one asks to note them.
    """

    def __init__(
        self,
        context: Context,
        take_to: Callable[[Missing], object],
        agreed: Callable[[], object],
        compare: Callable[[], object],
        flush: Callable[[], object],
        *,
        folded: bool = False,
    ) -> None:
        super().__init__()
        self._folded = folded
        self._context = context
        self._take_to = take_to
        self._agreed = agreed
        self._flush = flush
        self._plan_id = ""
        self._shown: object = None
        self._last: tuple[PlanPage, PupilPage] | None = None
        self._known: dict[str, str] = {}  # who agrees most likely, by role
        self._missing, self._versions = QVBoxLayout(), QVBoxLayout()
        self._people: dict[str, tuple[TickEditor, LineEditor, ChoiceEditor]] = {}
        self._lines = {role.code: self._person(role.code, context.words().say(role.label)) for role in AGREERS}
        self.day = DayEditor(context.store.clock.today, past=True)
        self.day.widget.setAccessibleName("Agreed on")
        self.reason = LineEditor()
        self.reason.widget.setAccessibleName("Reason for the new version")
        context.look.fit(self.reason.widget, lambda theme: self.reason.widget.setMinimumWidth(theme.px(280)))
        self._why = column(PlainLabel("Why a new version", "field", wrap=False), self.reason.widget, gap=3)
        self._why_box = QWidget()
        self._why_box.setLayout(self._why)
        self._compare = button("Compare versions", compare, "link")
        self.act = button("Agree this plan", self.agree, "main", "Ctrl+Enter here: freezes these words as a version")
        self._asked = PlainLabel(
            "Tick who agreed (arrow keys and the space bar). Those who have not yet can be added when they do.", "quiet"
        )
        self._when = QWidget()
        self._when.setLayout(column(PlainLabel("Agreed on", "field", wrap=False), self.day.widget, gap=3))
        self.setLayout(
            column(
                card(
                    PlainLabel("Agreement", "heading"),
                    self._missing,
                    self._asked,
                    *self._lines.values(),
                    flow(self._when, self._why_box),
                    flow(self.act, self._compare),
                    self._versions,
                )
            )
        )

    def _person(self, role: str, label: str) -> QWidget:
        tick, name = TickEditor(label), LineEditor()
        how = ChoiceEditor([(term.code, term.label) for term in AGREED_HOW])
        how.fit_contents()
        tick.widget.setAccessibleName(f"{label} agreed")
        self._context.look.fit(tick.widget, lambda theme: tick.widget.setMinimumWidth(theme.px(130)))
        name.widget.setAccessibleName(f"{label}: name")
        self._context.look.fit(name.widget, lambda theme: name.widget.setMinimumWidth(theme.px(220)))
        how.widget.setAccessibleName(f"{label}: how")
        tick.widget.installEventFilter(self)
        name.edited.connect(lambda: tick.show(bool(name.value().strip())))
        tick.edited.connect(lambda: self._name_the_ticked(role))
        self._people[role] = (tick, name, how)
        return flow(tick.widget, name.widget, how.widget)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down go from tick to tick."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            ticks = self._ticks()
            if event.key() in steps and watched in ticks:
                place = ticks.index(watched) + steps[Qt.Key(event.key())]
                if 0 <= place < len(ticks):
                    ticks[place].setFocus(Qt.FocusReason.OtherFocusReason)
                return True
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter agrees."""
        wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if wanted and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.agree()
            return
        super().keyPressEvent(event)

    @property
    def words(self) -> dict[str, LineEditor]:
        """What is typed here and kept only when the plan is agreed."""
        return {"reason": self.reason, **{role: name for role, (_, name, _) in self._people.items()}}

    def show_plan(self, found: PlanPage, page: PupilPage) -> None:
        """Show a plan; ticks and names half set stay while it is the same plan."""
        newest = found.versions[0].number if found.versions else 0
        self._known = self._known_names(found, page)
        if (found.plan.uuid, newest) != self._shown:
            self._shown = (found.plan.uuid, newest)
            self._plan_id = found.plan.uuid
            self._begin()
            adults = around.adults(self._context.store, found.plan.pupil_id)
            for _, typed, _how in self._people.values():
                offer_names(typed.line, adults)
        for role, (_, name, _how) in self._people.items():
            if not name.value().strip():
                name.show(self._known[role])  # somebody was added since
        same = bool(found.versions) and not agreeing.is_changed(found)
        later = agreeing.not_yet_agreed(found)
        for role, line in self._lines.items():
            line.setVisible(not self._folded and (not same or role in later))
        self._why_box.setVisible(bool(found.versions) and not same)
        self.act.setText("Note who agreed too" if same else "Agree this plan")
        self.act.setVisible(not same or bool(later))
        restyle(self.act, role="" if self._folded else "main")
        self._when.setVisible(not self._folded and (not same or bool(later)))
        self._asked.setVisible(not self._folded and (not same or bool(later)))
        self._compare.setVisible(bool(found.versions))
        self._last = (found, page)
        self._show_missing(found)
        self._show_versions(found)

    def _name_the_ticked(self, role: str) -> None:
        """Whoever is ticked has a name: the one that is known; where none is, the cursor goes where to type it."""
        tick, name, _ = self._people[role]
        if not tick.value() or name.value().strip():
            return
        name.show(self._known.get(role, ""))
        if not name.value().strip():
            name.widget.setFocus(Qt.FocusReason.OtherFocusReason)
            self._context.say(f"Type the name of the {AGREERS.label(role).lower()} who agreed.", "info")

    def _known_names(self, found: PlanPage, page: PupilPage) -> dict[str, str]:
        store = self._context.store
        everyone = {person.uuid: person for person in staff.staff(store)}
        lead = everyone.get(found.plan.lead_id or "")
        senco = next((person.name for person in everyone.values() if person.role == "senco"), "")
        teacher = lead or next(
            (
                person
                for person in everyone.values()
                if person.class_name and person.class_name == page.pupil.class_name
            ),
            None,
        )
        by_right = sorted(page.contacts, key=lambda one: one.parental_responsibility is not True)
        return {
            "pupil": page.pupil.first_name,
            "parent": next((one.name for one in by_right if one.name), ""),
            "teacher": teacher.name if teacher else "",
            "senco": senco or (store.actor if store.actor != "SENCO" else ""),
        }

    def _begin(self) -> None:
        for role, (tick, name, how) in self._people.items():
            tick.show(False)
            name.show(self._known[role])
            how.show("paper")
        self.day.show(self._context.store.clock.today())
        self.reason.show("")

    def _show_missing(self, found: PlanPage) -> None:
        clear(self._missing)
        lacks = agreeing.missing(found)
        if lacks:
            links = [button(_first_capital(lack.words), partial(self._take_to, lack), "link") for lack in lacks]
            self._missing.addWidget(PlainLabel("Still missing before it can be agreed:", "field"))
            self._missing.addWidget(flow(*links, gap=2))
        elif found.versions and not agreeing.is_changed(found):
            self._missing.addWidget(PlainLabel(f"These are the words of version {found.versions[0].number}.", "quiet"))
        elif found.versions:
            words = f"Changed since version {found.versions[0].number}. Agree again, and say why."
            self._missing.addWidget(PlainLabel(words, "field"))
        else:
            self._missing.addWidget(PlainLabel("Nothing is missing; it can be agreed.", "field"))

    def _show_versions(self, found: PlanPage) -> None:
        clear(self._versions)
        today = self._context.store.clock.today()
        for version in found.versions:
            people = [
                f"{row.name} ({AGREED_HOW.label(row.how).lower()}, {day_words(row.happened_on, today)})"
                for row in found.agreements
                if row.version_id == version.uuid
            ]
            why = f" {version.reason}." if version.reason else ""
            words = (
                f"Version {version.number}, {day_words(version.happened_on, today)}.{why} Agreed: {'; '.join(people)}."
            )
            self._versions.addWidget(PlainLabel(words))

    def _note_too(self, people: Sequence[Agreement], version: PlanVersion) -> None:
        try:
            day = self.day.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        store = self._context.store
        if self._context.attempt(lambda: agreeing.add_agreements(store, version.uuid, people, day)):
            for one in people:
                self._people[one.role][0].show(False)  # or the next version would be theirs too
            self._agreed()
            names = ", ".join(one.name.strip() for one in people)
            self._context.done(f"Noted: {names} agreed to version {version.number} too.", "good")

    def agree(self) -> None:
        """Agree the plan with those who are ticked, or note them where its words were agreed already."""
        self._flush()
        if self._folded and not any(tick.value() for tick, _, _ in self._people.values()):
            self.focus_first()
            return
        try:
            day = self.day.value()
        except Wrong as wrong:
            self._context.say(str(wrong), "problem")
            return
        people = [
            Agreement(role, name.value(), how.value())
            for role, (tick, name, how) in self._people.items()
            if tick.value()
        ]
        found = plans.page(self._context.store, self._plan_id)
        if people and found.versions and not agreeing.is_changed(found):
            self._note_too(people, found.versions[0])
            return
        made: list[int] = []
        reason: Any = self.reason.value()
        store, plan_id = self._context.store, self._plan_id
        if self._context.attempt(lambda: made.append(agreeing.agree(store, plan_id, people, day, reason))):
            self._agreed()
            self._context.done(f"Agreed: version {made[0]} is kept as it stands.", "good")

    def focus_first(self) -> None:
        """Put the cursor on the first line; unfolds."""
        if self._folded and self._last is not None:
            self._folded = False
            self.show_plan(*self._last)
        for tick in self._ticks()[:1]:
            tick.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ticks(self) -> list[QWidget]:
        # Those who agreed already have no line any more.
        return [tick.widget for role, (tick, _, _) in self._people.items() if not self._lines[role].isHidden()]


def _first_capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def hold_agreement(panel: Panel, card_of: AgreeCard, page: PlanPage) -> None:
    """What is half typed about an agreement outlives the card it was typed in."""
    about = f"agree {page.plan.uuid} {len(page.versions)}"
    for name, editor in card_of.words.items():
        panel.unsent(editor, f"{about} {name}")
