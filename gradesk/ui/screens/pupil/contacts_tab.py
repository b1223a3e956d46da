"""Contact with home: log one in a line, see them all, and count towards three a year."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout

from gradesk.model.meetings.meeting import Meeting
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.model.school.agenda import AgreedAction
from gradesk.services.meetings import kinds, meetings
from gradesk.services.meetings.home_contacts import HomeReview
from gradesk.services.school import school
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.empty import EmptyState
from gradesk.ui.kit.forms.fields import Wrong
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, is_gone, row
from gradesk.ui.kit.pictures.ring import Ring
from gradesk.ui.screens.pupil.actions_card import ActionsCard
from gradesk.ui.screens.pupil.meetings.booked import BookedCard
from gradesk.ui.screens.pupil.move_away import for_staff, headed, mover
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("kind", "with_whom", "summary", "counts")
STEP = ("what", "owner", "due_on")
SAID = 60  # letters of a summary that tell two contacts of one day apart


class ContactsTab(Panel):
    """Logs and shows contacts."""

    kinds = frozenset({"meeting", "meeting_person", "meeting_kind", "contact", "agreed_action", "review", "cycle"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._open: str | None = None
        self.count = PlainLabel("", "heading")
        self.ring = Ring(lambda: context.look.theme)
        self.agreed = ActionsCard(context, self)
        self.booked = BookedCard(context, self, self._was_held)
        today = context.store.clock.today
        self.new = Form(
            Meeting,
            ("happened_on", *FIELDS),
            today,
            context.words(),
            columns=2,
            options={"kind": kinds.choices(context.store)},
            draft=True,
            about="new contact",
        )
        self.step = Form(
            AgreedAction, STEP, today, context.words(), columns=3, draft=True, halves=True, about="next step"
        )
        self.new.say_of("new contact")
        self.step.say_of("next step")
        self.new.editors["kind"].edited.connect(self._tell_counting)
        for draft in (self.new, self.step):
            draft.righted.connect(context.unsay)
        self._log = button("Log this contact", self.log, "main", "Ctrl+Enter in its fields")
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(
            column(
                row(self.ring, self.count),
                card(
                    PlainLabel("A new contact", "heading"),
                    self.new,
                    PlainLabel("Next step, if one was promised", "field"),
                    self.step,
                    row(self._log, None),
                ),
                self.booked,
                self.agreed,
                self._list,
                None,
                margin=16,
                gap=12,
            )
        )

    def reload(self) -> None:
        """Show the contacts, newest first."""
        self._blank()
        number = meetings.count_this_year(self.context.store, self.pupil_id)
        wanted = school.contact_rules(self.context.store).wanted
        words = (
            f"{number} of {wanted} review contacts this school year"
            if wanted
            else f"{number} review contacts this year"
        )
        self.count.setText(words)
        self.ring.show_count(number, wanted, words)
        self.ring.setVisible(wanted > 0)
        self.agreed.show_pupil(self.pupil_id)
        self.booked.show_pupil(self.pupil_id)
        clear(self._list)
        self._kinds = kinds.names(self.context.store)
        self._brief = {code for code, _ in kinds.choices(self.context.store, brief=True)}
        found = meetings.of_pupil(self.context.store, self.pupil_id)
        held = meetings.reviews(self.context.store, self.pupil_id)
        if not found and not held:
            self._list.addWidget(
                EmptyState(
                    "No contact logged yet",
                    "Phone calls, e-mails, parents’ evenings, a word at the door: log each in a line.",
                )
            )
        promised = meetings.promised(self.context.store, [entry.uuid for entry in found])
        cards = [(entry.happened_on, self._card(entry, promised.get(entry.uuid, []))) for entry in found]
        cards += [(review.day, self._review_card(review)) for review in held]
        for _, shown in sorted(cards, key=lambda one: one[0], reverse=True):
            self._list.addWidget(shown)

    def _tell_counting(self) -> None:
        """A kind that counts by itself is not asked about."""
        counts, by_kind = self.new.editors["counts"], self._kind_counts()
        if by_kind:
            counts.show(True)
        elif not counts.widget.isEnabled():
            counts.show(False)
        counts.widget.setEnabled(not by_kind)

    def _kind_counts(self) -> bool:
        return self.new.editors["kind"].value() in school.contact_rules(self.context.store).counting

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter logs the contact that is being written."""
        wanted = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        here = self.focusWidget()
        among = here is not None and any(form.isAncestorOf(here) for form in (self.new, self.step))
        if wanted and event.modifiers() & Qt.KeyboardModifier.ControlModifier and among:
            self.log()
            return
        super().keyPressEvent(event)

    def log(self) -> None:
        """Log what stands in the form."""
        self.flush()
        try:
            values, step = self.new.values(), self.step.values()
        except Wrong as wrong:
            self.context.say(str(wrong), "problem")
            return
        if not str(values["summary"]).strip() and not str(values["with_whom"]).strip():
            self.context.say("Say with whom or what about; nothing was logged yet.", "problem")
            self.new.focus_on("summary")
            return
        if values["kind"] in school.contact_rules(self.context.store).counting:
            values["counts"] = True
        if self.attempt(lambda: meetings.log(self.context.store, self.pupil_id, values, step)):
            self.new.clear()
            self.step.clear()
            self.reload()
            self.context.done("Logged.", "good")

    def go_to(self, record: str, at: Sequence[str]) -> bool:
        """Open a contact (`record`) to correct it, or go to an action; else to the form for a new contact."""
        if self.agreed.go_to(record) or self.booked.go_to(record, at):
            return True
        if any(entry.uuid == record for entry in meetings.of_pupil(self.context.store, self.pupil_id)):
            self._edit(record)
            for form in self.findChildren(Form):
                if form.about == f"contact {record}" and not is_gone(form):
                    form.focus_on(at[0] if at else "summary")
                    return True
        if at:
            self.new.focus_on(at[0])
        return bool(at)

    def flush(self) -> None:
        """The line for a new contact stays as it is until it is logged; corrections are kept."""
        for form in self.findChildren(Form):
            if form not in (self.new, self.step, self.agreed.new, self.booked.new):
                form.flush()

    def _blank(self) -> None:
        self.new.load(
            Meeting(
                happened_on=self.context.store.clock.today(),
                kind="phone",
                with_whom=self._usual(),
                summary="",
                counts=False,
            )
        )
        self._tell_counting()
        self.step.load(AgreedAction(what="", owner="", due_on=None))

    def _usual(self) -> str:
        return self.page.contacts[0].name if self.page and self.page.contacts else ""

    def _card(self, entry: Meeting, promised: Sequence[AgreedAction]) -> QFrame:
        today = self.context.store.clock.today()
        counts = " (counts)" if entry.counts else ""
        who = f" with {entry.with_whom}" if entry.with_whom else ""
        told = f"{day_words(entry.happened_on, today)}: {self._kinds.label(entry.kind)}{who}{counts}"
        wrote = entry.written_at.astimezone().date()
        head = PlainLabel(told if wrote == entry.happened_on else f"{told}; written {written_day(wrote)}", "field")
        which = f"{told}: {entry.summary[:SAID]}" if entry.summary else told
        if self._open == entry.uuid:
            form = self.form(
                Meeting,
                ("happened_on", *FIELDS),
                lambda values: self._correct(entry.uuid, values),
                2,
                {"kind": kinds.choices(self.context.store)},
                about=f"contact {entry.uuid}",
            )
            form.say_of(which).load(entry)
            return card(row(head, None, _about(button("Done", self._close, "link"), which)), form)
        summary = _about(button("Read its summary", lambda: self._read_summary(entry), "link"), which)
        parts: list[Any] = [
            headed(
                self.context,
                head,
                *([] if entry.kind in self._brief else [summary]),
                mover(self, "meeting", entry.uuid, which),
                for_staff(self, "meeting", entry.uuid, which),
                _about(button("Correct", lambda: self._edit(entry.uuid), "link"), which),
                _about(button("Delete", lambda: self._remove(entry.uuid), "link"), which),
            )
        ]
        if entry.summary:
            parts.append(PlainLabel(entry.summary))
        parts += [PlainLabel(_promised(step, today), "quiet") for step in promised]
        return card(*parts)

    def _review_card(self, review: HomeReview) -> QFrame:
        counts = " (counts)" if review.counts else ""
        told = f"{day_words(review.day, self.context.store.clock.today())}: Review of cycle {review.cycle}{counts}"
        read = button("Read it", lambda: self.context.go("pupil", pupil_id=self.pupil_id, tab="review"), "link")
        read.setAccessibleName(f"Read the review of cycle {review.cycle}")
        head = row(PlainLabel(told, "field"), read)
        head.setStretch(0, 1)
        return card(head, PlainLabel("Recorded as a review; not logged twice.", "quiet"))

    def _read_summary(self, entry: Meeting) -> None:
        day = entry.happened_on.isoformat()
        self.context.go("preview", document="meeting-summary", which=day, pupil_ids=(self.pupil_id,))

    def _correct(self, uuid: str, values: Mapping[str, Any]) -> None:
        meetings.change(self.context.store, uuid, values, self)

    def _edit(self, uuid: str) -> None:
        self.flush()
        self._open = uuid
        self.reload()

    def _was_held(self, uuid: str) -> None:
        self._edit(uuid)
        self.go_to(uuid, ["summary"])

    def _close(self) -> None:
        self.flush()
        self._open = None
        self.reload()

    def _remove(self, uuid: str) -> None:
        self.flush()
        if self.attempt(lambda: meetings.remove(self.context.store, uuid)):
            self.context.done("The contact is deleted; Ctrl+Z brings it back.", "info")


def _about(act: QPushButton, which: str) -> QPushButton:
    act.setAccessibleName(f"{act.text()}: {which}")
    return act


def _promised(step: AgreedAction, today: date) -> str:
    who = f"{step.owner}: " if step.owner else ""
    if step.done_on is not None:
        return f"Next: {who}{step.what} (done {day_words(step.done_on, today)})"
    return f"Next: {who}{step.what}" + (f" (by {day_words(step.due_on, today)})" if step.due_on else "")
