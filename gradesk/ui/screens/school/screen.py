"""The school: its name and words, its calendar, rules and clocks, its languages and pages on paper, and how this laptop looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.school.school import School
from gradesk.services.school import school
from gradesk.services.school.school import Label
from gradesk.system.laptop import capture
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.forms.fields import ChoiceEditor, LineEditor, TickEditor
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import ScrollPage, card, clear, column, flow
from gradesk.ui.kit.tabs import CalmTabs
from gradesk.ui.looks.look import LONGEST, covered_after
from gradesk.ui.looks.theme import AS_SYSTEM, SCALES, THEMES
from gradesk.ui.screen import Screen
from gradesk.ui.screens.school.calendar_page import CalendarPage
from gradesk.ui.screens.school.clocks_page import ClocksPage
from gradesk.ui.screens.school.history_page import HistoryPage
from gradesk.ui.screens.school.languages_page import LanguagesPage
from gradesk.ui.screens.school.leavers.page import LeaversPage
from gradesk.ui.screens.school.meeting_kinds import MeetingKindsCard
from gradesk.ui.screens.school.paper_page import PaperPage
from gradesk.ui.screens.school.plan_types import PlanTypesCard
from gradesk.ui.screens.school.rules_page import RulesPage
from gradesk.ui.screens.school.safety.page import SafetyPage
from gradesk.ui.screens.school.september import September

TABS = (
    ("school", "School"),
    ("calendar", "Calendar"),
    ("september", "September"),
    ("rules", "Rules of Today"),
    ("clocks", "Clocks"),
    ("languages", "Languages on paper"),
    ("paper", "Paper"),
    ("safety", "Safety"),
    ("history", "History"),
    ("leavers", "Leavers"),
)
Part = (
    CalendarPage
    | September
    | RulesPage
    | ClocksPage
    | LanguagesPage
    | PaperPage
    | SafetyPage
    | HistoryPage
    | LeaversPage
)


class SchoolScreen(Screen):
    """Settings of the school (in the encrypted file) and of this laptop."""

    kinds = frozenset(
        {
            "school",
            "layer",
            "plan_type",
            "rating",
            "half_term",
            "closure_day",
            "calendar_date",
            "rule_setting",
            "clock_setting",
            "phrase_correction",
            "layout_section",
            "pupil",
            "lead_period",
            "staff_member",
            "retention_rule",
            "legal_hold",
            "kept_longer",
            "erasure",
        }
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.words_form = Form(
            School,
            ("name", "nation", "word_pupil", "word_senco", "word_plan", "stuck_after"),
            context.store.clock.today,
            context.words(),
            2,
        )
        self.words_form.edited.connect(
            lambda values: self._send(
                self.words_form, lambda: school.change_school(context.store, values, self), values
            )
        )
        self._kept: dict[str, str] = {}  # labels by uuid, as they were kept last
        self._renaming: list[tuple[str, Label, LineEditor]] = []
        self._labels = QVBoxLayout()
        self.plan_types, self.meeting_kinds = PlanTypesCard(context), MeetingKindsCard(context)
        inside = QWidget()
        inside.setLayout(
            column(
                PlainLabel("School", "title"),
                card(PlainLabel("Name and words", "heading"), self.words_form),
                card(PlainLabel("Kinds of plan", "heading"), self.plan_types),
                card(PlainLabel("Kinds of meeting", "heading"), self.meeting_kinds),
                card(PlainLabel("Names your school gives", "heading"), self._labels),
                card(PlainLabel("This computer", "heading"), self._laptop()),
                None,
                margin=16,
                gap=12,
            )
        )
        self.tabs = CalmTabs()
        self.tabs.addTab(ScrollPage(inside), "School")
        self._parts: dict[str, Part] = {}
        self._holders: dict[str, QVBoxLayout] = {}
        for name, label in TABS[1:]:
            holder = QWidget()
            self._holders[name] = column()
            holder.setLayout(self._holders[name])
            self.tabs.addTab(holder, label)
        self.tabs.currentChanged.connect(lambda _place: self._turned())
        self.setLayout(column(self.tabs))

    def here(self) -> dict[str, object]:
        """Which tab."""
        return {"tab": self.shown}

    def pages(self) -> list[tuple[dict[str, object], QWidget]]:
        """Each tab that was made."""
        first = self.tabs.widget(0)
        assert first is not None
        found: list[tuple[dict[str, object], QWidget]] = [({"tab": "school"}, first)]
        return found + [({"tab": name}, self._holder(name)) for name in self._parts]

    def _holder(self, name: str) -> QWidget:
        return self.tabs.widget([tab for tab, _ in TABS].index(name)) or self

    def arrive(self, **place: object) -> None:
        """Show a tab (`tab`), named as in `TABS`."""
        tab = place.get("tab")
        if isinstance(tab, str):
            self.tabs.setCurrentIndex([name for name, _ in TABS].index(tab))
            self.tabs.tabBar().setFocus()
            if tab == "safety" and place.get("record") and isinstance(safety := self.part("safety"), SafetyPage):
                safety.put_first_right()
                safety.reload()
            if tab == "leavers" and (pupil_id := place.get("record")):
                self.leavers().choose(str(pupil_id))

    def leavers(self) -> LeaversPage:
        """The tab on which it is decided who is kept and who is erased."""
        found = self.part("leavers")
        assert isinstance(found, LeaversPage)
        return found

    @property
    def shown(self) -> str:
        """The name of the tab in sight."""
        return TABS[self.tabs.currentIndex()][0]

    def part(self, name: str) -> Part:
        """A tab beside the first, made when it is first turned to."""
        if name not in self._parts:
            made = self._made(name)
            self._parts[name] = made
            self._holders[name].addWidget(made)
        return self._parts[name]

    def _made(self, name: str) -> Part:
        if name == "calendar":
            return CalendarPage(self.context)
        if name == "clocks":
            return ClocksPage(self.context)
        if name == "september":
            return September(self.context)
        if name == "safety":
            return SafetyPage(self.context)
        if name == "history":
            return HistoryPage(self.context)
        if name == "leavers":
            return LeaversPage(self.context)
        if name == "paper":
            return PaperPage(self.context, self)
        return RulesPage(self.context) if name == "rules" else LanguagesPage(self.context, self)

    def actions_here(self) -> list[Action]:
        """Turning to each tab by key."""
        return [
            Action(
                f"school.{name}",
                f"Turn to {label}",
                partial(self.tabs.setCurrentIndex, place),
                f"Alt+{(place + 1) % 10}",
                "Go",
            )
            for place, (name, label) in enumerate(TABS)
        ]

    def _turned(self) -> None:
        if self.shown != "school":
            self.part(self.shown).reload()

    def reload(self) -> None:
        """Show everything anew."""
        store = self.context.store
        found = school.card(store)
        self.words_form.load(
            School(
                name=found.name,
                word_pupil=found.words.pupil,
                word_senco=found.words.senco,
                word_plan=found.words.plan,
                stuck_after=found.stuck_after,
            )
        )
        clear(self._labels)
        self._renaming = []
        for kind, heading, labels in self._label_groups():
            self._labels.addWidget(PlainLabel(heading, "field"))
            self._labels.addWidget(flow(*(self._label(kind, heading, label) for label in labels)))
        self.plan_types.reload()
        self.meeting_kinds.reload()
        if self.shown != "school":
            self.part(self.shown).reload()

    def flush(self) -> None:
        """Keep what is being typed."""
        for form in self._first_forms():
            form.flush()
        for kind, label, editor in self._renaming:
            if editor.typed():
                self._rename(kind, label, editor)
        for part in self._parts.values():
            part.flush()

    def _first_forms(self) -> list[Form]:
        inside = self.tabs.widget(0)
        return inside.findChildren(Form) if inside is not None else []

    def _laptop(self) -> QWidget:
        look = self.context.look
        theme = ChoiceEditor([("", AS_SYSTEM), *THEMES.items()])
        theme.show(look.chosen)
        theme.widget.setAccessibleName("Theme")
        theme.edited.connect(lambda: look.choose(theme.value()))
        scale = ChoiceEditor([(0, "Text as the system"), *((size, f"Text {size} %") for size in SCALES)])
        scale.show(look.chosen_size)
        scale.widget.setAccessibleName("Size of text")
        scale.edited.connect(lambda: look.choose(scale=scale.value()))
        look.heed(theme.widget, lambda: theme.show(look.chosen))
        look.heed(scale.widget, lambda: scale.show(look.chosen_size))
        covers = ChoiceEditor([(minutes, covered_after(minutes)) for minutes in range(LONGEST + 1)])
        covers.show(look.covers_after)
        covers.widget.setAccessibleName("When Gradesk locks itself")
        covers.fit_within(30)
        covers.edited.connect(lambda: look.cover_after(covers.value()))
        look.covering.connect(covers.show)
        folder = PlainLabel(f"The school’s file lies in {self.context.store.vault.folder}", "quiet")
        holder = QWidget()
        parts = [theme.widget, scale.widget, covers.widget]
        if capture.CAN_HIDE:
            hides = TickEditor("Keep Gradesk out of pictures of the screen and shared screens")
            hides.show(look.hides_from_pictures)
            hides.edited.connect(lambda: look.hide_from_pictures(bool(hides.value())))
            parts.append(hides.widget)
        holder.setLayout(column(flow(*parts), folder))
        return holder

    def _label_groups(self) -> list[tuple[str, str, list[Label]]]:
        store = self.context.store
        return [
            ("layer", "Layers of support", school.layers(store)),
            *(("rating", f"Outcomes at a review: {scale}", labels) for scale, labels in school.scales(store)),
        ]

    def _label(self, kind: str, heading: str, label: Label) -> QWidget:
        editor = LineEditor()
        editor.show(label.label)
        editor.widget.setAccessibleName(f"Name of {label.code}: {heading}")
        line: Any = editor.widget
        line.setMinimumWidth(self.context.look.theme.px(220))
        line.editingFinished.connect(lambda: self._rename(kind, label, editor))
        self._renaming.append((kind, label, editor))
        return line

    def _rename(self, kind: str, label: Label, editor: LineEditor) -> None:
        kept = self._kept.get(label.uuid, label.label)
        editor.line.setModified(False)
        if editor.value().strip() == kept:
            return
        if self.attempt(lambda: school.rename(self.context.store, kind, label.uuid, editor.value(), self)):
            self._kept[label.uuid] = editor.value().strip()
        else:
            editor.show(kept)

    def _send(self, form: Form, keep: Callable[[], object], values: Mapping[str, Any]) -> None:
        if not self.attempt(keep):
            form.put_back(values)
