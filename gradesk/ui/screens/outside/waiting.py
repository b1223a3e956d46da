"""The waiting board: every referral by its stage, how long it has stood there, and when to ask."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QStackedWidget

from gradesk.model.outside.words import REFERRAL_STEPS
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.outside import referrals
from gradesk.services.outside.referrals import STAGES, Line
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.tables.grouped import Cell, Group, GroupedModel, GroupedTree
from gradesk.ui.parts.part import Part

LEAST = 240  # pixels at 100 %: the titles and seven lines
DUE = "to ask now"  # the group of those whose time is over
TITLE = "To be asked now"


class Waiting(Part):
    """Those whose time is over first, then a group for each stage; A says that somebody was asked again, L writes the letter."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        say = context.words().say
        self.lines: list[Line] = []
        self.model = GroupedModel(
            [
                Cell(say("{Pupil}"), lambda one: one.name, 5),
                Cell("Class", lambda one: one.class_name, 3, seldom=True),
                Cell("To whom", lambda one: one.professional.called, 6),
                Cell("Stage", lambda one: one.stage_words, 4, seldom=True),
                Cell("Days", lambda one: f"{one.days:,}", 2),
                Cell("Next", self._next, 8),
            ],
            key=lambda one: one.referral.uuid,
        )
        self.tree = GroupedTree(self.model, "Referrals by stage")
        self.tree.opened.connect(self.open)
        self.tree.letter.connect(self._letter)
        self.tree.moved.connect(lambda _one: self._explain())
        self.nothing = EmptyState(
            "Nobody outside is waited for",
            say(
                "Somebody is asked on a {pupil}’s page under Outside. From the first idea until the report came, the referral "
                "stands here with the day on which to ask for it."
            ),
        )
        self.shown = QStackedWidget()
        self.shown.addWidget(self.tree)
        self.shown.addWidget(self.nothing)
        self.why = PlainLabel("", "quiet")
        self.acts = [
            button("Open it", lambda: self.open(self.tree.here), "main", say("Enter: on the {pupil}’s page")),
            button("Asked again", self.asked, "", "A: today; its time begins anew"),
            button("Letter that asks", partial(self._print, "referral-letter"), "", "L"),
            button("Summary", partial(self._print, "referral-summary"), "", "S: the page that goes with it"),
        ]
        layout = column(self.shown, self.why, flow(*self.acts), gap=8, grows=self.shown)
        layout.setContentsMargins(0, 10, 0, 0)
        self.setLayout(layout)
        self.first = self.tree
        context.look.heed(self, self._measure)

    def reload(self) -> None:
        """Read the board."""
        store = self.context.store
        today = store.clock.today()
        self.lines = referrals.board(store)
        due = [one for one in self.lines if one.is_due(today)]
        groups = [
            Group(DUE, TITLE, "Their time is over", sorted(due, key=lambda one: one.chase.on if one.chase else today))
        ]
        for code in STAGES:
            rows = [one for one in self.lines if one.stage == code and one not in due]
            groups.append(Group(code, REFERRAL_STEPS.label(code), self._meaning(code), rows))
        closed = referrals.board(store, closed=True)
        groups.append(Group("over", REFERRAL_STEPS.label("closed"), "Nothing more is expected", closed, folded=True))
        self._measure()
        self.tree.show_groups(groups)
        if not self.tree.currentIndex().isValid() and self.model.groups:
            self.tree.setCurrentIndex(self.model.index(0, 0, self.model.index(0, 0)))
        self.first = self.tree if self.lines or closed else self.nothing
        self.shown.setCurrentWidget(self.first)
        self._explain()

    def due(self) -> int:
        """How many are to be asked now."""
        today = self.context.store.clock.today()
        return sum(one.is_due(today) for one in self.lines)

    def show_record(self, uuid: str) -> None:
        """Go to one referral."""
        self.tree.go_to(uuid)

    def open(self, one: Line | None) -> None:
        """Go to the referral on the pupil’s page."""
        if one is not None:
            self.context.go("pupil", pupil_id=one.referral.pupil_id, tab="outside", record=one.referral.uuid)

    def asked(self) -> None:
        """Say that somebody was asked again today."""
        one: Line | None = self.tree.here
        if one is None:
            return
        if one.sent_on is None or one.consent is None:
            lacks = "it was not sent yet" if one.sent_on is None else "no consent covers it"
            self.context.say(f"Nobody was noted as asked, for {lacks}; open it to go on there.", "info")
        elif self.context.attempt(lambda: referrals.advance(self.context.store, one.referral.uuid, "asked")):
            self.context.done("Asked again, with today’s date. Ctrl+Z takes it back.", "good")

    def _letter(self, letter: str, _one: object) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "a": self.asked,
            "l": partial(self._print, "referral-letter"),
            "s": partial(self._print, "referral-summary"),
        }
        if letter in deeds:
            deeds[letter]()

    def _print(self, document: str) -> None:
        one: Line | None = self.tree.here
        if one is not None:
            self.context.go("preview", document=document, which=one.referral.uuid, pupil_ids=(one.referral.pupil_id,))

    def _next(self, one: Line) -> str:
        if one.chase is None:
            return ""
        today = self.context.store.clock.today()
        return f"{one.chase.what}: {day_words(one.chase.on, today)}"

    def _meaning(self, code: str) -> str:
        return self.context.words().say(REFERRAL_STEPS[code].meaning)

    def _measure(self) -> None:
        self.tree.measure(self.context.look.theme)
        self.tree.setMinimumHeight(self.context.look.theme.px(LEAST))

    def _explain(self) -> None:
        one: Line | None = self.tree.here
        for act in self.acts:
            act.setEnabled(one is not None)
        words = one.chase.words if one is not None and one.chase is not None else ""
        if one is not None and one.is_open and one.consent is None:
            words = f"{words} No consent covers it."
        self.why.setText(words.strip())
        self.tree.setAccessibleDescription(words)
