"""Sessions are taken in hand, moved and placed: along the places the cheapest first, by period, by the mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from gradesk.model.rules.week.offers import Offer
from gradesk.model.rules.week.parts import Bar, Week, known
from gradesk.model.rules.week.times import NAMES, When, clock
from gradesk.services.term.planned import moving
from gradesk.services.term.planned.filling_in import Filled
from gradesk.ui.screens.term.week.hand import Cell, Hand
from gradesk.ui.screens.term.week.sheet import NOBODY, Piece, Slot

if TYPE_CHECKING:
    from gradesk.ui.screens.term.week.part import WeekPart


class Moves:
    """What is in hand belongs to the model, which paints it."""

    def __init__(self, part: WeekPart) -> None:
        self._part = part
        self._row = ""  # in whose row what is in hand stood

    @property
    def hand(self) -> Hand | None:
        """What is in hand."""
        return self._part.model.hand

    def take(self, uuid: str, *, by_mouse: bool = False) -> None:
        """A bar of the tray comes into hand; one without minutes gets them first."""
        bar = self._part.week.bar(uuid)
        if bar is None:
            return
        if not bar.minutes or not bar.wanted:
            self._part.panels.open(
                bar, "minutes" if not bar.minutes else "times_a_week" if bar.is_support else "weekdays"
            )
            return
        self._row = bar.adult
        self._lift(bar, None, by_mouse=by_mouse)

    def cut(self, *, by_mouse: bool = False) -> None:
        """The session of the cell in hand is taken, to be placed elsewhere."""
        piece = self._part.grid.piece
        if piece is None or self._part.week.bar(piece.bar.uuid) is None:
            self._part.context.say("No session stands in this cell, so nothing was taken.", "info")
            return
        if self._is_cover(piece):
            return
        slot = self._part.model.slot(self._part.grid.currentIndex())
        self._row = slot.adult or "" if slot is not None else ""
        self._lift(piece.bar, piece.when, by_mouse=by_mouse)

    def lay_down(self) -> None:
        """Leave it as it was, with the session that was taken in hand again: Delete means it, not what stood at a place."""
        hand, part = self.hand, self._part
        if hand is not None:
            part.model.take(None)
            part.reload()
            if hand.before is not None and (cell := part.model.sheet.cell_of((hand.bar.uuid, hand.before))) is not None:
                part.grid.go_to_piece(cell, hand.bar.uuid)

    def refresh(self) -> None:
        """The week was read anew: what is in hand is taken anew from it, or laid down where it is not there any more."""
        hand, part = self.hand, self._part
        if hand is not None:
            bar = part.week.bar(hand.bar.uuid)
            same = bar is not None and (hand.before is None or hand.before in bar.whens)
            part.model.hand = Hand(part.clashing, bar, hand.before) if same and bar is not None else None

    def look(self) -> None:
        """Find its places on the sheet that is shown."""
        if self.hand is not None:
            self.hand.look(self._part.model.sheet)

    def along(self, across: int, down: int) -> None:
        """← and → go from place to place, the cheapest first; ↑ and ↓ to another beginning in it."""
        hand = self.hand
        if hand is not None:
            if across:
                hand.step(across)
            else:
                hand.within(down)
            self._show()

    def place(self) -> None:
        """Put what is in hand where it is shown."""
        hand = self.hand
        if hand is None:
            return
        if hand.here is None:
            self._part.context.say(f"{hand.bar.name} has no free place in this week; nothing was changed.", "info")
            return
        self._put(hand, hand.here, None)

    def hover(self, row: int, column: int) -> None:
        """Tell what the place under the cursor would mean."""
        hand, slot = self.hand, self._part.model.sheet.slot(row, column)
        if hand is None or slot is None:
            return
        one = self._offer(hand, (row, column), slot)
        words = one.words if one.is_free else f"clash: {one.words}"
        self._part.told.setText(f"{hand.bar.name}, {one.at}: {words}")
        if hand.go_to((row, column)):
            self._part.model.refresh()

    def drop(self, row: int, column: int) -> None:
        """Put what is in hand into a cell, also where it clashes; in another adult’s row that adult gets it."""
        hand, slot = self.hand, self._part.model.sheet.slot(row, column)
        if hand is not None and slot is not None:
            self._put(hand, self._offer(hand, (row, column), slot), self._adult(hand, slot))

    def nudge(self, across: int, down: int) -> None:
        """Move the session in hand by a period; where days stand side by side, across by a day."""
        part, piece = self._part, self._part.grid.piece
        sheet = part.model.sheet
        if piece is None or part.proposal is not None or self._is_cover(piece):
            return
        day, at = piece.when.day, piece.when.at or 0
        if sheet.by_adult and down:
            self._to_row(piece.bar, piece.when, down)
            return
        if not sheet.by_adult and across:
            day += across
            period = sheet.period_of_day(day, at) if 0 <= day < len(NAMES) else None
        else:
            found = sheet.next_period(day, at, across + down)
            day, period = found if found is not None else (day, None)
        if period is None:
            part.context.say("The week ends there; nothing was moved.", "info")
            return
        goal = at if period.begins <= at < period.ends else period.begins
        hand = Hand(part.clashing, piece.bar, piece.when)
        self._put(hand, hand.weigh(When(day, goal)), None)

    def take_out(self) -> None:
        """The session in hand goes back to what is to be placed."""
        part, piece = self._part, self._part.grid.piece
        if piece is None or part.proposal is not None or self._is_cover(piece):
            return
        bar, when = piece.bar, piece.when
        if part.context.attempt(
            lambda: moving.place(part.context.store, bar, moving.taken_out(bar, when), part.draft_id)
        ):
            part.context.done(f"{bar.name} was taken out of {_at(when)}; it is to be placed again.", "good")

    def _is_cover(self, piece: Piece) -> bool:
        """Whether it is taken over on its day only, which is settled elsewhere; says so."""
        if piece.instead_of:
            words = f"{piece.bar.name} is taken over for {piece.instead_of} on this day only; I settles that. Nothing was moved."
            self._part.context.say(words, "info")
        return bool(piece.instead_of)

    def _lift(self, bar: Bar, before: When | None, *, by_mouse: bool = False) -> None:
        part = self._part
        part.panels.close()
        hand = Hand(part.clashing, bar, before)
        hand.look(part.model.sheet)
        part.model.take(hand)
        if not by_mouse:
            part.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            self._show()

    def _show(self) -> None:
        hand, part = self.hand, self._part
        if hand is not None:
            part.grid.go_to(hand.cell)
            part.model.refresh()
            part.say_hand(hand.words())

    def _offer(self, hand: Hand, cell: Cell, slot: Slot) -> Offer:
        adult = self._adult(hand, slot)
        found = hand.of(cell) if adult is None else ()
        return found[0] if found else hand.weigh(When(slot.day, slot.period.begins), adult)

    def _adult(self, hand: Hand, slot: Slot) -> str | None:
        """Who leads it in the row of a slot; None where that is nobody else than now."""
        if slot.adult is None:
            return None
        names = hand.bar.leaders
        row = self._row if known(self._row) in {known(one) for one in names} else next(iter(names), "")
        if known(slot.adult) == known(row) or known(slot.adult) in {known(one) for one in names}:
            return None
        others = [one for one in names if known(one) != known(row)]
        return ", ".join([slot.adult, *others]) if slot.adult or others else ""

    def _to_row(self, bar: Bar, when: When, down: int) -> None:
        """Give the bar to the adult of the row above or below."""
        part = self._part
        rows, here = part.model.sheet.rows, part.grid.currentIndex()
        wanted = here.row() + down
        if not 0 <= wanted < len(rows) or rows[wanted] == NOBODY:
            part.context.say("No adult stands there; nothing was changed.", "info")
            return
        self._row = rows[here.row()] if rows[here.row()] != NOBODY else ""
        hand = Hand(part.clashing, bar, when)
        slot = part.model.sheet.slot(wanted, here.column())
        if slot is not None:
            self._put(hand, hand.weigh(when, adult := self._adult(hand, slot)), adult)

    def _put(self, hand: Hand, one: Offer, adult: str | None) -> None:
        part, bar, after = self._part, hand.bar, one.when
        part.model.hand = None
        store, draft_id, before = part.context.store, part.draft_id, hand.before
        done = part.context.attempt(lambda: moving.put(store, bar, before, after, draft_id, adult))
        if not done:
            part.reload()
            return
        week = "" if before is None else before.week
        cell = part.model.sheet.cell_of((bar.uuid, replace(after, week=week)))
        if cell is not None:
            part.grid.go_to_piece(cell, bar.uuid)
        whom = f" with {adult}" if adult else ""
        words = f"{bar.name} is on {one.at}{whom}."
        if not one.is_free:
            part.context.done(f"{words} Clash: {one.words}", "problem")
        else:
            part.context.done(f"{words} {one.words[:1].upper()}{one.words[1:].rstrip('.')}.", "good")


def with_proposal(week: Week, filled: Filled | None) -> tuple[Week, frozenset[str]]:
    """A week with a proposal in it, and which bars are only proposed."""
    if filled is None:
        return week, frozenset()
    found = {bar.uuid: replace(bar, adult=adult, whens=tuple(whens)) for bar, adult, whens in filled.sessions}
    return replace(week, bars=tuple(found.get(bar.uuid, bar) for bar in week.bars)), frozenset(found)


def _at(when: When) -> str:
    return f"{NAMES[when.day]} {clock(when.at or 0)}"
