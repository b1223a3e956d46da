"""Meeting mode: the whole display for one child, large enough for whoever sits across the table, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from gradesk.model.base import Entity
from gradesk.model.meetings.minutes import MeetingLine
from gradesk.services.meetings import ending, holding, minutes
from gradesk.services.meetings.ending import Query
from gradesk.services.meetings.kinds import Step
from gradesk.system.refusal import Refused
from gradesk.ui.actions import Action
from gradesk.ui.context import Context
from gradesk.ui.kit.banner import Banner
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.layouts import column
from gradesk.ui.parts.keeping import Keep, kept_form
from gradesk.ui.screen import Screen, place_of
from gradesk.ui.screens.meeting.choosing import Choosing
from gradesk.ui.screens.meeting.closing import ThankYou
from gradesk.ui.screens.meeting.marker import Marker
from gradesk.ui.screens.meeting.promises import ActionsPage, LastTime
from gradesk.ui.screens.meeting.read_back import ReadBack
from gradesk.ui.screens.meeting.result import Result
from gradesk.ui.screens.meeting.stage import Stage
from gradesk.ui.screens.meeting.steps import StepBar
from gradesk.ui.screens.meeting.surround import LEAVE, Surround, corner_row, minutes_gone, take_back

Acts = Sequence[tuple[str, Callable[[], object]]]
CLOSE = "thank-you"  # the place behind the last step
TICK = 15_000  # ms


class MeetingScreen(Screen):
    """The room a meeting is held in."""

    kinds = frozenset({"meeting", "meeting_person"})
    stands_alone = True

    def __init__(self, context: Context) -> None:
        self.banner = Banner()
        super().__init__(
            replace(
                context,
                say=self.banner.say,
                done=self._done,
                unsay=self.banner.unsay,
                accepted=self.banner.accepted,
            )
        )
        self.setObjectName("meeting")
        self._desk = context
        self.shows_all = False
        self._pupil_id = self._meeting_id = self._step = ""
        self.marker = Marker(self)
        self.around = Surround()
        self.bar = StepBar(self.context, self.go_to, self.take_step)
        self.stage = Stage(self)
        self.read_back = ReadBack(self)
        self.last = LastTime(self, self.to_step)
        self.choosing = Choosing(self.context, self._hold)
        self.thank_you = ThankYou(self, self._answer, self.end)
        self.result = Result(self)
        self._tick = QTimer(self)
        self._tick.timeout.connect(self._tell_time)
        self._build()

    def _done(self, words: str, kind: str = "good", acts: Acts = (), /, wrote: Sequence[int] | None = None) -> None:
        units = self._desk.changes.take() if wrote is None else tuple(wrote)
        undo = [("Undo", lambda: self.attempt(lambda: take_back(self._desk.store, units)))] if units else []
        self.banner.say(words, kind, [*undo, *acts])

    def _build(self) -> None:
        self.centre = QStackedWidget()
        for page in (self.stage, self.read_back, self.last, self.choosing, self.thank_you, self.result):
            self.centre.addWidget(page)
        self.setLayout(column(self.around.lay_out(self.bar, self.centre), self.banner, gap=0))

    def arrive(self, **place: object) -> None:
        """Hold the meeting of a `meeting_id`, or find out which one about a `pupil_id`."""
        self.shows_all = False
        self.banner.hide()
        meeting_id = str(place.get("meeting_id") or "")
        self._pupil_id = str(place.get("pupil_id") or "")
        step = str(place.get("step") or "")
        self._unless_gone(lambda: self._hold(meeting_id, step) if meeting_id else self._choose())
        self.is_fresh()

    def _unless_gone(self, deed: Callable[[], object]) -> None:
        """Do something; go elsewhere where the meeting, or its child, is not there any more."""
        try:
            deed()
        except Refused as gone:
            self.close_down()
            self._step = ""
            self.marker.clear()
            self._desk.go("today")
            self._desk.say(self.context.words().say(str(gone)), "problem")

    def here(self) -> dict[str, object]:
        """The meeting that is held."""
        return {"meeting_id": self._meeting_id} if self._meeting_id else {"pupil_id": self._pupil_id}

    def _choose(self, *, at_once: bool = True) -> None:
        """The only one there is to hold is held at once."""
        store = self.context.store
        if at_once and (due := holding.at_once(store, self._pupil_id)) is not None:
            self._hold(due.uuid)
            return
        self._meeting_id = self._step = ""
        self.marker.clear()
        self.around.name(None, store.clock.today())
        self.around.clock.setText("")
        self.bar.hide()
        self.around.tell_keys(at_step=False)
        if self._pupil_id:
            self.choosing.show_choice(self._pupil_id)
        else:
            self.choosing.show_nobody(self.leave)
        self.centre.setCurrentWidget(self.choosing)

    def _hold(self, meeting_id: str, step: str = "") -> None:
        found = minutes.read(self.context.store, meeting_id)
        self._pupil_id = found.meeting.pupil_id or ""
        is_over = found.meeting.state == "held"
        if not is_over and not self.context.attempt(lambda: holding.begin(self.context.store, meeting_id)):
            words = self.banner.words
            self._choose(at_once=False)  # it would be tried again
            self.context.say(words, "problem")
            return
        if meeting_id != self._meeting_id:
            self.marker.clear()
            for page in (self.stage, self.read_back, self.thank_you.signing):  # it may be about another child
                page.clear()
        self._meeting_id = meeting_id
        self.minutes = minutes.read(self.context.store, meeting_id)
        self.around.name(self.minutes, self.context.store.clock.today())
        if is_over:
            self._show_result(())
            return
        left = self._handed.get(place_of(self.here()), {}).pop(Marker.about, None)
        if left is not None:  # a meeting that was going on when the program fell
            self.marker.retype(left)
        self.marker.begun = self.marker.begun or self.context.store.clock.now()
        self._tick.start(TICK)
        self.bar.show()
        reading = self.marker.reading and not step
        self.go_to(step or self.marker.step or self.minutes.steps[0].code, asking=False)
        if reading and self.spoken():
            self._read_out()

    def leave(self) -> None:
        """Back to the desk, where one came from; the meeting stays open until it is ended."""
        if self._meeting_id:
            self.flush_step()  # what is refused waits in its field
        self._tick.stop()
        self.marker.clear()
        if self._pupil_id:  # not to a list: others may be at the table still
            self._desk.go("pupil", pupil_id=self._pupil_id, tab="contacts")
        else:
            self._desk.back()

    def busy(self) -> str:
        """A page on its way to the printer is finished first."""
        return self.result.busy()

    def flush(self) -> None:
        """Keep the words of forms; a line that was not sent waits in its field."""
        if self._meeting_id and (page := self.stage.page(self._step)) is not None:
            page.keep()

    def close_down(self) -> None:
        """Nothing is read any more."""
        self._tick.stop()
        self._meeting_id = ""

    def pupil_in_sight(self) -> str:
        """Whose meeting it is."""
        return self._pupil_id

    def attempt(self, deed: Callable[[], object]) -> bool:
        """Do something that may be refused; then what is shown is read anew."""
        done = self.context.attempt(deed)
        self.read()
        return done

    def read(self) -> None:
        """Read anew what is shown."""
        if not self._meeting_id:
            return
        self.minutes = minutes.read(self.context.store, self._meeting_id)
        page = self.stage.page(self._step)
        if page is not None:
            page.show_minutes(self.minutes)
        if self._step == CLOSE and self.minutes.meeting.state != "held":
            self.thank_you.show_minutes(self.minutes)
        self.bar.show_steps(self.minutes, self._step, self.told)

    def reload(self) -> None:
        """What is shown was changed elsewhere."""
        self._unless_gone(self.read)

    def names(self) -> Sequence[str]:
        """Who may be named."""
        return holding.names_around(self.context.store, self.minutes.meeting) if self._meeting_id else ()

    def form(
        self,
        entity: type[Entity],
        names: tuple[str, ...],
        keep: Keep,
        about: str,
        *,
        columns: int = 1,
        ahead: bool = True,
        halves: bool = False,
    ) -> Form:
        """A form whose words are kept as they are typed."""

        def kept(values: Mapping[str, Any]) -> None:
            keep(values)
            QTimer.singleShot(0, self, self.read)

        return kept_form(self.context, entity, names, kept, columns, about=about, ahead=ahead, halves=halves)

    def told(self, step: Step) -> str:
        """The title of a step."""
        return step.title.format(name=self.minutes.first_name or "the child")

    def go_to(self, step: str, *, asking: bool = True) -> None:
        """Go to a step, in any order; what is half typed is kept first."""
        if not self._meeting_id or (asking and not self.flush_step()):
            return
        codes = [one.code for one in self.minutes.steps]
        if step not in codes and step != CLOSE:
            step = codes[0]
        self._step = self.marker.step = step
        self.marker.reading = False
        self.read()
        if step == CLOSE:
            self.centre.setCurrentWidget(self.thank_you)
            self.thank_you.begin()
        else:
            found = next(one for one in self.minutes.steps if one.code == step)
            self.centre.setCurrentWidget(self.stage)
            self.stage.show_step(found)
        self._tell_time()
        self.around.tell_keys(at_step=True, about_child=bool(self._pupil_id))

    def flush_step(self) -> bool:
        """Keep what is half typed at this step; False where it was refused."""
        page = self.stage.page(self._step)
        kept = page is None or page.flush()
        self.minutes = minutes.read(self.context.store, self._meeting_id)
        return kept

    def next(self) -> None:
        """On: the words of the step are read back first, unless everybody heard them already."""
        if not self._step:
            return
        if self.centre.currentWidget() is self.thank_you:
            self.thank_you.begin()  # the key that goes on ends nothing by itself
            return
        if self.centre.currentWidget() is self.read_back:
            if not self.read_back.has_more():
                self.read_back.agree()
            return
        if self.centre.currentWidget() is not self.stage:
            self.to_step()
            return
        if not self.flush_step():
            return
        self.read()
        said = self.spoken()
        if said and not self.minutes.was_heard(self._step, said):
            self._read_out()
        else:
            self.on()

    def spoken(self) -> list[str]:
        """What is read out of the step in hand."""
        page = self.stage.page(self._step)
        return page.spoken(self.minutes) if page is not None else []

    def step_in_hand(self) -> Step:
        """The step that is being held."""
        return next(one for one in self.minutes.steps if one.code == self._step)

    def _read_out(self, line: MeetingLine | None = None) -> None:
        self.marker.reading = True
        self.centre.setCurrentWidget(self.read_back)
        if line is None:
            self.read_back.read_out()
        else:
            self.read_back.ask_about(line)

    def on(self) -> None:
        """To the step behind the one in hand."""
        codes = [*(one.code for one in self.minutes.steps), CLOSE]
        self.go_to(codes[min(codes.index(self._step) + 1, len(codes) - 1)], asking=False)

    def previous(self) -> None:
        """Back one step."""
        if not self._step:
            return
        if self.centre.currentWidget() in (self.read_back, self.last):
            self.to_step()
            return
        codes = [*(one.code for one in self.minutes.steps), CLOSE]
        if self._step in codes:
            self.go_to(codes[max(codes.index(self._step) - 1, 0)])

    def to_step(self) -> None:
        """Back to the step in hand."""
        self.go_to(self._step, asking=False)

    def differ(self, line: MeetingLine) -> None:
        """Ask who does not agree with one line."""
        self._read_out(line)

    def take_step(self, code: str) -> None:
        """Take up another step, and go there."""
        if self.attempt(lambda: holding.take_up(self.context.store, self._meeting_id, code)):
            self.go_to(code)

    def show_last(self) -> None:
        """What was promised last time, or back."""
        if not self._step:
            return
        if self.centre.currentWidget() is self.last:
            self.to_step()
        elif self.flush_step():
            self.centre.setCurrentWidget(self.last)
            self.last.show_last()

    def turn_privacy(self) -> None:
        """Let staff notes and scores be seen in this meeting, or not any more, wherever they stand just now."""
        if self._step and not self.flush_step():  # also a line held back that is open in its field
            return
        self.shows_all = not self.shows_all
        self.read()
        if self._step and self.centre.currentWidget() in (self.read_back, self.last):
            self.to_step()
        shown = "are shown in this meeting" if self.shows_all else "are not shown"
        self.context.say(f"Staff notes, lines held back and scores {shown}.", "info")

    def end(self) -> None:
        """End the meeting; the summary comes up."""
        if not self._meeting_id or not self.flush_step():
            return
        store, made = self.context.store, list[ending.Ended]()
        if self.context.attempt(lambda: made.append(ending.end(store, self._meeting_id, self._gone()))):
            self.minutes = minutes.read(store, self._meeting_id)
            self._show_result(made[0].told)

    def _show_result(self, told: Sequence[str]) -> None:
        self._tick.stop()
        self.marker.clear()
        self._step = ""
        self.bar.hide()
        self.around.clock.setText("")
        self.centre.setCurrentWidget(self.result)
        self.around.tell_keys(at_step=False)
        self.result.show_result(self.minutes, told)

    def _answer(self, query: Query) -> None:
        if query.step:
            self.go_to(query.step)
            page = self.stage.page(query.step)
            if isinstance(page, ActionsPage) and query.subject:
                page.go_to(query.subject)

    def _gone(self) -> int | None:
        clock = self.context.store.clock
        return minutes_gone(self.marker.begun, clock.now(), self.minutes, clock.today())

    def _tell_time(self) -> None:
        self.around.tell_time(self.minutes, self._step, self._gone())

    def actions_here(self) -> list[Action]:
        """The keys of the room."""
        return [
            Action("meeting.leave", "Leave meeting mode", self.leave, LEAVE, "Go"),
            Action("meeting.next", "On", self.next, "PgDown", "Go", also="Ctrl+Return"),
            Action("meeting.previous", "Back", self.previous, "PgUp", "Go"),
            Action("meeting.last", "What was promised last time", self.show_last, "F3", "Go"),
            Action("meeting.private", "Show staff notes and scores", self.turn_privacy, "Ctrl+Shift+N", "View"),
            Action("meeting.step", "More steps", self.bar.offer_more, "Ctrl+Shift+A", "Go"),
            *self.result.rows(),
            *corner_row(self.context.go, self._pupil_id, lambda: self._meeting_id),
        ]
