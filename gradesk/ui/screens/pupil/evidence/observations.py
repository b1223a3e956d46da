"""Observations on the pupil's page: a form that is kept as typed, the counter for class, and what was seen before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from gradesk.model.evidence.observation import Observation
from gradesk.model.rules.tallying import Tally
from gradesk.services.evidence import attachments, observations
from gradesk.services.evidence.observations import ObservationRow
from gradesk.system.refusal import Refused
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.tallying import TallyCounter
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import card, clear, column, flow, row, widgets_in
from gradesk.ui.screens.pupil.evidence.days import two_dates
from gradesk.ui.screens.pupil.move_away import for_staff, headed, mover
from gradesk.ui.screens.pupil.panel import Panel

FIELDS = (
    "happened_on", "started_at", "minutes", "place", "observer", "focus", "seen_well", "intervals", "intervals_on_task",
    "interval_seconds", "tally_of", "tally", "antecedent", "behaviour", "consequence", "may_tell", "finding",
)  # fmt: skip
SPANS = {"seen_well": 3, "tally_of": 2, "may_tell": 3, "finding": 3}
SHOWN = 4  # newest ones, until all are asked for


class ObservationsPart(QWidget):
    """The form or the counter on top while one is open, then the list."""

    def __init__(self, context: Context, panel: Panel) -> None:
        super().__init__()
        self._context, self._panel = context, panel
        self.form: Form | None = None
        self.counter: TallyCounter | None = None
        self._counting: dict[str, tuple[str, Tally, str]] = {}  # of each pupil: for which observation, and what
        self._editing = ""  # the observation in the form; empty for one that is not begun
        self._whose = ""
        self._all = False
        self._documents: dict[str, list[str]] = {}  # what is attached, by the record it belongs to
        self._top, self._list = QVBoxLayout(), QVBoxLayout()
        self._list.setSpacing(8)
        self.new = button("New observation", self.begin, "main")
        self.watch = button("Watch and count", self.count, "", "A timer and a tally for single keys, while you watch")
        self.empty = PlainLabel(
            "Nothing seen in class is written down yet. Ten minutes in one lesson say more than a term of impressions.",
            "quiet",
        )
        self.heading = PlainLabel("Seen in class", "heading")
        self.setLayout(
            column(
                card(
                    self.heading,
                    flow(self.new, self.watch),
                    self._top,
                    self.empty,
                    self._list,
                )
            )
        )

    @property
    def is_counting(self) -> bool:
        """Whether the counter wants the page for itself."""
        return self.counter is not None

    def show_pupil(self, pupil_id: str) -> None:
        """Show the list of a pupil; a form or counter that is open stays with the pupil it is for."""
        if pupil_id != self._whose:
            self._put_down()
            self._whose = pupil_id
            self._all = False
            if pupil_id in self._counting:
                self._editing, tally, what = self._counting[pupil_id]
                self._open_counter().take_up(tally, what)
        rows = observations.observations(self._context.store, pupil_id)
        known = {one.uuid for one in rows}
        if self.counter is None and self.form is None:
            for waiting in ("new", *known):
                if self._panel.holds(f"observation {waiting}"):
                    self._open_form("" if waiting == "new" else waiting)
        if self._editing and self._editing not in known:  # undone or deleted meanwhile
            if self.counter is None:
                self._put_down()
            self._editing = ""  # what is counted from now on is an observation anew
        elif self._editing and self.form is not None:
            self.form.load(observations.get(self._context.store, self._editing))
        self._show_list(rows)

    def begin(self) -> None:
        """Open the form for a new observation; it is kept from the first word on."""
        if self.form is None or self._editing:
            self.flush()
            self._open_form("")
        assert self.form is not None
        self.form.focus_on("place")

    def count(self) -> None:
        """Open the counter, or go on with it; what it counts is kept as it is counted."""
        if self.counter is None:
            self.flush()
            kept = observations.get(self._context.store, self._editing) if self._editing else None
            if kept is None or kept.intervals or kept.tally:
                self._put_down()  # a new sitting is an observation of its own
            what = kept.tally_of if kept is not None and self._editing else ""
            editing = self._editing
            self._drop_form()
            self._editing = editing
            self._open_counter().begin(what=what)
        if self.counter is not None:
            self.counter.setFocus()

    def go_to(self, uuid: str) -> bool:
        """Open an observation; False when it is none of these."""
        if all(one.uuid != uuid for one in observations.observations(self._context.store, self._whose)):
            return False
        self._correct(uuid)
        return True

    def flush(self) -> None:
        """Keep what is typed or counted."""
        if self.form is not None:
            self.form.flush()
        if self.counter is not None:
            self.counter.flush()

    # The form ---------------------------------------------------------------------------------------------------

    def _open_form(self, uuid: str) -> None:
        self._drop_form()
        self._editing = uuid
        form = self._panel.form(
            Observation, FIELDS, self._keep, 3, halves=True, spans=SPANS, about=f"observation {uuid or 'new'}"
        )
        record = observations.get(self._context.store, uuid) if uuid else self._blank()
        form.load(record)
        self.form = form
        done = button("Done", self._close, "link")
        head = PlainLabel("Observation" if uuid else "A new observation; it is kept as you write", "field")
        line = row(head, done)
        line.setStretch(0, 1)
        self._top.addWidget(card(line, form))
        self._panel.updateGeometry()

    def _blank(self) -> Observation:
        words = {name: "" for name in FIELDS if name not in ("happened_on", *_NUMBERS)}
        numbers: dict[str, Any] = dict.fromkeys(_NUMBERS)
        return Observation(happened_on=self._context.store.clock.today(), **words, **numbers)

    def _keep(self, values: Mapping[str, Any]) -> None:
        store = self._context.store
        if self._editing:
            observations.change(store, self._editing, values, self._panel)
        else:
            self._editing = observations.add(store, self._whose, values, self._panel)
            if self.form is not None:
                self.form.about = f"observation {self._editing}"
        self._show_list(observations.observations(store, self._whose))

    def _close(self) -> None:
        self.flush()
        if self.form is not None and self.form.typed():
            return  # something could not be kept; the banner says what
        self._put_down()
        self._show_list(observations.observations(self._context.store, self._whose))
        self.new.setFocus()

    def _put_down(self) -> None:
        self.flush()
        if self.counter is not None and self.counter.tally.elapsed:
            self._remember()
        self._drop_form()
        self._drop_counter()
        self._editing = ""

    def _drop_form(self) -> None:
        if self.form is not None:
            # What could not be kept waits for the form of the same observation.
            with self._panel.rebuilding():
                self.form = None
                clear(self._top)

    # The counter ------------------------------------------------------------------------------------------------

    def _open_counter(self) -> TallyCounter:
        name = self._panel.page.pupil.first_name if self._panel.page else ""
        self.counter = TallyCounter(lambda: self._context.look.theme, name)
        self.counter.counted.connect(self._counted)
        self.counter.ended.connect(self._ended)
        self._top.addWidget(self.counter)
        for widget in (self.heading, self.new, self.watch, self.empty):
            widget.hide()
        self._list_visible(False)
        self._panel.calm_changed.emit()
        return self.counter

    def _counted(self) -> None:
        assert self.counter is not None
        tally = self.counter.tally
        values = {
            "minutes": tally.minutes or None,
            "intervals": tally.looks or None,
            "intervals_on_task": tally.on_task if tally.looks else None,
            "interval_seconds": tally.seconds,
            "tally_of": str(self.counter.what.value()),
            "tally": tally.counted if tally.counted or str(self.counter.what.value()).strip() else None,
        }
        store = self._context.store
        try:
            if self._editing:
                observations.change(store, self._editing, values, self._panel)
            elif tally.marks or tally.elapsed:
                begun_at = (store.clock.now() - timedelta(seconds=tally.elapsed)).astimezone()
                begun = {"started_at": f"{begun_at.hour}:{begun_at.minute:02d}"}
                self._editing = observations.add(store, self._whose, begun | values, self._panel)
        except Refused as refusal:
            self.counter.put_off()
            self._context.say(self._context.words().say(str(refusal)), "problem")
            return
        self._remember()

    def _remember(self) -> None:
        assert self.counter is not None
        self._counting[self._whose] = (self._editing, self.counter.tally, str(self.counter.what.value()))

    def _ended(self) -> None:
        editing = self._editing
        self._counting.pop(self._whose, None)
        self._drop_counter()
        rows = observations.observations(self._context.store, self._whose)
        if editing:
            self._open_form(editing)
            assert self.form is not None
            self.form.focus_on("place")
        else:
            self.new.setFocus()
        self._show_list(rows)

    def _drop_counter(self) -> None:
        if self.counter is not None:
            self.counter.retire()
            self.counter = None
            clear(self._top)
            for widget in (self.heading, self.new, self.watch):
                widget.show()
            self._list_visible(True)
            self._panel.calm_changed.emit()

    # The list ---------------------------------------------------------------------------------------------------

    def _list_visible(self, on: bool) -> None:
        for widget in widgets_in(self._list):
            widget.setVisible(on)

    def _show_list(self, rows: Sequence[ObservationRow]) -> None:
        clear(self._list)
        self.empty.setVisible(not rows and self.form is None and self.counter is None)
        if self.counter is not None:
            return
        self._documents = {}
        for document in attachments.attachments(self._context.store, self._whose):
            self._documents.setdefault(document.about_id, []).append(document.label)
        rest = [one for one in rows if one.uuid != self._editing or self.form is None]
        for one in rest if self._all else rest[:SHOWN]:
            self._list.addWidget(self._card(one))
        if len(rest) > SHOWN and not self._all:
            self._list.addWidget(flow(button(f"Show all {len(rest)}", self._show_all, "link")))

    def _show_all(self) -> None:
        self._all = True
        self._show_list(observations.observations(self._context.store, self._whose))

    def _card(self, one: ObservationRow) -> QFrame:
        say = self._context.words().say
        today = self._context.store.clock.today()
        correct = button("Correct", lambda: self._correct(one.uuid), "link")
        delete = button("Delete", lambda: self._delete(one.uuid), "link")
        away = mover(self._panel, "observation", one.uuid, f"observation of {one.happened_on:%d/%m/%Y}")
        hold = for_staff(self._panel, "observation", one.uuid, f"observation of {one.happened_on:%d/%m/%Y}")
        for act in (correct, delete):
            act.setAccessibleName(f"{act.text()}: observation of {one.happened_on:%d/%m/%Y}")
        when = PlainLabel(two_dates(one.happened_on, one.written_at, today), "field")
        head = headed(self._context, when, away, hold, correct, delete)
        parts: list[Any] = [head]
        if one.detail:
            parts.append(PlainLabel(one.detail, "quiet"))
        chain = "  →  ".join(part for part in (one.antecedent, one.behaviour, one.consequence) if part)
        for heading, words in (
            ("Went well", one.seen_well),
            ("Focus", one.focus),
            ("Before, then, after", chain),
            ("It may be telling us", one.may_tell),
            ("Finding", one.finding),
            ("Kept with it", ", ".join(self._documents.get(one.uuid, ()))),
        ):
            if words:
                parts.append(PlainLabel(f"{say(heading)}: {words}"))
        return card(*parts)

    def _correct(self, uuid: str) -> None:
        self.flush()
        self._open_form(uuid)
        self._show_list(observations.observations(self._context.store, self._whose))
        assert self.form is not None
        self.form.focus_on("finding")

    def _delete(self, uuid: str) -> None:
        self.flush()
        if self._panel.attempt(lambda: observations.remove(self._context.store, uuid)):
            self._context.done("The observation is deleted; Ctrl+Z brings it back.", "info")


_NUMBERS = ("minutes", "intervals", "intervals_on_task", "interval_seconds", "tally")
