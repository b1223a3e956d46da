"""What cannot be at once in a week, each in words with the way out.

Every rule looks at one bar beside the others that share its adult, pupils, room or class, so that a bar in somebody's hand is
looked at as quickly as it is moved. Which rules there are: `RULES`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from gradesk.model.rules.week.hours import in_words as hours_in_words
from gradesk.model.rules.week.parts import ALONE, LESSON, Adult, Bar, Week, known
from gradesk.model.rules.week.times import NAMES, When, clock

ADULT, PUPIL, ROOM, HOURS, DAYS, LEFT, PROTECTED, ALWAYS, EHC_HOURS, EHC_SCOPE, LARGE, UNTRAINED, BOUND, RUNS_OVER = (
    "adult_twice", "pupil_twice", "room_twice", "over_hours", "outside_days", "adult_leaves", "protected_lesson",
    "same_lesson", "ehc_hours", "ehc_scope", "too_large", "untrained", "bound_one_to_one", "runs_over",
)  # fmt: skip
ALL = (
    ADULT,
    PUPIL,
    ROOM,
    HOURS,
    DAYS,
    LEFT,
    PROTECTED,
    ALWAYS,
    EHC_HOURS,
    EHC_SCOPE,
    LARGE,
    UNTRAINED,
    BOUND,
    RUNS_OVER,
)


@dataclass(frozen=True)
class Clash:
    """Something that cannot be, or should be minded: which rule, which bars, in words, and the way out."""

    kind: str
    bars: tuple[str, ...]
    words: str
    way_out: str
    day: int | None = None
    at: int | None = None

    @property
    def sentence(self) -> str:
        """All of it, for a list."""
        return f"{self.words} {self.way_out}"


@dataclass(frozen=True)
class _Session:
    bar: Bar
    when: When

    @property
    def begins(self) -> int:
        return self.when.at or 0

    @property
    def ends(self) -> int:
        return self.begins + self.bar.minutes


class Clashing:
    """The clashes of a week. It is made once for a week and asked for all of it, or for one bar, also one that was changed.

    Where it is told what was found `before` a few bars changed, it looks only at what has something in common with them.
    """

    def __init__(self, week: Week, before: Clashing | None = None) -> None:
        self.week = week
        self._found = _still(before, week) if before is not None else {}
        self._minutes: dict[str, dict[str, float]] = defaultdict(dict)  # of a week, by adult and bar
        self._of: dict[tuple[str, str, int], list[_Session]] = defaultdict(list)
        self._lessons: dict[str, list[_Session]] = defaultdict(list)
        for bar in week.bars:
            shared = list(_resources(bar))
            for kind, who in shared:
                if kind == ADULT and bar.placed:
                    self._minutes[who][bar.uuid] = _minutes(bar)
            for session in _sessions(bar):
                for each in shared:
                    self._of[(*each, session.when.day)].append(session)
                if bar.kind == LESSON:
                    for whose in bar.pupils or (known(bar.class_name),):
                        self._lessons[whose].append(session)

    @cached_property
    def all(self) -> tuple[Clash, ...]:
        """Every clash of the week, each once; the gravest first."""
        found: dict[tuple[object, ...], Clash] = {}
        for bar in self.week.bars:
            if bar.kind == LESSON and not bar.adult:
                continue
            if bar.uuid not in self._found:
                self._found[bar.uuid] = self.of(bar)
            for one in self._found[bar.uuid]:
                found.setdefault((one.kind, frozenset(one.bars), one.day, one.at), one)
        return tuple(
            sorted(found.values(), key=lambda one: (ALL.index(one.kind), one.day or 0, one.at or 0, one.words))
        )

    def of(self, bar: Bar) -> list[Clash]:
        """The clashes of one bar as it is given, which may differ from how it stands in the week."""
        found = list(self._twice(bar))
        found += self._lesson_clashes(bar)
        found += self._adult_clashes(bar)
        found += self._ehc(bar)
        found += self._runs_over(bar)
        if bar.largest is not None and bar.form != "class" and len(bar.pupils) > bar.largest:
            words = f"{bar.name} has {len(bar.pupils)} in it and is meant for {bar.largest} at most."
            found.append(Clash(LARGE, (bar.uuid,), words, "Make two groups of it, or let one go to another."))
        return found

    def _twice(self, bar: Bar) -> Iterator[Clash]:
        """Adult, pupil or room in two places."""
        seen: set[tuple[str, str]] = set()
        for session in _sessions(bar):
            for kind, who in _resources(bar):
                for other in self._of.get((kind, who, session.when.day), ()):
                    if other.bar.uuid == bar.uuid or (kind, other.bar.uuid + str(session.when)) in seen:
                        continue
                    if (
                        not _meet(session, other)
                        or not bar.runs_with(other.bar)
                        or _is_same_thing(kind, bar, other.bar)
                    ):
                        continue
                    seen.add((kind, other.bar.uuid + str(session.when)))
                    yield self._clash(kind, who, session, other)

    def _clash(self, kind: str, who: str, session: _Session, other: _Session) -> Clash:
        bar, at = session.bar, f"{NAMES[session.when.day]} {clock(max(session.begins, other.begins))}"
        bars = (bar.uuid, other.bar.uuid)
        place = session.when.day, max(session.begins, other.begins)
        this, that = self._apart(bar, other.bar)
        if kind == PUPIL:
            words = f"{self._pupil(who)} is in {this} and in {that} on {at}."
            return Clash(PUPIL, bars, words, "Move one of the two, or let the pupil leave one.", *place)
        if kind == ROOM:
            words = f"{bar.room.strip()} is taken by {this} and by {that} on {at}."
            return Clash(ROOM, bars, words, "Move one of the two, or give it another room.", *place)
        name = self._name_of(who, bar)
        bound = next((one for one in (bar, other.bar) if one.form == ALONE and one.is_support), None)
        group, told = (other.bar, that) if bound is bar else (bar, this)
        if bound is not None and group.is_support and group.form != ALONE:
            child = f"{self._pupil(bound.pupils[0])} for {bound.name}" if bound.pupils else bound.name
            words = f"{name} is bound one to one with {child} on {at} and cannot count for {told}."
            return Clash(BOUND, bars, words, "Move the group, or let another adult lead it.", *place)
        words = f"{name} is in {this} and in {that} on {at}."
        return Clash(ADULT, bars, words, "Move one of the two, or let another adult take it.", *place)

    def _apart(self, one: Bar, other: Bar) -> tuple[str, str]:
        """Both by their names; one whose name others of the week have too with who is in it, or whose it is."""
        return self._told(one), self._told(other)

    @cached_property
    def _names(self) -> Counter[str]:
        return Counter(known(bar.name) for bar in self.week.bars)

    def _told(self, bar: Bar) -> str:
        if self._names[known(bar.name)] < 2:
            return bar.name
        count = f"{len(bar.pupils)} in it" if len(bar.pupils) > 1 else "".join(map(self._pupil, bar.pupils))
        who = count or bar.class_name.strip() or bar.adult.strip()
        return f"{bar.name} ({who})" if who else bar.name

    def _name_of(self, who: str, bar: Bar) -> str:
        adult = self.week.adults.get(who)
        return adult.name if adult is not None else next((n for n in bar.everybody if known(n) == who), who)

    def _adult_clashes(self, bar: Bar) -> Iterator[Clash]:
        for name in bar.leaders:
            if (adult := self.week.adult(name)) is not None:
                yield from self._of_adult(bar, adult)

    def _of_adult(self, bar: Bar, adult: Adult) -> Iterator[Clash]:
        for when in bar.whens:
            if not adult.hours.covers(when.day, when.at, bar.minutes):
                at = NAMES[when.day] + (f" at {clock(when.at)}" if when.at is not None else "")
                words = (
                    f"{adult.name} is not there for {bar.name} on {at}; their hours are {hours_in_words(adult.hours)}."
                )
                yield Clash(
                    DAYS,
                    (bar.uuid,),
                    words,
                    "Move it into their hours, or let another adult take it.",
                    when.day,
                    when.at,
                )
        if adult.leaves_on is not None and (bar.ends_on is None or bar.ends_on >= adult.leaves_on):
            day = f"{adult.leaves_on.day} {adult.leaves_on:%b}"
            words = f"{adult.name} leaves on {day}; {bar.name} goes on after it."
            yield Clash(LEFT, (bar.uuid,), words, "Let it end by then, or say who takes it over.")
        if bar.is_support and bar.needs and not is_trained(adult.trained, bar.needs):
            words = f"{adult.name} has no training in {bar.needs} on record, which {bar.name} needs."
            yield Clash(
                UNTRAINED, (bar.uuid,), words, "Let somebody trained lead it, or note the training under Staff."
            )
        yield from self._over(bar, adult)

    def _over(self, bar: Bar, adult: Adult) -> Iterator[Clash]:
        if adult.contract is None:
            return
        who = known(adult.name)
        weekly = sum(minutes for uuid, minutes in self._minutes[who].items() if uuid != bar.uuid) + _minutes(bar)
        if weekly > adult.contract:
            words = f"{adult.name} has {_hours(weekly)} in the week and {_hours(adult.contract)} by contract."
            yield Clash(HOURS, (f"adult {who}",), words, "Let another adult take some of it, or shorten it.")

    def _lesson_clashes(self, bar: Bar) -> Iterator[Clash]:
        """Protected lessons, and lessons of which a pupil misses every one."""
        if not bar.takes_out:
            return
        taken: dict[When, tuple[dict[str, None], dict[str, None]]] = {}  # lessons and pupils, each once, in their order
        for pupil in bar.pupils:
            lessons = [one for one in self._lessons_of(pupil) if one.bar.protected and bar.runs_with(one.bar)]
            for when in bar.placed if lessons else ():
                for lesson in lessons:
                    if _meet(_Session(bar, when), lesson):
                        names, pupils = taken.setdefault(when, ({}, {}))
                        names[lesson.bar.name] = pupils[pupil] = None
        for when, (names, pupils) in taken.items():
            what, at = " and ".join(names), f"{NAMES[when.day]} {clock(when.at or 0)}"
            words = f"{bar.name} takes {self._several(list(pupils))} out of {what} on {at}, which is protected."
            yield Clash(PROTECTED, (bar.uuid,), words, "Move it to another lesson.", when.day, when.at)
        yield from self._always(bar)

    def _always(self, bar: Bar) -> Iterator[Clash]:
        """Pupils who miss all lessons of a subject in the week, half of each at least, by everything they are taken out for."""
        missing: dict[str, tuple[int, str, list[str]]] = {}
        for pupil in bar.pupils:
            lessons = self._lessons_of(pupil)
            mine = [_Session(bar, when) for when in bar.placed]
            out = mine + [
                one
                for day in range(len(NAMES))
                for one in self._of.get((PUPIL, pupil, day), ())
                if one.bar.takes_out and one.bar.uuid != bar.uuid and one.bar.runs_with(bar)
            ]
            for subject in dict.fromkeys(
                known(one.bar.name) for one in lessons if any(_meet(one, each) for each in mine)
            ):
                of_subject = [one for one in lessons if known(one.bar.name) == subject]
                if all(_missed(lesson, out) * 2 >= lesson.bar.minutes for lesson in of_subject):
                    name = of_subject[0].bar.name
                    missing.setdefault(subject, (len(of_subject), name, []))[2].append(pupil)
        for count, name, pupils in missing.values():
            verb = "misses" if len(pupils) == 1 else "miss"
            what = f"the only {name} of every week" if count == 1 else f"{name} every week, all {count} of it,"
            words = f"{self._several(pupils)} {verb} {what} for {bar.name}."
            yield Clash(ALWAYS, (bar.uuid, known(name)), words, "Let it take turns with another lesson, or move it.")

    def _runs_over(self, bar: Bar) -> Iterator[Clash]:
        """Support that begins in a lesson and runs into a break, or beyond the day: its periods may have changed under it."""
        years = {self.week.pupils[one].year for one in bar.pupils if one in self.week.pupils} or {""}
        for when in bar.placed if bar.is_support else ():
            begins, ends = when.at or 0, (when.at or 0) + bar.minutes
            of_day = [one for one in self.week.periods if all(one.is_on(when.day, year) for year in years)]
            if not of_day or any(one.begins <= begins and ends <= one.ends for one in of_day):
                continue
            at, last = f"{NAMES[when.day]} {clock(begins)}", max(one.ends for one in of_day)
            into = next((one for one in of_day if begins < one.begins < ends and one.kind in ("break", "lunch")), None)
            if into is not None:
                words = f"{bar.name} runs into {into.name} on {at}, which begins at {clock(into.begins)}."
            elif begins < last < ends and any(one.begins <= begins for one in of_day):
                words = f"{bar.name} runs beyond the end of the day on {at}, which is at {clock(last)}."
            else:
                continue
            yield Clash(RUNS_OVER, (bar.uuid,), words, "Let it begin earlier, or shorten it.", when.day, begins)

    def _ehc(self, bar: Bar) -> Iterator[Clash]:
        if not bar.is_support or not bar.ehc_line:
            return
        placed = sum(bar.minutes * _share(when) for when in bar.placed)
        if bar.ehc_minutes is not None and placed < bar.ehc_minutes:
            short = bar.ehc_minutes - placed
            words = (
                f"Line {bar.ehc_line} of the EHC plan promises {_hours(bar.ehc_minutes)} a week; "
                f"{_hours(short)} of it are not in the week."
            )
            yield Clash(EHC_HOURS, (bar.uuid,), words, "Place the rest, or lengthen its sessions.")
        wanted = [known(word) for word in bar.scope.replace(";", ",").split(",") if word.strip()]
        for pupil in bar.pupils if wanted else ():
            open_ = [
                lesson
                for lesson in self._lessons_of(pupil)
                if any(word in (known(lesson.bar.name), "all lessons") for word in wanted)
                and not any(_meet(_Session(bar, when), lesson) for when in bar.placed)
            ]
            if open_:
                first = open_[0]
                at = f"{NAMES[first.when.day]} {clock(first.begins)}"
                more = f" and {len(open_) - 1} more" if len(open_) > 1 else ""
                words = (
                    f"Line {bar.ehc_line} is for {bar.scope}; {self._pupil(pupil)} has nobody in {first.bar.name} "
                    f"on {at}{more}."
                )
                yield Clash(
                    EHC_SCOPE, (bar.uuid, pupil), words, "Place it in these lessons.", first.when.day, first.begins
                )

    def _lessons_of(self, pupil: str) -> list[_Session]:
        class_name = known(self.week.pupils[pupil].class_name) if pupil in self.week.pupils else ""
        return self._lessons.get(pupil, []) + (self._lessons.get(class_name, []) if class_name else [])

    def _several(self, pupils: Sequence[str]) -> str:
        more = f" and {len(pupils) - 1} more" if len(pupils) > 1 else ""
        return self._pupil(pupils[0]) + more

    def _pupil(self, pupil: str) -> str:
        return self.week.pupils[pupil].name if pupil in self.week.pupils else "A pupil"


def is_trained(trained: Iterable[str], needs: str) -> bool:
    """Whether a course on record is the training that is needed: its words are in the name of the course."""
    return any(known(needs) in known(course) for course in trained)


def _sessions(bar: Bar) -> list[_Session]:
    return [_Session(bar, when) for when in bar.placed]


def _resources(bar: Bar) -> Iterator[tuple[str, str]]:
    """Whoever and whatever can be in one place only."""
    for name in dict.fromkeys(known(one) for one in bar.everybody if one.strip()):
        yield ADULT, name
    if bar.kind != LESSON:
        for pupil in bar.pupils:
            yield PUPIL, pupil
    if bar.holds_room:
        yield ROOM, known(bar.room)


def _is_same_thing(kind: str, bar: Bar, other: Bar) -> bool:
    """In class the adult and the room are those of the lesson: that is where the support is meant to be."""
    if LESSON not in (bar.kind, other.kind):
        return False
    mine = other if bar.kind == LESSON else bar
    return kind == ROOM or (mine.kind == "class_support") or (mine.is_support and mine.form == "class")


def _meet(one: _Session, other: _Session) -> bool:
    return one.when.meets(other.when) and one.begins < other.ends and other.begins < one.ends


def _missed(lesson: _Session, out: Sequence[_Session]) -> int:
    """How many minutes of a lesson are missed."""
    return sum(
        max(min(lesson.ends, one.ends) - max(lesson.begins, one.begins), 0)
        for one in out
        if lesson.when.meets(one.when)
    )


def _minutes(bar: Bar) -> float:
    """Of a week, those of every other week by half."""
    return sum(bar.minutes * _share(session) for session in bar.placed)


def _still(before: Clashing, week: Week) -> dict[str, list[Clash]]:
    """What was found of the bars that have nothing in common with a bar that is another one now."""
    if (before.week.adults, before.week.pupils, before.week.periods) != (week.adults, week.pupils, week.periods):
        return {}
    old, new = {bar.uuid: bar for bar in before.week.bars}, {bar.uuid: bar for bar in week.bars}
    changed = [one for uuid in old.keys() | new.keys() if old.get(uuid) != new.get(uuid)
               for one in (old.get(uuid), new.get(uuid)) if one is not None]  # fmt: skip
    touched = {each for bar in changed for each in _in_common(bar, week)}
    return {
        uuid: before._found[uuid]
        for uuid, bar in new.items()
        if uuid in before._found and old.get(uuid) == bar and touched.isdisjoint(_in_common(bar, week))
    }


def _in_common(bar: Bar, week: Week) -> set[tuple[str, str]]:
    """Whatever a bar can share with another: adults, pupils, room, and the classes whose lessons it takes place in."""
    classes = {known(week.pupils[one].class_name) for one in bar.pupils if one in week.pupils} | {known(bar.class_name)}
    pupils = {(PUPIL, one) for one in bar.pupils}
    return {*_resources(bar), *pupils, *((LESSON, one) for one in classes if one)}


def _share(when: When) -> float:
    """Of how many weeks it is in."""
    return 0.5 if when.week else 1


def _hours(minutes: float) -> str:
    whole, rest = divmod(round(minutes), 60)
    return f"{whole} h {rest:02}" if whole else f"{rest} min"
