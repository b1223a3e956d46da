"""Everything about a pupil and the people outside: referrals on their way, reports and their advice, who knows, who said yes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.base import Entity
from gradesk.model.outside.people import Involvement
from gradesk.model.outside.referral import Consent, Referral
from gradesk.model.outside.report import Report
from gradesk.services.evidence import attachments
from gradesk.services.outside import consents, directory, referrals, reports
from gradesk.system.progress import Progress
from gradesk.ui import tasks
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Options
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import clear, column, flow
from gradesk.ui.parts.draft import Draft
from gradesk.ui.screens.pupil.ehc.side import RECORDS, EhcSide
from gradesk.ui.screens.pupil.outside.bundling import Bundling
from gradesk.ui.screens.pupil.outside.people_cards import PeopleCards
from gradesk.ui.screens.pupil.outside.referral_cards import ReferralCards
from gradesk.ui.screens.pupil.outside.report_cards import ReportCards
from gradesk.ui.screens.pupil.panel import Panel

KINDS = "Documents (*.pdf *.jpg *.jpeg *.png *.docx *.odt *.rtf *.txt);;All files (*)"
NOBODY = "The directory is empty: add who is asked first, under Outside, People."


ADVICE, EHC = "advice", "ehc"


class OutsideTab(Panel):
    """Two sides: referrals and advice, with one card at a time in which something new is written; and the EHC plan."""

    kinds = frozenset(
        {
            "referral", "referral_step", "report", "recommendation", "consent", "involvement", "professional", "attachment",
            "happening", "agreed_action", "target", "provision", "provision_member", "adjustment", "contact", "clock_setting",
            "half_term", "closure_day", "session_mark", "provision_session",
        }
        | RECORDS
    )  # fmt: skip

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._new = ""
        self._answers: str | None = None  # the referral that a new report answers
        self._whose = ""
        self._place = QVBoxLayout()
        self._shown = ADVICE
        self.draft: Draft | None = None
        self.ask = button(
            "Ask somebody outside …", partial(self.begin, "referral"), "main", "A referral, from its first idea on"
        )
        self.came = button("A report came …", partial(self.begin, "report"))
        self.said_yes = button("Somebody gave consent …", partial(self.begin, "consent"))
        self.works = button("Somebody works with them …", partial(self.begin, "work"))
        self.tracker = button("What was advised …", self._tracker, "link", "A page: done and not done")
        self.people = button("Directory", lambda: context.go("outside", tab="people"), "link")
        self.referrals = ReferralCards(self, self.begin_report)
        self.reports = ReportCards(self, self.attach)
        self.known = PeopleCards(self)
        self.working = PlainLabel("", "quiet")
        self.working.hide()
        self.ehc = EhcSide(self)
        self.sides = {
            code: button(words, partial(self.turn_side, code), "", "Alt+Page Down goes to the other side")
            for code, words in ((ADVICE, "Referrals and advice"), (EHC, "EHC plan"))
        }
        self.bundling = Bundling(self)
        self.bundle = button(
            "A bundle …", self.bundling.begin, "", "One PDF for a council, a tribunal, the next school"
        )
        self._advice = QWidget()
        self._advice.setLayout(
            column(
                flow(self.ask, self.came, self.said_yes, self.works, self.tracker, self.people),
                self.working,
                self._place,
                self.referrals,
                self.reports,
                self.known,
                gap=12,
            )
        )
        for one in self.sides.values():
            one.setCheckable(True)
        self.setLayout(
            column(
                flow(*self.sides.values(), self.bundle), self.bundling, self._advice, self.ehc, None, margin=16, gap=12
            )
        )
        self._show_side()

    def reload(self) -> None:
        """Read all of it anew."""
        if self._whose != self.pupil_id:
            self._whose, self._new, self._answers = self.pupil_id, "", None
            for part in (self.referrals, self.reports, self.known, self.ehc):
                part.forget()
            clear(self._place)
            self.draft = None
        with self.rebuilding():
            if self._shown == EHC:
                self.ehc.build()
            else:
                self.referrals.build()
                self.reports.build()
                self.known.build()
        waiting = next((code for code in DRAFTS if self.holds(f"{DRAFTS[code][0].lower()}")), "")
        if waiting and self.draft is None:
            self.begin(waiting)

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Go to a referral, a report, a recommendation, a consent or somebody's work."""
        if record and self._went(record, at):
            return True
        if record:  # it may stand on the other side
            before = self._shown
            self.turn_side(EHC if before == ADVICE else ADVICE)
            if self._went(record, at):
                return True
            self.turn_side(before)
        return super().go_to(record, at)

    def _went(self, record: str, at: Sequence[str]) -> bool:
        if self._shown == EHC:
            return self.ehc.go_to(record)
        return self.referrals.go_to(record) or self.reports.go_to(record, at) or self.known.go_to(record)

    def turn_side(self, code: str) -> None:
        """Show referrals and advice, or the EHC plan."""
        self.flush()
        self._shown = code
        self._show_side()
        if self.page is not None:
            self.reload()
            self.sides[code].setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_side(self) -> None:
        self._advice.setVisible(self._shown == ADVICE)
        self.ehc.setVisible(self._shown == EHC)
        for code, one in self.sides.items():
            one.setChecked(code == self._shown)
            one.setProperty("role", "main" if code == self._shown else "")
            one.setAccessibleName(f"{one.text()}, shown" if code == self._shown else one.text())
            restyle(one)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt+Page Down and Alt+Page Up go to the other side."""
        keys = (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in keys:
            self.turn_side(EHC if self._shown == ADVICE else ADVICE)
            return
        super().keyPressEvent(event)

    def put_down(self) -> None:
        """Read no report any more of whoever was shown."""
        self.reports.forget()

    def begin_report(self, referral_id: str) -> None:
        """Write a new report down that answers a referral."""
        self._answers = referral_id
        self.begin("report")

    def begin(self, code: str) -> None:
        """Show the card for something new."""
        self.flush()
        if code != "report":
            self._answers = None
        clear(self._place)
        title, names, act = DRAFTS[code]
        blank, options = self._blank(code)
        hint = NOBODY if "professional_id" in names and len(options["professional_id"]) == 1 else ""
        keep, ahead = partial(self._keep, code), code in ("consent", "work")
        self._new = code
        self.draft = Draft(self.context, title, blank, names, act, keep, self._put_away, options, hint, ahead=ahead)
        self.offer_people(self.draft.form)
        self._place.addWidget(self.draft)
        self.draft.form.focus_on(names[0])
        self.take_up()

    def attach(self, report_id: str) -> None:
        """Ask for the file of a report, and take it in off the window's thread."""
        self.flush()
        path = self.context.ask.open_file(self, "Choose the file of the report", KINDS)
        if path is not None:
            self.take_in(report_id, path)

    def take_in(self, report_id: str, path: Path) -> None:
        """Take a file in as the report's own."""
        store, pupil_id = self.context.store, self.pupil_id
        row = reports.get(store, report_id)

        def work(count: Progress) -> list[int]:
            taken = attachments.read_file(path, count)
            values = {
                "title": row.label, "author": row.from_whom, "happened_on": row.report.happened_on,
                "about": reports.ABOUT, "about_id": report_id,
            }  # fmt: skip
            with store.deed() as wrote:
                attachments.add(store, pupil_id, taken, values)
            return wrote

        self.working.setText("Reading the document …")
        self.working.show()
        task = tasks.start(work, self)
        task.done.connect(lambda wrote: self._taken(pupil_id, report_id, wrote))
        task.refused.connect(self._refused)
        tasks.begin(task)

    def _taken(self, pupil_id: str, report_id: str, wrote: list[int]) -> None:
        self.working.hide()
        if pupil_id == self.pupil_id:
            self.reports.forget()
            self.reports.read(report_id)
        said = "The report is kept inside the school’s file. Select what it advises, and press R."
        self.context.done(said, "good", wrote=wrote)

    def _refused(self, words: str) -> None:
        self.working.hide()
        self.context.say(self.context.words().say(words), "problem")

    def _blank(self, code: str) -> tuple[Entity, Options]:
        store, today = self.context.store, self.context.store.clock.today()
        people = {"professional_id": directory.choices(store)}
        assert self.page is not None
        home = next((one.name for one in self.page.contacts if one.parental_responsibility is not False), "")
        if code == "referral":
            return Referral(professional_id=None, happened_on=today, reason="", question="", route=""), people
        if code == "report":
            given = {"referral_id": referrals.choices(store, self.pupil_id), **people}
            whose = referrals.line(store, self._answers).professional.uuid if self._answers else None
            blank = Report(
                title="",
                professional_id=whose,
                referral_id=self._answers,
                happened_on=today,
                received_on=today,
                findings="",
            )
            return blank, given
        if code == "consent":
            return Consent(
                professional_id=None, given_by=home, happened_on=today, how="signed", covers="", until=None
            ), {"professional_id": [(None, "Every service that is asked"), *people["professional_id"][1:]]}
        return Involvement(professional_id=None, happened_on=today, purpose=""), people

    def _keep(self, code: str, values: Mapping[str, Any]) -> bool:
        store, made = self.context.store, list[str]()
        add: dict[str, Callable[..., str]] = {
            "referral": referrals.add, "report": reports.add, "consent": consents.add, "work": directory.involve,
        }  # fmt: skip
        if not self.attempt(lambda: made.append(add[code](store, self.pupil_id, values))):
            return False
        if self.draft is not None:
            self.draft.form.clear()
        self._close()
        self.reload()
        said = (
            "Noted; attach its file, or type what it advises." if code == "report" else "Noted; Ctrl+Z takes it back."
        )
        self.context.done(said, "good")
        self.go_to(made[0], ())
        return True

    def _put_away(self) -> None:
        self._close()
        self.ask.setFocus(Qt.FocusReason.OtherFocusReason)

    def _close(self) -> None:
        self._new, self._answers, self.draft = "", None, None
        clear(self._place)

    def _tracker(self) -> None:
        self.flush()
        self.context.go("preview", document="advice-tracker", pupil_ids=(self.pupil_id,))


# What can be written anew: the title of its card, its fields, and what the button says.
DRAFTS: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "referral": (
        "Ask somebody outside", ("professional_id", "happened_on", "route", "reason", "question"), "Begin this referral",
    ),
    "report": (
        "A report came",
        ("title", "professional_id", "referral_id", "happened_on", "seen_on", "received_on", "findings"),
        "Note this report",
    ),
    "consent": (
        "Somebody gave consent", ("given_by", "professional_id", "happened_on", "how", "covers", "until"), "Note this consent",
    ),
    "work": ("Somebody works with them", ("professional_id", "happened_on", "purpose"), "Note it"),
}  # fmt: skip
