"""The passport: first a page to read, then sections in the pupil's own words with questions that open them up, how fresh
it is, what fits on the page, who holds a copy, its versions, and the refresh together with the pupil."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from gradesk.model.base import fields_of
from gradesk.model.plans.passport import PASSPORT_SECTIONS, Passport
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.freshness import freshness, freshness_words
from gradesk.services.plans import passports, prompts
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.explained import explained
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, caption, restyle
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.screens.pupil.copies_card import Copies
from gradesk.ui.screens.pupil.facts import Facts
from gradesk.ui.screens.pupil.panel import Panel
from gradesk.ui.screens.pupil.passport.bank import WaysToHelp
from gradesk.ui.screens.pupil.passport.refresh import Refresh
from gradesk.ui.screens.pupil.passport.versions import Versions
from gradesk.ui.screens.pupil.rounds import Round

if TYPE_CHECKING:
    from gradesk.documents.desk.drawing import fits
else:
    fits = lazily("gradesk.documents.desk.drawing:fits")

CHECK_AFTER = 600  # ms after a change until the page is measured again
DATES = ("made_with", "checked_on", "review_on")


class PassportTab(Panel):
    """Edits the living passport."""

    live = "passport"
    kinds = frozenset({"passport", "passport_version", "given_copy", "staff_member"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._unmeasured = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self._measure)
        self.state = PlainLabel("", "quiet")
        self.state.setToolTip(explained("Fresh"))
        self.fit = PlainLabel("")
        self.hints = {name: PlainLabel("", "quiet") for name in PASSPORT_SECTIONS}
        self.bank = WaysToHelp(context, self._take)
        beside: dict[str, QWidget] = {**self.hints}
        beside["helps"] = QWidget()
        beside["helps"].setLayout(column(self.hints["helps"], self.bank, gap=3))
        self.sections = self.form(Passport, PASSPORT_SECTIONS, self._keep, hints=beside)
        self.dates = self.form(Passport, DATES, self._keep, columns=3)
        self.read = Facts(context.look)
        self._opened = ""  # the pupil whose words are open to be changed
        self._has_words = False
        self.copies = Copies(self, "passport")
        self.versions = Versions(context)
        self._refresh: Refresh | None = None
        self._whose = ""
        self._round = Round()
        self._desk = self._made_desk()
        self._lines = column(self._desk, None, margin=16)
        self.setLayout(self._lines)

    def _made_desk(self) -> QWidget:
        say = self.context.words().say
        self.begin = button(
            "Refresh together", self.start_refresh, "", "Ctrl+Shift+R: section by section with the pupil"
        )
        self.ask = button("Questions", self._show_questions, "", "Questions that open up each section")
        self.ask.setCheckable(True)
        self._show_questions()
        self.open = button("Change", self.turn_words, "", "Opens the words to be changed (F2)")
        self.close_again = button(
            "Read as a page", self._read_through, "", "Closes the words; all of them are kept (F2)"
        )
        self._reading, self._writing = card(self.read), QWidget()
        self._writing.setLayout(column(card(self.sections), card(self.dates), gap=12))
        desk = QWidget()
        desk.setLayout(
            column(
                flow(
                    self.open,
                    self.close_again,
                    button("Preview and print", self.preview, "main"),
                    button("Parent’s pack", self.pack, "", "Plan, passport, targets and next dates (Ctrl+Shift+P)"),
                    self.begin,
                    button(
                        say("Checked with the {pupil}: new version"),
                        self.issue,
                        "",
                        "Freezes today’s words as the next numbered version",
                    ),
                    self.ask,
                ),
                column(self.state, self.fit, gap=2),
                self._reading,
                self._writing,
                card(PlainLabel("Copies", "heading"), self.copies),
                card(PlainLabel("Versions", "heading"), self.versions),
                gap=12,
            )
        )
        return desk

    @property
    def refresh_view(self) -> Refresh:
        """The refresh, made when it is first wanted: it has a box for every section."""
        return self._refresh or self._made_refresh()

    def _made_refresh(self) -> Refresh:
        self._refresh = made = Refresh(self.context, self)
        made.left.connect(self._refreshed)
        made.hide()
        self._lines.insertWidget(1, made)
        self.offer_people(made.end_form)
        return made

    @property
    def is_calm(self) -> bool:
        """While a refresh is under way the page belongs to the pupil alone."""
        return self._refresh is not None and not self._refresh.isHidden()

    def reload(self) -> None:
        """Show the passport's words."""
        assert self.page is not None
        if self._whose != self.pupil_id:
            self._whose, self._opened = self.pupil_id, ""
            self._turn_to_desk()
        store, pupil = self.context.store, self.page.pupil
        found = passports.passport(store, self.pupil_id) or Passport(
            **dict.fromkeys((*PASSPORT_SECTIONS, "made_with"), "")
        )
        self.sections.load(found)
        self.dates.load(found)
        self.begin.setText(caption(f"Refresh with {pupil.first_name}"))
        self.begin.setAccessibleName(f"Refresh with {pupil.first_name}")
        for name, asked in prompts.for_pupil(store, pupil).items():
            self.hints[name].setText("  ".join(asked))
        self.bank.show_pupil(pupil)
        self._say_state(found)
        self._read_or_write(found)
        self.copies.show_pupil(self.pupil_id)
        self.versions.show_pupil(self.pupil_id)
        if self.is_calm:
            self.refresh_view.show_again()
        self._timer.start()

    def take_up(self) -> None:
        """Put back what waits for its field, and open the words where it is one of them."""
        waiting = self._aside.get(self.pupil_id, {}) if self.page is not None else {}
        if self._refresh is None and any(Refresh.__name__ in place for place in waiting):
            self._made_refresh()
        super().take_up()
        if self.page is not None and self.unkept():
            self._open()

    def _read_or_write(self, found: Passport) -> None:
        """A passport with words in it is read until somebody changes it; an empty one is there to be written."""
        said = [(self.context.words().say(_label(name)), str(getattr(found, name))) for name in PASSPORT_SECTIONS]
        told = [(self.context.words().say(_label(name)), _written(getattr(found, name))) for name in DATES]
        self.read.show_facts([*said, *told])
        self._has_words = any(words.strip() for _, words in said)
        if self.unkept():
            self._opened = self.pupil_id
        self._turn_pages()

    def _turn_pages(self) -> None:
        writes = self._opened == self.pupil_id or not self._has_words
        if not writes and self._writing.isAncestorOf(self.focusWidget()):
            self.setFocus()  # a field that goes out of sight takes no letters
        self._reading.setVisible(not writes)
        self._writing.setVisible(writes)
        self.open.setVisible(not writes)
        self.ask.setVisible(writes)
        self.close_again.setVisible(writes and self._has_words)

    def turn_words(self) -> None:
        """Open the words to be changed, or close them again."""
        if not self._writing.isHidden():
            self._read_through()
            return
        self._open()
        self.sections.focus_on(PASSPORT_SECTIONS[0])

    def _open(self) -> None:
        self._opened = self.pupil_id
        self._turn_pages()

    def _read_through(self) -> None:
        self.flush()
        if self.unkept():
            self.context.say(
                "A field has something that could not be kept; put it right first, it is marked.", "problem"
            )
            return
        if not self._has_words:
            self.context.say("Nothing is written yet, so there is no page to read.", "info")
            return
        self._opened = ""
        self.reload()
        self.to_top()

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Put the cursor where something is done; a field is opened to be changed."""
        if any(name in (*PASSPORT_SECTIONS, *DATES) for name in at):
            self._open()
        return super().go_to(record, at)

    def preview(self) -> None:
        """See the page as it will be printed."""
        self.flush()
        self.context.go("preview", document="passport", pupil_ids=(self.pupil_id,))

    def next_missing(self) -> None:
        """Go to the next section in which nothing is written yet."""
        self.flush()
        empty = passports.empty_sections(self.context.store, self.pupil_id)
        if not empty:
            self.context.say("Something is written in every section; nothing is missing.", "good")
            return
        at = self._round.next(self.pupil_id, empty)
        self._open()
        self.sections.focus_on(next(name for name in PASSPORT_SECTIONS if _label(name) == empty[at]))
        words = self.context.words().say(empty[at])
        self.context.say(f"Still empty, {at + 1} of {len(empty)}: {words}. F6 goes on.", "info")

    def pack(self) -> None:
        """See all that goes home together."""
        self.flush()
        self.context.go("preview", pack="parent", pupil_ids=(self.pupil_id,))

    def issue(self) -> None:
        """Freeze today's words as the next version."""
        self.flush()
        made: list[int] = []
        if self.attempt(lambda: made.append(passports.issue(self.context.store, self.pupil_id))):
            empty = passports.empty_sections(self.context.store, self.pupil_id)
            still = f" Still empty: {', '.join(empty)}." if empty else ""
            self.context.done(f"Version {made[0]} is kept, dated today.{still}", "good")

    def start_refresh(self) -> None:
        """Go through the passport together with the pupil."""
        assert self.page is not None
        self.flush()
        self._desk.hide()
        self.refresh_view.show()
        self.calm_changed.emit()
        self.refresh_view.start(self.page.pupil)

    def _refreshed(self) -> None:
        self._turn_to_desk()
        self.reload()
        self.begin.setFocus()
        where = self._refreshed_to()
        if where:
            self.context.say(f"{where} Everything typed is kept; the same button goes on from there.", "info")

    def _refreshed_to(self) -> str:
        return self._refresh.where(self.pupil_id) if self._refresh is not None else ""

    def _turn_to_desk(self) -> None:
        if self._refresh is not None:
            self._refresh.hide()
        self._desk.show()
        self.calm_changed.emit()

    def _say_state(self, found: Passport) -> None:
        today = self.context.store.clock.today()
        fresh = freshness(found.checked_on, found.review_on, today)
        versions = passports.versions(self.context.store, self.pupil_id)
        number = f"Version {versions[0].number}." if versions else "No version yet."
        left = self._refreshed_to()
        parts = (number, f"Checked together: {freshness_words(fresh, found.checked_on)}.", left)
        self.state.setText(" ".join(part for part in parts if part))

    def _show_questions(self) -> None:
        for hint in self.hints.values():
            hint.setVisible(self.ask.isChecked())

    def _keep(self, values: Mapping[str, Any]) -> None:
        passports.change(self.context.store, self.pupil_id, values, self)
        self._opened = self.pupil_id  # whoever types is writing, whatever is read anew meanwhile
        self._has_words = len(passports.empty_sections(self.context.store, self.pupil_id)) < len(PASSPORT_SECTIONS)
        self.close_again.setVisible(self._has_words)
        if "checked_on" in values or "review_on" in values:
            found = passports.passport(self.context.store, self.pupil_id)
            if found is not None:
                self._say_state(found)
        self._timer.start()

    def _take(self, words: str) -> None:
        """A way to help that the pupil agreed to: one line more."""
        self.flush()
        store = self.context.store
        found = passports.passport(store, self.pupil_id)
        before = found.helps.rstrip() if found else ""
        if words in before.splitlines():
            self.context.say("That is in the passport already; nothing was changed.", "info")
            return
        helps = f"{before}\n{words}" if before else words
        if self.attempt(lambda: passports.change(store, self.pupil_id, {"helps": helps}, self)):
            self.sections.load(passports.passport(store, self.pupil_id) or Passport(helps=helps))
            self.context.done("Taken into “How you can help me”.", "good")
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure what was to be measured when something else came into sight."""
        super().showEvent(event)
        if self._unmeasured:
            self._unmeasured = False
            self._timer.start()

    def _measure(self) -> None:
        if not self.isVisible():
            self._unmeasured = True
            return
        if self.page is None:
            return
        try:
            problem = fits(self.context.store, "passport", self.pupil_id)
        except Refused as refusal:
            problem = str(refusal)
        restyle(self.fit, role="problem" if problem else "quiet")
        self.fit.setText(problem or ("Fits on one side of A4." if self._has_words else ""))


def _label(name: str) -> str:
    return next(info.label for info in fields_of(Passport) if info.name == name)


def _written(value: date | str | None) -> str:
    return written_day(value) if isinstance(value, date) else value or ""
