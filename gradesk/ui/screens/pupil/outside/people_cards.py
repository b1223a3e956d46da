"""Who outside knows a pupil, since when, who was told and whose report is how old; and who at home said yes to what."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from gradesk.model.outside.people import Involvement
from gradesk.model.outside.referral import Consent
from gradesk.model.rules.days.day_text import written_day
from gradesk.model.rules.days.school_year import day_words
from gradesk.services.outside import consents, directory
from gradesk.services.outside.directory import Known
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, is_gone
from gradesk.ui.screens.pupil.move_away import for_staff, headed
from gradesk.ui.screens.pupil.panel import Panel

WORK = ("happened_on", "ended_on", "purpose")
GIVEN = ("given_by", "happened_on", "how", "professional_id", "covers", "until", "withdrawn_on")


class PeopleCards(QWidget):
    """The network as a list, then the consents; one line at a time is open to be corrected."""

    def __init__(self, panel: Panel) -> None:
        super().__init__()
        self._panel = panel
        self._open = ""
        self._people, self._consents = QVBoxLayout(), QVBoxLayout()
        for lines in (self._people, self._consents):
            lines.setSpacing(4)
        self.setLayout(
            column(
                card(PlainLabel("Who knows", "heading"), self._people),
                card(PlainLabel("Consent", "heading"), self._consents),
                gap=12,
            )
        )

    def forget(self) -> None:
        """Close what is open: another pupil is shown."""
        self._open = ""

    def build(self) -> None:
        """Read and show them anew."""
        store, pupil_id = self._panel.context.store, self._panel.pupil_id
        clear(self._people)
        clear(self._consents)
        known = directory.network(store, pupil_id)
        for one in known:
            self._people.addWidget(self._person(one))
        if not known:
            words = (
                "Nobody outside works with them yet. “Somebody works with them …” adds who does, from the directory."
            )
            self._people.addWidget(PlainLabel(words, "quiet"))
        given = consents.of_pupil(store, pupil_id)
        for consent in given:
            self._consents.addWidget(self._consent(consent))
        if not given:
            words = (
                "No consent is noted. Nothing leaves for anybody outside without one, or without a reason that is kept."
            )
            self._consents.addWidget(PlainLabel(words, "quiet"))

    def go_to(self, uuid: str) -> bool:
        """Open a consent or somebody's work; False when it is none of these."""
        store, pupil_id = self._panel.context.store, self._panel.pupil_id
        mine = {one.uuid for one in consents.of_pupil(store, pupil_id)}
        mine |= {one.involvement.uuid for one in directory.network(store, pupil_id) if one.involvement is not None}
        if uuid not in mine:
            return False
        if self._open != uuid:
            self._turn(uuid)
        return True

    def _person(self, one: Known) -> QWidget:
        today = self._panel.context.store.clock.today()
        told = [one.professional.whole]
        work = one.involvement
        if work is not None:
            until = f", until {day_words(work.ended_on, today)}" if work.ended_on else ""
            told.append(f"works with them since {day_words(work.happened_on, today)}{until}")
            told += [work.purpose] if work.purpose else []
        told.append(f"last seen {day_words(one.seen_on, today)}" if one.seen_on else "not seen yet")
        stale = (
            f", current until {written_day(one.current.due)} only" if one.is_stale and one.current is not None else ""
        )
        told.append(f"report of {day_words(one.report.happened_on, today)}{stale}" if one.report else "no report")
        told += [f"told {day_words(one.told_on, today)}"] if one.told_on else []
        words = PlainLabel(" · ".join(told))
        if work is None:
            holder = QWidget()
            holder.setLayout(column(words))
            return holder
        uuid = work.uuid
        acts: list[QWidget] = [self._turner(uuid, one.professional.called)]
        acts.append(for_staff(self._panel, "involvement", uuid, one.professional.called))
        delete = button("Delete", lambda: self._do(lambda: directory.remove_involvement(self._store, uuid)), "link")
        delete.setAccessibleName(f"Delete: {one.professional.called}")
        acts.append(delete)
        keep = partial(self._keep_work, uuid)
        return self._line(uuid, words, acts, lambda: self._panel.form(
            Involvement, WORK, keep, 3, halves=True, about=f"work {uuid}", ahead=True), work)  # fmt: skip

    def _consent(self, one: Consent) -> QWidget:
        today = self._panel.context.store.clock.today()
        told = consents.told(self._store, one, today)
        words = PlainLabel(f"{told} ({one.covers})" if one.covers else told)
        acts: list[QWidget] = [self._turner(one.uuid, told)]
        if one.withdrawn_on is None:
            gone = button(
                "Withdrawn", lambda: self._do(lambda: consents.withdraw(self._store, one.uuid)), "link", "As of today"
            )
            gone.setAccessibleName(f"Withdrawn: {told}")
            acts.append(gone)
        delete = button("Delete", lambda: self._do(lambda: consents.remove(self._store, one.uuid)), "link")
        delete.setAccessibleName(f"Delete: {told}")
        acts.append(delete)
        options = {"professional_id": directory.choices(self._store, one.professional_id)}
        keep = partial(self._keep_consent, one.uuid)
        return self._line(one.uuid, words, acts, lambda: self._panel.form(
            Consent, GIVEN, keep, 4, options, halves=True, about=f"consent {one.uuid}", ahead=True), one)  # fmt: skip

    @property
    def _store(self) -> Any:
        return self._panel.context.store

    def _line(self, uuid: str, words: PlainLabel, acts: list[QWidget], form: Any, record: object) -> QWidget:
        holder = QWidget()
        head = headed(self._panel.context, words, *acts)
        if self._open != uuid:
            holder.setLayout(head)
            return holder
        made = form()
        made.say_of(words.text()).load(record)
        holder.setLayout(column(head, made, gap=4))
        return holder

    def _turner(self, uuid: str, which: str) -> QWidget:
        act = button("Done" if self._open == uuid else "Correct", partial(self._turn, uuid), "link")
        act.setAccessibleName(f"{act.text()}: {which}")
        return act

    def _turn(self, uuid: str) -> None:
        self._panel.flush()
        self._open = "" if self._open == uuid else uuid
        self._panel.reload()
        for form in self.findChildren(Form):
            if form.about in (f"work {uuid}", f"consent {uuid}") and not is_gone(form):
                form.focus_on("happened_on")

    def _keep_work(self, uuid: str, values: Mapping[str, Any]) -> None:
        directory.change_involvement(self._store, uuid, values, self._panel)

    def _keep_consent(self, uuid: str, values: Mapping[str, Any]) -> None:
        consents.change(self._store, uuid, values, self._panel)

    def _do(self, deed: Any) -> None:
        self._panel.flush()
        if self._panel.attempt(deed):
            self._panel.reload()
            self._panel.context.done("Done; Ctrl+Z takes it back.", "info")
