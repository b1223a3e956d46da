"""The week as it stands while it is being filled: who holds which moments, what would have to go, what a change costs."""

from __future__ import annotations

from collections.abc import Iterable

from gradesk.model.rules.placing.problem import Placed, Problem, beginnings, bits, stretch


class Table:
    """Tasks are put in and taken out whole. What stands fixed is in from the beginning and is never taken out."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.placed: dict[int, Placed] = {}
        self.led = [0] * len(problem.leaders)  # moments each adult leads in
        self.had = [0] * len(problem.held)  # moments in which each pupil or room is taken
        self.full = self.whole if problem.rooms == 0 else 0  # moments in which no room is left
        self._counts = [0] * (problem.days * problem.per_day)
        self._who_leads: list[dict[int, int]] = [{} for _ in problem.leaders]  # by moment, which task
        self._who_has: list[dict[int, int]] = [{} for _ in problem.held]
        self.at: list[set[int]] = [set() for _ in self._counts]  # tasks with a session in a moment
        for place, fixed in problem.fixed_of.items():
            for one in fixed:
                self._take(place, one.leader, one.start)
        self._stands_led, self._stands_had = tuple(self.led), tuple(self.had)  # what is never out of the way
        # Sessions that stand without an adult are led by whoever leads the rest.
        self._loose = {
            place: [one.start for one in fixed]
            for place, fixed in problem.fixed_of.items()
            if all(one.leader is None for one in fixed)
        }

    def wanting(self, place: int) -> int:
        """How many sessions of a task are still to be placed."""
        here = self.placed.get(place)
        return (
            self.problem.tasks[place].sessions
            - len(self.problem.fixed_of.get(place, ()))
            - (len(here.starts) if here else 0)
        )

    def leaders(self, place: int) -> tuple[int, ...]:
        """Who may lead a task: whoever leads what of it stands already, else any of its own."""
        bound = [one.leader for one in self.problem.fixed_of.get(place, ()) if one.leader is not None]
        return tuple(bound[:1]) if bound else self.problem.tasks[place].leaders

    def days_free(self, place: int) -> int:
        """The moments of all days on which no fixed session of a task stands."""
        mask = (1 << (self.problem.days * self.problem.per_day)) - 1
        for one in self.problem.fixed_of.get(place, ()):
            mask &= ~self.problem.day_masks[self.problem.day(one.start)]
        return mask

    def held(self, place: int) -> int:
        """The moments in which somebody or something that a task needs is taken or not to be had."""
        mask = self.full
        for holder in self.problem.tasks[place].holders:
            mask |= self.had[holder] | self.problem.held[holder]
        return mask

    def open(self, place: int, leader: int, held: int | None = None) -> int:
        """The moments at which a session of a task can begin under an adult as things stand."""
        task = self.problem.tasks[place]
        taken = self.held(place) if held is None else held
        there = self.problem.leaders[leader].free & ~self.led[leader]
        if any(stretch(start, task.length) & ~there for start in self._loose.get(place, ())):
            return 0
        free = there & ~taken
        return beginnings(free, task.length) & self.problem.begins[place] & self.days_free(place)

    def room_for(self, leader: int, moments: int) -> bool:
        """Whether an adult has so many moments left in the week."""
        most = self.problem.leaders[leader].most
        return most is None or self.led[leader].bit_count() + moments <= most

    def could_bear(self, leader: int, moments: int) -> bool:
        """Whether an adult could lead for so many moments if all that can be moved were led by others."""
        most = self.problem.leaders[leader].most
        return most is None or self._stands_led[leader].bit_count() + moments <= most

    def put(self, place: int, placed: Placed) -> None:
        """Place the sessions of a task that are not fixed."""
        self.placed[place] = placed
        for start in placed.starts:
            self._take(place, placed.leader, start)
        for start in self._loose.get(place, ()):
            moments = range(start, start + self.problem.tasks[place].length)
            self.led[placed.leader] |= stretch(start, self.problem.tasks[place].length)
            self._who_leads[placed.leader].update(dict.fromkeys(moments, place))

    def take(self, place: int) -> Placed:
        """Take a task out; what of it is fixed stays."""
        placed = self.placed.pop(place)
        length = self.problem.tasks[place].length
        for start in (*placed.starts, *self._loose.get(place, ())):
            self.led[placed.leader] &= ~stretch(start, length)
            for moment in range(start, start + length):
                self._who_leads[placed.leader].pop(moment, None)
        for start in placed.starts:
            mask = stretch(start, length)
            for holder in self.problem.tasks[place].holders:
                self.had[holder] &= ~mask
                for moment in range(start, start + length):
                    self._who_has[holder].pop(moment, None)
            for moment in range(start, start + length):
                self.at[moment].discard(place)
                self._counts[moment] -= 1
                if self.problem.rooms is not None and self._counts[moment] < self.problem.rooms:
                    self.full &= ~(1 << moment)
        return placed

    def _take(self, place: int, leader: int | None, start: int) -> None:
        length = self.problem.tasks[place].length
        mask = stretch(start, length)
        moments = range(start, start + length)
        if leader is not None:
            self.led[leader] |= mask
            self._who_leads[leader].update(dict.fromkeys(moments, place))
        for holder in self.problem.tasks[place].holders:
            self.had[holder] |= mask
            self._who_has[holder].update(dict.fromkeys(moments, place))
        for moment in moments:
            self.at[moment].add(place)
            self._counts[moment] += 1
            if self.problem.rooms is not None and self._counts[moment] >= self.problem.rooms:
                self.full |= 1 << moment

    def could(self, place: int, leader: int) -> int:
        """The moments at which a session could begin under an adult if everything that can be moved were out of the way."""
        task = self.problem.tasks[place]
        never = ~self.problem.leaders[leader].free | self._stands_led[leader]
        for holder in task.holders:
            never |= self.problem.held[holder] | self._stands_had[holder]
        gone = ~self.problem.leaders[leader].free | self._stands_led[leader]
        if any(stretch(start, task.length) & gone for start in self._loose.get(place, ())):
            return 0
        return beginnings(~never & self.whole, task.length) & self.problem.begins[place] & self.days_free(place)

    @property
    def whole(self) -> int:
        """All moments of the week."""
        return (1 << (self.problem.days * self.problem.per_day)) - 1

    def in_the_way(self, place: int, leader: int, start: int) -> set[int]:
        """The tasks that would have to go for a session: of the same adult, of the same pupils or rooms."""
        found: set[int] = set()
        for moment in range(start, start + self.problem.tasks[place].length):
            if (one := self._who_leads[leader].get(moment)) is not None:
                found.add(one)
            for holder in self.problem.tasks[place].holders:
                if (other := self._who_has[holder].get(moment)) is not None:
                    found.add(other)
        for loose in self._loose.get(place, ()):
            for moment in range(loose, loose + self.problem.tasks[place].length):
                if (one := self._who_leads[leader].get(moment)) is not None:
                    found.add(one)
        return found

    def borne(self, place: int, sessions: int) -> int:
        """The moments an adult takes on with so many sessions of a task: those that stand without one too."""
        return (sessions + len(self._loose.get(place, ()))) * self.problem.tasks[place].length

    def crowded(self, start: int, length: int, gone: Iterable[int]) -> list[int]:
        """The moments of a session in which there is no room though some tasks went."""
        if self.problem.rooms is None:
            return []
        away = set(gone)
        return [
            moment
            for moment in bits(self.full & stretch(start, length))
            if self._counts[moment] - len(away & self.at[moment]) >= self.problem.rooms
        ]
