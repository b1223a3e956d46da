"""A week of the school as a problem for the engine that places sessions, and its answer as sessions of the week again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from gradesk.model.rules.placing import blocking
from gradesk.model.rules.placing.blocking import Block
from gradesk.model.rules.placing.problem import Fixed, Leader, Placed, Problem, Task, stretch
from gradesk.model.rules.week.clashes import is_trained
from gradesk.model.rules.week.offers import NOON
from gradesk.model.rules.week.parts import LESSON, Adult, Bar, Week, known
from gradesk.model.rules.week.times import NAMES, When
from gradesk.model.rules.words.people import people

MOMENT = 5  # minutes, where everything begins at one of these; else one
# Who may be given support that names nobody: those whose work it is.
ROLES = frozenset({"ta", "hlta", "elsa", "key_worker"})
STAND_IN, ANYBODY, HELD, AFTERNOON = 1.0, 2.0, 1.5, 0.2  # what each costs in the eyes of the school


@dataclass(frozen=True)
class Wishes:
    """What a school wishes: mornings, missed lessons spread; that an adult does not have the same child term after term; and
    whether what stands may move. `held` says whom each adult had before, by names as `known` writes them.
    """

    mornings: bool = True
    spread: bool = True
    fade: bool = True
    again: bool = False
    held: Mapping[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Asked:
    """A week as a problem; what its tasks, adults and holders are in the week."""

    problem: Problem
    bars: tuple[Bar, ...]
    adults: tuple[Adult, ...]
    holders: tuple[tuple[str, str], ...]  # kind and key: pupil, lessons of a pupil, room, adult
    first: int  # minute of the day of its first moment
    moment: int = MOMENT  # minutes of each
    names: Mapping[str, str] = field(default_factory=dict)

    def sessions(self, week: Mapping[int, Placed]) -> list[tuple[Bar, str, tuple[When, ...]]]:
        """The bars that change: who leads each, and all its sessions then, those that stood before too; none where it lost them."""
        found: list[tuple[Bar, str, tuple[When, ...]]] = []
        for place, bar in enumerate(self.bars):
            whens = list(bar.placed) if place in self.problem.fixed_of else []
            placed = week.get(place)
            if placed is not None:
                whens += [self._when(start) for start in placed.starts]
            chosen = self.adults[placed.leader].name if placed is not None else bar.adult
            # Of several who lead it one stands for all.
            adult = bar.adult if known(chosen) in {known(one) for one in bar.leaders} else chosen
            order = tuple(sorted(whens, key=lambda one: (one.day, one.at or 0)))
            if order != bar.placed or adult != bar.adult:
                found.append((bar, adult, order))
        return found

    def reason(self, week: Mapping[int, Placed], place: int) -> str:
        """What stands against a bar that lacks sessions, in words."""
        return "; ".join(self._said(place, one) for one in blocking.blocks(self.problem, week, place)[:3])

    def left(self, week: Mapping[int, Placed]) -> list[tuple[Bar, int, str]]:
        """The bars that lack sessions, how many, and why."""
        found = []
        for place, task in enumerate(self.problem.tasks):
            have = len(self.problem.fixed_of.get(place, ())) + (len(week[place].starts) if place in week else 0)
            if have < task.sessions:
                found.append((self.bars[place], task.sessions - have, self.reason(week, place)))
        return found

    def _when(self, start: int) -> When:
        day, moment = divmod(start, self.problem.per_day)
        return When(day, self.first + moment * self.moment)

    def _said(self, place: int, block: Block) -> str:
        bar, who = self.bars[place], ""
        if block.who is not None:
            is_adult = block.kind in (blocking.BUSY_ADULT, blocking.HOURS)
            who = self.adults[block.who].name if is_adult else self._holder(block.who)
        if block.kind == blocking.DAYS:
            named = {known(one.name) for one in self.adults}
            return _days_words(block.ways, block.of, bar.adult.strip() if known(bar.adult) in named else "")
        skill = bar.needs or "it"
        return _WORDS[block.kind].format(who=who, skill=skill, ways=block.ways, of=block.of)

    def _holder(self, place: int) -> str:
        kind, key = self.holders[place]
        if kind == "adult":
            return next((one.name for one in self.adults if known(one.name) == key), key)
        return key if kind == "room" else self.names.get(key, "a pupil")


_WORDS = {
    blocking.NOBODY: "nobody who is trained for {skill} can lead it; note the training under Staff, or name an adult",
    blocking.NEVER_THERE: "no adult who could lead it is there in lessons long enough; look at their hours and the periods",
    blocking.PROTECTED: "whoever could lead it is only there in protected lessons, of {who} most of all",
    blocking.NEVER_MEET: "its pupils have no lesson in common that is not protected, {who} least of all",
    blocking.BUSY_ADULT: "in {ways} of {of} ways the adult is busy, {who} most of all",
    blocking.BUSY_HOLDER: "in {ways} of {of} ways somebody or the room is elsewhere, {who} most of all",
    blocking.NO_ROOM: "in {ways} of {of} ways no room is left",
    blocking.HOURS: "{who} has no hours left by contract",
}


def _days_words(days: int, wanted: int, adult: str) -> str:
    """Too few days, since there is one session a day."""
    on = "no day is left on which it could be" if not days else f"it could be on {days} day{'s' * (days > 1)} only"
    by = f" with {adult}" if adult else ""
    count = f"{wanted} {'is' if wanted == 1 else 'are'} to place, one a day"
    return f"{on}{by}, and {count}; let another adult lead it, or let it be less often"


def asked(week: Week, wishes: Wishes | None = None) -> Asked:
    """The week as a problem: support that lacks sessions is to be placed, all else stands unless it may move again."""
    return _Asking(week, wishes or Wishes()).made()


class _Asking:
    def __init__(self, week: Week, wishes: Wishes) -> None:
        self.week, self.wishes = week, wishes
        begins = [one.begins for one in week.periods] or [9 * 60]
        ends = [one.ends for one in week.periods] or [15 * 60]
        times = [(when.at or 0, bar.minutes) for bar in week.bars for when in bar.placed]
        odd = [at for at in (*begins, *(at for at, _ in times)) if at % MOMENT]
        self.moment = 1 if odd else MOMENT
        self.first = min([*begins, *(at for at, _ in times)]) // self.moment * self.moment
        last = max([*ends, *(at + minutes for at, minutes in times)])
        self.per_day = max(-(-(last - self.first) // self.moment), 1)
        self.adults = list(week.adults.values())
        self.adult_at = {known(one.name): place for place, one in enumerate(self.adults)}
        self.holders: dict[tuple[str, str], int] = {}
        self.held: list[int] = []
        self.lessons: dict[int, tuple[int, ...]] = {}
        self.beside: set[str] = set()  # adults who lead something together with another

    def made(self) -> Asked:
        bars = tuple(
            bar
            for bar in self.week.bars
            if bar.is_support and bar.minutes and bar.wanted and (bar.missing or self._moves(bar))
        )
        self.beside = {known(one) for bar in bars for one in bar.leaders[1:]} & self.adult_at.keys()
        tasks, fixed = [], []
        for place, bar in enumerate(bars):
            tasks.append(self._task(bar))
            if not self._moves(bar):
                fixed += [Fixed(place, self._moment(when), self._leader(bar)) for when in bar.placed]
        busy = [0] * len(self.adults)
        placing = {bar.uuid for bar in bars}
        for bar in self.week.bars:
            if bar.uuid not in placing:
                self._stands(bar, busy)
        leaders = tuple(
            Leader(self._there(one) & ~busy[place], self._most(one, busy[place]))
            for place, one in enumerate(self.adults)
        )
        problem = Problem(
            days=len(NAMES),
            per_day=self.per_day,
            leaders=leaders,
            held=tuple(self.held),
            tasks=tuple(tasks),
            fixed=tuple(fixed),
            lessons=self.lessons if self.wishes.spread else {},
        )
        names = {uuid: who.name for uuid, who in self.week.pupils.items()}
        return Asked(problem, bars, tuple(self.adults), tuple(self.holders), self.first, self.moment, names)

    def _moves(self, bar: Bar) -> bool:
        """Whether what stands of it may move: not where it is of one of two weeks, for what is placed is of every week."""
        return self.wishes.again and not any(when.week for when in bar.placed)

    def _task(self, bar: Bar) -> Task:
        length = -(-bar.minutes // self.moment)
        leaders, costs = self._leaders(bar)
        holders = [self._holder("pupil", one) for one in bar.pupils]
        # Whoever leads with another is had by all that they lead, as a room is: of several leaders one is chosen, the rest come.
        holders += [self._adult(known(one)) for one in bar.leaders if known(one) in self.beside]
        if bar.takes_out:
            holders += [self._protection(one) for one in bar.pupils]
        if bar.holds_room:
            holders.append(self._holder("room", known(bar.room)))
        starts, wishes = 0, {}
        years = {self.week.pupils[one].year for one in bar.pupils if one in self.week.pupils} or {""}
        for day in range(len(NAMES)):
            for period in self.week.periods:
                if period.kind not in ("lesson", "registration") or not all(period.is_on(day, year) for year in years):
                    continue
                for at in range(period.begins, period.ends - bar.minutes + 1, MOMENT):
                    start = self._moment(When(day, at))
                    starts |= 1 << start
                    # A beginning with the lesson is quieter for everybody than one in the middle of it.
                    cost = (AFTERNOON if at >= NOON and self.wishes.mornings else 0) + 0.05 * (at != period.begins)
                    if cost:
                        wishes[start] = cost
        sessions = bar.wanted if self._moves(bar) else len(bar.placed) + bar.missing
        return Task(tuple(holders), sessions, leaders, starts, length, costs, wishes)

    def _leaders(self, bar: Bar) -> tuple[tuple[int, ...], tuple[float, ...]]:
        named = [self.adult_at[known(one)] for one in bar.leaders if known(one) in self.adult_at][:1]
        found: dict[int, float] = dict.fromkeys(named, 0.0)
        if not named:
            able = [
                one
                for one in self.adults
                if one.role in ROLES and (not bar.needs or is_trained(one.trained, bar.needs))
            ]
            for rule in (self._stays, self._is_alone):
                able = [one for one in able if rule(one, bar)] or able
            found = dict.fromkeys((self.adult_at[known(one.name)] for one in able), ANYBODY)
        if len(named) == len(bar.leaders) == 1 and not bar.placed:
            for name in people(bar.stands_in):
                place = self.adult_at.get(known(name))
                if place is not None and self._stays(self.adults[place], bar) and known(name) not in self.beside:
                    found.setdefault(place, STAND_IN)
        if self.wishes.fade and len(found) > 1:
            for place in found:
                held = self.wishes.held.get(known(self.adults[place].name), frozenset())
                found[place] += HELD * sum(one in held for one in bar.pupils)
        return tuple(found), tuple(found.values())

    def _stays(self, adult: Adult, bar: Bar) -> bool:
        """Whether an adult is there until a bar ends."""
        return adult.leaves_on is None or (bar.ends_on is not None and bar.ends_on < adult.leaves_on)

    def _is_alone(self, adult: Adult, _bar: Bar) -> bool:
        """Whether an adult leads nothing together with another, and is therefore had by nothing else."""
        return known(adult.name) not in self.beside

    def _leader(self, bar: Bar) -> int | None:
        return next((self.adult_at[known(one)] for one in bar.leaders if known(one) in self.adult_at), None)

    def _stands(self, bar: Bar, busy: list[int]) -> None:
        """Whatever stands takes its adults, its pupils and its room."""
        mask = self._mask(bar)
        for name in bar.everybody:
            if known(name) in self.adult_at:
                busy[self.adult_at[known(name)]] |= mask
            if (holder := self.holders.get(("adult", known(name)))) is not None:
                self.held[holder] |= mask
        if bar.holds_room and (room := self.holders.get(("room", known(bar.room)))) is not None:
            self.held[room] |= mask
        for pupil in bar.pupils if bar.kind != LESSON else ():
            if (holder := self.holders.get(("pupil", pupil))) is not None:
                self.held[holder] |= mask

    def _there(self, adult: Adult) -> int:
        mask = 0
        for day, stretches in enumerate(adult.hours.days):
            for first, last in stretches:
                begins = max(-(-(first - self.first) // self.moment), 0)
                ends = min((last - self.first) // self.moment, self.per_day)
                if ends > begins:
                    mask |= stretch(day * self.per_day + begins, ends - begins)
        return mask

    def _most(self, adult: Adult, busy: int) -> int | None:
        return max(adult.contract // self.moment - busy.bit_count(), 0) if adult.contract is not None else None

    def _adult(self, name: str) -> int:
        """What holds an adult beside the one who is chosen: they are not to be had outside their hours."""
        holder = self._holder("adult", name)
        self.held[holder] |= stretch(0, self.per_day * len(NAMES)) & ~self._there(self.adults[self.adult_at[name]])
        return holder

    def _holder(self, kind: str, key: str) -> int:
        if (kind, key) not in self.holders:
            self.holders[kind, key] = len(self.held)
            self.held.append(0)
        return self.holders[kind, key]

    def _protection(self, pupil: str) -> int:
        """What holds a pupil’s lessons: protected ones are not to be had; of the others it is known which are of a subject."""
        if ("lessons", pupil) in self.holders:
            return self.holders["lessons", pupil]
        holder = self._holder("lessons", pupil)
        class_name = known(self.week.pupils[pupil].class_name) if pupil in self.week.pupils else ""
        subjects: dict[str, int] = {}
        for bar in self.week.bars:
            if bar.kind == LESSON and (pupil in bar.pupils or (class_name and known(bar.class_name) == class_name)):
                mask = self._mask(bar)
                if bar.protected:
                    self.held[holder] |= mask
                subjects[known(bar.name)] = subjects.get(known(bar.name), 0) | mask
        self.lessons[holder] = tuple(subjects.values())
        return holder

    def _mask(self, bar: Bar) -> int:
        mask = 0
        for when in bar.placed:
            begins = (when.at or 0) - self.first
            ends = min(-(-(begins + bar.minutes) // self.moment), self.per_day)
            mask |= stretch(when.day * self.per_day + begins // self.moment, max(ends - begins // self.moment, 0))
        return mask

    def _moment(self, when: When) -> int:
        return when.day * self.per_day + ((when.at or 0) - self.first) // self.moment
