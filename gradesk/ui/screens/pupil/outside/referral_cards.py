"""The referrals of a pupil: where each stands since when, what to do next, and every step of its way."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from gradesk.model.outside.referral import Consent, Referral, ReferralStep
from gradesk.model.outside.words import REFERRAL_STEPS
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.outside import directory, referrals
from gradesk.services.outside.referrals import Line
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, is_gone
from gradesk.ui.parts.draft import Draft
from gradesk.ui.screens.pupil.move_away import for_staff, headed
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = ("professional_id", "route", "reference", "reason", "question", "outcome")
STEP = ("happened_on", "who", "until", "note")
GIVEN = ("given_by", "happened_on", "how", "covers", "until")
# What is said on the button of each step.
ACTS = {
    "discussed": "Talked over with home", "consent": "Consent given …", "sent": "It was sent",
    "acknowledged": "They have it", "waiting": "It is on the waiting list", "seen": "{Pupil} was seen",
    "asked": "Asked again", "more": "More was asked for", "missed": "Appointment missed",
    "declined": "They turned it down", "closed": "Close it",
}  # fmt: skip
WHY = "Why does it go all the same? The reason is kept with the step."


class ReferralCards(QWidget):
    """A card for each referral, the open ones first. One at a time shows its words, and one its step.

    `came` is called with a referral whose report came.
    """

    def __init__(self, panel: Panel, came: Callable[[str], object]) -> None:
        super().__init__()
        self._panel, self._came = panel, came
        self._open = self._step = self._agreeing = ""
        self._first: dict[str, QPushButton] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        self.setLayout(column(PlainLabel("Referrals", "heading"), self._list))

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        self._open = self._step = self._agreeing = ""

    def build(self) -> None:
        """Read and show them anew."""
        clear(self._list)
        self._first = {}
        store = self._panel.context.store
        lines = referrals.of_pupil(store, self._panel.pupil_id)
        if not lines:
            self._list.addWidget(
                PlainLabel(
                    "Nobody outside was asked yet. A referral begins as an idea; each step is one press.", "quiet"
                )
            )
        for line in lines:
            self._list.addWidget(self._card(line))

    def go_to(self, uuid: str) -> bool:
        """Put the cursor on what is to be done next with a referral; False when it is none of these."""
        if uuid not in self._first or is_gone(self._first[uuid]):
            return False
        self._first[uuid].setFocus()
        return True

    def _card(self, line: Line) -> QFrame:
        context, uuid = self._panel.context, line.referral.uuid
        today = context.store.clock.today()
        say = context.words().say
        which = line.professional.called
        title = PlainLabel(
            f"{line.professional.whole}: {line.stage_words.lower()} since {day_words(line.since, today)}", "field"
        )
        acts = [
            button(
                "Summary …", lambda: self._print("referral-summary", line), "link", "A page that goes with the referral"
            ),
            button("Close its words" if self._open == uuid else "Its words", partial(self._turn, uuid), "link"),
            for_staff(self._panel, "referral", uuid, which),
            button("Delete", partial(self._delete, uuid), "link"),
        ]
        for act in (acts[0], acts[1], acts[3]):
            act.setAccessibleName(f"{act.text()}: {which}")
        parts: list[Any] = [headed(context, title, *acts)]
        if line.chase is not None:
            late = line.chase.on <= today
            words = f"{line.chase.what}: {'due since' if late else 'on'} {day_words(line.chase.on, today)}. {line.chase.words}"
            parts.append(PlainLabel(words, "problem" if late else "quiet"))
        if line.referral.question:
            parts.append(PlainLabel(f"We ask: {line.referral.question}", "quiet"))
        if line.is_open and line.sent_on is None and line.consent is not None:
            parts.append(PlainLabel(f"Consent of {written_day(line.consent.happened_on)} covers it.", "quiet"))
        parts.append(self._acts(line, say))
        if self._agreeing == uuid:
            parts.append(self._agree(line))
        parts += [self._step_line(line, step) for step in reversed(line.steps)]
        if self._open == uuid:
            parts.append(self._words(line))
        return card(*parts)

    def _acts(self, line: Line, say: Any) -> Any:
        made = []
        for place, code in enumerate(referrals.steps_on(line)):
            act = button(say(ACTS[code]), partial(self._advance, line, code), "" if place else "main")
            act.setAccessibleName(f"{act.text()}: {line.professional.called}")
            made.append(act)
        if line.sent_on is not None and line.is_open:
            came = button("The report came …", partial(self._came, line.referral.uuid))
            came.setAccessibleName(f"{came.text()}: {line.professional.called}")
            made.insert(1, came)
            letter = button("Letter that asks …", lambda: self._print("referral-letter", line), "link")
            letter.setAccessibleName(f"{letter.text()}: {line.professional.called}")
            made.append(letter)
        self._first[line.referral.uuid] = made[0]
        return flow(*made)

    def _step_line(self, line: Line, step: ReferralStep) -> QWidget:
        today = self._panel.context.store.clock.today()
        told = [f"{REFERRAL_STEPS.label(step.code)} {day_words(step.happened_on, today)}"]
        told += [step.who] if step.who else []
        told += [f"they named {written_day(step.until)}"] if step.until else []
        if step.code in referrals.SENDING and step.consent_id is None:
            told.append("without consent")
        told += [step.note] if step.note else []
        words = self._panel.context.words().say(" · ".join(told))
        is_open = self._step == step.uuid
        acts = [button("Done" if is_open else "Correct", partial(self._turn_step, step.uuid), "link")]
        if is_open:
            acts.append(button("Delete this step", partial(self._delete_step, step.uuid), "link"))
        for act in acts:
            act.setAccessibleName(f"{act.text()}: {words}, {line.professional.called}")
        holder = QWidget()
        head = headed(self._panel.context, PlainLabel(words, "quiet"), *acts)
        if not is_open:
            holder.setLayout(head)
            return holder
        keep = partial(self._keep_step, step.uuid)
        form = self._panel.form(ReferralStep, STEP, keep, 4, halves=True, about=f"step {step.uuid}", ahead=True)
        form.say_of(words).load(step)
        holder.setLayout(column(head, form, gap=4))
        return holder

    def _words(self, line: Line) -> Form:
        options = {"professional_id": directory.choices(self._panel.context.store, line.professional.uuid)}
        keep = partial(self._keep, line.referral.uuid)
        form = self._panel.form(Referral, FIELDS, keep, 3, options, halves=True, about=f"referral {line.referral.uuid}")
        form.say_of(f"referral to {line.professional.called}").load(line.referral)
        return form

    def _agree(self, line: Line) -> Draft:
        store, page = self._panel.context.store, self._panel.page
        assert page is not None
        home = next((one.name for one in page.contacts if one.parental_responsibility is not False), "")
        blank = Consent(
            given_by=home,
            happened_on=store.clock.today(),
            how="signed",
            covers="Referral, and reports shared",
            until=None,
        )

        def keep(values: Mapping[str, Any]) -> bool:
            done = self._panel.attempt(lambda: referrals.consented(store, line.referral.uuid, values))
            if done:
                self._agreeing = ""
                self._panel.reload()
                self._panel.context.done("Consent is noted.", "good")
                self.go_to(line.referral.uuid)
            return done

        title = f"Consent for {line.professional.called}"
        made = Draft(self._panel.context, title, blank, GIVEN, "Note this consent", keep, self._put_away, ahead=True)
        self._panel.offer_people(made.form)
        return made

    def _advance(self, line: Line, code: str) -> None:
        self._panel.flush()
        context, uuid = self._panel.context, line.referral.uuid
        if code == "consent":
            self._agreeing = uuid
            self._panel.reload()
            draft = self.findChild(Draft)
            if isinstance(draft, Draft):
                draft.form.focus_on("given_by")
            return
        made: list[str] = []
        if code in referrals.SENDING and line.consent is None:
            made += self._insist(line, code)
        elif not self._panel.attempt(lambda: made.append(referrals.advance(context.store, uuid, code))):
            return
        if not made:
            return
        self._step = made[0]
        self._panel.reload()
        context.done("Noted with today’s date; correct the day below, or say more.", "good")
        self._to_step(made[0])

    def _insist(self, line: Line, code: str) -> list[str]:
        context, uuid, title = self._panel.context, line.referral.uuid, "Without consent"
        said = referrals.without_consent(line, context.store.clock.today()).partition("; ")[0]
        why = context.ask.line(self, title, f"{said}.\n{WHY}", uuid)
        made: list[str] = []
        if why is None or not why.strip():
            context.say("Nothing was noted. Note the consent first: “Consent given …”.", "info")
        elif self._panel.attempt(lambda: made.append(referrals.advance(context.store, uuid, code, why=why))):
            context.ask.kept(title, uuid)
        return made

    def _print(self, document: str, line: Line) -> None:
        self._panel.flush()
        self._panel.context.go(
            "preview", document=document, which=line.referral.uuid, pupil_ids=(line.referral.pupil_id,)
        )

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self._panel.reload()
        self._to_form(f"referral {uuid}", "reason")

    def _turn_step(self, uuid: str) -> None:
        self._panel.flush()
        self._step = "" if self._step == uuid else uuid
        self._panel.reload()
        self._to_step(uuid)

    def _to_step(self, uuid: str) -> None:
        self._to_form(f"step {uuid}", "happened_on")

    def _to_form(self, about: str, field: str) -> None:
        for form in self.findChildren(Form):
            if form.about == about and not is_gone(form):
                form.focus_on(field)

    def _put_away(self) -> None:
        uuid, self._agreeing = self._agreeing, ""
        self._panel.reload()
        self.go_to(uuid)

    def _keep(self, uuid: str, values: Mapping[str, Any]) -> None:
        referrals.change(self._panel.context.store, uuid, values, self._panel)

    def _keep_step(self, uuid: str, values: Mapping[str, Any]) -> None:
        referrals.change_step(self._panel.context.store, uuid, values, self._panel)

    def _delete(self, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: referrals.remove(self._panel.context.store, uuid)):
            self._panel.reload()
            self._panel.context.done("The referral is deleted; Ctrl+Z brings it back.", "info")

    def _delete_step(self, uuid: str) -> None:
        self._panel.flush()
        if self._panel.attempt(lambda: referrals.remove_step(self._panel.context.store, uuid)):
            self._step = ""
            self._panel.reload()
            self._panel.context.done("The step is deleted; Ctrl+Z brings it back.", "info")
