"""The passport: sections in the pupil's own words, a note of what fits on the page, versions and printing."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from gradesk.documents import fits
from gradesk.model.passport import PASSPORT_SECTIONS, Passport
from gradesk.model.rules.school_year import day_words
from gradesk.services import passports
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import card, column, flow
from gradesk.ui.screens.pupil.panel import Panel

CHECK_AFTER = 600  # ms after a change until the page is measured again


class PassportTab(Panel):
    """Edits the living passport."""

    kinds = frozenset({"passport", "passport_version"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CHECK_AFTER)
        self._timer.timeout.connect(self._measure)
        say = context.words().say
        self.state = PlainLabel("", "quiet")
        self.fit = PlainLabel("")
        self.sections = self.form(Passport, PASSPORT_SECTIONS, self._keep)
        self.dates = self.form(Passport, ("made_with", "checked_on", "review_on"), self._keep, columns=3)
        self.setLayout(
            column(
                flow(
                    button("Preview and print", self.preview, "main"),
                    button(
                        say("Checked with the {pupil}: new version"),
                        self.issue,
                        "",
                        "Freezes today’s words as the next numbered version",
                    ),
                ),
                self.state,
                self.fit,
                card(self.sections),
                card(self.dates),
                None,
                margin=16,
                gap=12,
            )
        )

    def reload(self) -> None:
        """Show the passport's words."""
        found = passports.passport(self.context.store, self.pupil_id) or Passport(
            **dict.fromkeys((*PASSPORT_SECTIONS, "made_with"), "")
        )
        self.sections.load(found)
        self.dates.load(found)
        versions = passports.versions(self.context.store, self.pupil_id)
        today = self.context.store.clock.today()
        self.state.setText(
            f"Version {versions[0].number}, made {day_words(versions[0].happened_on, today)}."
            if versions
            else "No version yet: write the sections together, then print or make a version."
        )
        self._timer.start()

    def preview(self) -> None:
        """See the page as it will be printed."""
        self.flush()
        self.context.go("preview", document="passport", pupil_ids=(self.pupil_id,))

    def issue(self) -> None:
        """Freeze today's words as the next version."""
        self.flush()
        made: list[int] = []
        if self.attempt(lambda: made.append(passports.issue(self.context.store, self.pupil_id))):
            empty = passports.empty_sections(self.context.store, self.pupil_id)
            still = f" Still empty: {', '.join(empty)}." if empty else ""
            self.context.say(f"Version {made[0]} is kept, dated today.{still}", "good")

    def _keep(self, values: object) -> None:
        passports.change(self.context.store, self.pupil_id, values, self)  # type: ignore[arg-type]
        self._timer.start()

    def _measure(self) -> None:
        if self.page is None:
            return
        try:
            problem = fits(self.context.store, "passport", self.pupil_id)
        except Refused as refusal:
            problem = str(refusal)
        restyle(self.fit, role="problem" if problem else "quiet")
        self.fit.setText(problem or "Fits on one side of A4.")
