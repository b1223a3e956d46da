"""The panels beside the week: words of a session, something new, the school’s day, placing the rest, somebody away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.rules.week.times import DAYS, clock
from gradesk.services.term.planned import drafts
from gradesk.ui.screens.term.week.away_panel import AwayPanel
from gradesk.ui.screens.term.week.bar_form import BarForm, NewEntry
from gradesk.ui.screens.term.week.day_panel import DayPanel
from gradesk.ui.screens.term.week.fill_panel import FillPanel
from gradesk.ui.screens.term.week.sheet import ADULT, CLASS, PUPIL, ROOM

if TYPE_CHECKING:
    from gradesk.ui.screens.term.week.part import WeekPart


class Panel(Protocol):
    """What all panels can."""

    def focus_first(self, name: str = "") -> None: ...


AnyPanel = BarForm | NewEntry | DayPanel | FillPanel | AwayPanel


class Panels:
    """One at a time stands beside the week; the others are made when they are asked for."""

    def __init__(self, part: WeekPart) -> None:
        self._part = part
        self.panel: AnyPanel | None = None
        self._typed: dict[str, dict[str, Any]] = {}  # words of forms that were put away before they were kept, by place

    @property
    def place(self) -> dict[str, object]:
        """Which one is open, as `arrive` of the screen is told."""
        one = self.panel
        if isinstance(one, BarForm):
            return {"record": one.bar.uuid}
        if isinstance(one, NewEntry):
            return {"panel": "add"}
        return {"panel": "day"} if isinstance(one, DayPanel) else {}

    def arrive(self, name: str) -> None:
        """Open one by its name."""
        {"add": self.add, "day": self.day, "fill": self.fill, "away": self.away}.get(name, lambda: None)()

    def close(self, *_words: object) -> None:
        """Put the panel away; the lists are back."""
        self._leave()
        self._part.put_panel(None)

    def open(self, bar: Bar, at: str = "") -> None:
        """The words of a bar; the cursor in a field of it."""
        part = self._part
        self._show(BarForm(part.context, bar, part.draft_id, self.close), at)

    def add(self) -> None:
        """Something new, for whoever and at the time that is in hand."""
        part = self._part
        if isinstance(self.panel, NewEntry):
            self.panel.focus_first()
            return
        self._show(NewEntry(part.context, self._values(), self._added, part.draft_id))

    def day(self) -> None:
        """The school’s day."""
        if isinstance(self.panel, DayPanel):
            self.panel.focus_first()
            return
        self._show(DayPanel(self._part.context, self.close))

    def away(self) -> None:
        """Somebody is away: whoever is in hand, if anybody is."""
        part = self._part
        self._show(AwayPanel(part.context, self._adult(), self.close))

    def fill(self) -> None:
        """Place the rest."""
        part = self._part
        part.moves.lay_down()
        panel = FillPanel(part.context, part.week, part.draft_id, part.preview, self.close)
        self._show(panel)
        panel.begin()

    def show_week(self, week: Week) -> None:
        """The week was read anew: what is open shows it."""
        one = self.panel
        if isinstance(one, BarForm | FillPanel | AwayPanel):
            if not one.show_week(week):
                self.close()
        elif isinstance(one, DayPanel):
            one.reload()

    def flush(self) -> None:
        """Keep what is being typed."""
        if isinstance(self.panel, BarForm | DayPanel):
            self.panel.flush()

    def print_it(self) -> bool:
        """Whether the panel that is open has something of its own to print, and goes there."""
        if isinstance(self.panel, AwayPanel) and self.panel.is_begun:
            self.panel.print_it()
            return True
        return False

    def busy(self) -> str:
        """What would be broken off by leaving, as a sentence."""
        searching = isinstance(self.panel, FillPanel) and self.panel.task is not None
        return "Places for the rest of the week are being looked for." if searching else ""

    def _show(self, panel: AnyPanel, at: str = "") -> None:
        self._leave()
        self.panel = panel
        if isinstance(panel, BarForm | NewEntry | DayPanel) and (typed := self._typed.pop(str(self.place), None)):
            panel.draft.retype(typed)
        self._part.put_panel(panel)
        panel.focus_first(at)

    def _leave(self) -> None:
        before, place, self.panel = self.panel, str(self.place), None
        if isinstance(before, BarForm | DayPanel):
            before.flush()
        if isinstance(before, BarForm | NewEntry | DayPanel) and (typed := before.draft.typed()):
            self._typed[place] = typed
        if isinstance(before, FillPanel):
            before.stop()
            self._part.preview(None)

    def _added(self, uuid: str) -> str:
        """Go to what was added. Returns what clashes with it, in words."""
        part = self._part
        self.close()
        bar = part.week.bar(uuid) if uuid else None
        if bar is None:
            return ""
        part.go_to_bar(uuid)
        about = {uuid, *(f"adult {known(name)}" for name in bar.everybody)}
        found = [one for one in part.clashes if about & set(one.bars)]
        more = f" {len(found) - 1} more with it; C lists them." if len(found) > 1 else ""
        return f"{found[0].sentence}{more}" if found else ""

    def _adult(self) -> str:
        part = self._part
        if part.head.view.kind == ADULT:
            return part.head.view.who
        slot = part.model.slot(part.grid.currentIndex())
        return slot.adult or "" if slot is not None else ""

    def _values(self) -> Mapping[str, Any]:
        """What is known of something new by the cell in hand."""
        part, view = self._part, self._part.head.view
        slot = part.model.slot(part.grid.currentIndex())
        found: dict[str, Any] = {"kind": "lesson" if view.kind in (CLASS, PUPIL) else "class_support"}
        if slot is not None and part.week.bars:
            found |= {
                "weekdays": DAYS[slot.day], "begins_at": clock(slot.period.begins),
                "minutes": slot.period.ends - slot.period.begins,
            }  # fmt: skip
        if adult := self._adult():
            found["adult"] = adult
        if part.draft_id:
            # The weeks that run until then stay as they are.
            found["starts_on"] = drafts.draft(part.context.store, part.draft_id).starts_on
        if view.kind == CLASS:
            found["class_name"] = view.who
        elif view.kind == ROOM:
            found["room"] = view.who
        elif view.kind == PUPIL:
            found["pupil_id"] = view.who
        return found
