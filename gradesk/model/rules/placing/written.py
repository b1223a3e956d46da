"""A week as it is written in a file of JSON, for measuring: read with every mistake named, and the answer told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from gradesk.model.rules.placing import blocking
from gradesk.model.rules.placing.blocking import Block
from gradesk.model.rules.placing.problem import Fixed, Leader, Placed, Problem, Task
from gradesk.system.refusal import Refused

MOST_MOMENTS, MOST = 700, 5_000  # moments of a week; adults, pupils, provisions
LONGEST_SAID = 60  # letters of what was written that are told again
_AGAIN = "Nothing was solved. Mend the file and try again."


class Written:
    """A week of a file: the problem, and what its parts are called there."""

    def __init__(self, said: Any) -> None:
        week = _mapping(said, "The file")
        self.per_day = _count(week, "periods_per_day", 1, MOST_MOMENTS)
        self.days = _count(week, "days", 1, MOST_MOMENTS // self.per_day or 1)
        self._moments = self.per_day * self.days
        adults, pupils = _rows(week, "adults"), _rows(week, "pupils")
        self.provisions = _rows(week, "provisions")
        self.adults, self.pupils = _names(adults, "adults"), _names(pupils, "pupils")
        self._adult_at = {name: place for place, name in enumerate(self.adults)}
        self._pupil_at = {name: place for place, name in enumerate(self.pupils)}
        self.names = _names(self.provisions, "provisions")
        self._skills = [frozenset(_word(one, "A skill") for one in _list(row, "skills")) for row in adults]
        rooms = _count(week, "rooms", 0, 100_000) if week.get("rooms") is not None else None
        tasks, fixed = [], []
        for place, row in enumerate(self.provisions):
            tasks.append(self._task(row))
            fixed += self._fixed(place, row)
        self.problem = Problem(
            days=self.days,
            per_day=self.per_day,
            leaders=tuple(Leader(self._mask(_list(row, "available"))) for row in adults),
            held=tuple(self._mask(_list(row, "protected")) for row in pupils),
            tasks=tuple(tasks),
            rooms=rooms,
            fixed=tuple(fixed),
        )
        self._check_fixed()
        self._check_rooms()

    def placements(self, week: Mapping[int, Placed]) -> list[dict[str, Any]]:
        """Each provision that has a place, with its adult and all its periods, those that stood before too."""
        found = []
        for place, name in enumerate(self.names):
            stands = self.problem.fixed_of.get(place, ())
            placed = week.get(place)
            periods = sorted([one.start for one in stands] + list(placed.starts if placed else ()))
            leaders = [placed.leader] if placed else [one.leader for one in stands if one.leader is not None]
            if periods:
                adult = self.adults[leaders[0]] if leaders else None
                found.append({"provision": name, "adult": adult, "periods": periods})
        return found

    def reasons(self, week: Mapping[int, Placed]) -> list[dict[str, Any]]:
        """What stands against each provision that lacks a session."""
        found = []
        for place, task in enumerate(self.problem.tasks):
            have = len(week[place].starts) if place in week else 0
            missing = task.sessions - have - len(self.problem.fixed_of.get(place, ()))
            if missing > 0:
                against = blocking.blocks(self.problem, week, place)
                words = "; ".join(self._said(place, one) for one in against[:3])
                found.append(
                    {"provision": self.names[place], "words": f"{missing} of {task.sessions} not placed: {words}."}
                )
        return found

    def _said(self, place: int, block: Block) -> str:
        pupil = self.pupils[block.who] if block.who is not None and block.kind in _OF_PUPILS else ""
        adult = self.adults[block.who] if block.who is not None and block.kind in _OF_ADULTS else ""
        skill = self.provisions[place].get("skill") or "it"
        return _WORDS[block.kind].format(pupil=pupil, adult=adult, skill=skill, ways=block.ways, of=block.of)

    def _task(self, row: Mapping[str, Any]) -> Task:
        name = str(row.get("id"))
        sessions = _count(row, "sessions", 0, self._moments)
        skill = _word(row.get("skill"), f"The skill of provision “{name}”")
        able = [place for place, skills in enumerate(self._skills) if not skill or skill in skills]
        holders = []
        for each in _list(row, "pupils"):
            if str(each) not in self._pupil_at:
                raise Refused(
                    f"Provision “{name}” names the pupil “{_short(each)}”, who is not among the pupils. {_AGAIN}"
                )
            holders.append(self._pupil_at[str(each)])
        return Task(tuple(dict.fromkeys(holders)), sessions, tuple(able), (1 << self._moments) - 1)

    def _fixed(self, place: int, row: Mapping[str, Any]) -> list[Fixed]:
        found = []
        for one in _list(row, "fixed"):
            stands = _mapping(one, f"“fixed” of provision “{row.get('id')}”")
            period = _count(stands, "period", 0, self._moments - 1)
            adult = stands.get("adult")
            if adult is not None and str(adult) not in self._adult_at:
                raise Refused(
                    f"Provision “{row.get('id')}” is fixed with “{_short(adult)}”, who is not among the adults. {_AGAIN}"
                )
            found.append(Fixed(place, period, self._adult_at[str(adult)] if adult is not None else None))
        return found

    def _check_fixed(self) -> None:
        """Refuse what stands and cannot: it is never moved, so no answer would be right."""
        led: dict[tuple[int, int], int] = {}
        had: dict[tuple[int, int], int] = {}
        for place, stands in self.problem.fixed_of.items():
            task, name = self.problem.tasks[place], f"Provision “{self.names[place]}”"
            if len(stands) > task.sessions:
                raise Refused(f"{name} is fixed {len(stands)} times and is to be held {task.sessions} times. {_AGAIN}")
            if len({self.problem.day(one.start) for one in stands}) < len(stands):
                raise Refused(f"{name} is fixed twice on one day. {_AGAIN}")
            leaders = {one.leader for one in stands if one.leader is not None}
            if len(leaders) > 1:
                raise Refused(f"{name} is fixed with several adults. {_AGAIN}")
            for unable in leaders - set(task.leaders):
                raise Refused(f"{name} is fixed with “{self.adults[unable]}”, who lacks its skill. {_AGAIN}")
            for one in stands:
                taken = [("adult", self.adults[each], led.setdefault((each, one.start), place)) for each in leaders]
                taken += [
                    ("pupil", self.pupils[each], had.setdefault((each, one.start), place)) for each in task.holders
                ]
                for what, who, other in taken:
                    if other != place:
                        said = f"{name} and “{self.names[other]}” are both fixed in period {one.start}"
                        raise Refused(f"{said} with the {what} “{who}”. {_AGAIN}")

    def _check_rooms(self) -> None:
        for period, count in sorted(Counter(one.start for one in self.problem.fixed).items()):
            if self.problem.rooms is not None and count > self.problem.rooms:
                said = f"{count} sessions are fixed in period {period}, and there are {self.problem.rooms} rooms"
                raise Refused(f"{said}. {_AGAIN}")

    def _mask(self, periods: Sequence[Any]) -> int:
        mask = 0
        for one in periods:
            if not isinstance(one, int) or isinstance(one, bool) or not 0 <= one < self._moments:
                raise Refused(f"“{_short(one)}” is no period of a week of {self._moments}. {_AGAIN}")
            mask |= 1 << one
        return mask


_OF_PUPILS = (blocking.PROTECTED, blocking.NEVER_MEET, blocking.BUSY_HOLDER)
_OF_ADULTS = (blocking.BUSY_ADULT, blocking.HOURS)
_WORDS = {
    blocking.NOBODY: "no adult is trained for {skill}",
    blocking.NEVER_THERE: "nobody who is trained for {skill} is there when it could be",
    blocking.PROTECTED: "those trained for {skill} are only there in protected lessons, of {pupil} most of all",
    blocking.NEVER_MEET: "its pupils have no lesson in common that is not protected, {pupil} least of all",
    blocking.BUSY_ADULT: "in {ways} of {of} ways the adult is busy, {adult} most of all",
    blocking.BUSY_HOLDER: "in {ways} of {of} ways a pupil is elsewhere, {pupil} most of all",
    blocking.NO_ROOM: "in {ways} of {of} ways no room is left",
    blocking.HOURS: "{adult} has no hours left",
    blocking.DAYS: "days left on which it could be, one session a day: {ways}; to place: {of}",
}


def _mapping(said: Any, what: str) -> Mapping[str, Any]:
    if not isinstance(said, dict):
        raise Refused(f"{what} is no list of names and values. {_AGAIN}")
    return said


def _list(row: Mapping[str, Any], name: str) -> list[Any]:
    found = row.get(name)
    if found is None:
        return []
    if not isinstance(found, list):
        raise Refused(f"“{name}” is no list. {_AGAIN}")
    return found


def _rows(week: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    found = _list(week, name)
    if len(found) > MOST:
        raise Refused(f"There are more than {MOST:,} {name}. {_AGAIN}")
    return [_mapping(one, f"One of the {name}") for one in found]


def _names(rows: Sequence[Mapping[str, Any]], what: str) -> list[str]:
    names = [_word(row.get("id"), f"The “id” of one of the {what}") for row in rows]
    if "" in names or len(set(names)) < len(names):
        raise Refused(f"The {what} need an “id” each, no two the same. {_AGAIN}")
    return names


def _word(said: Any, what: str) -> str:
    """A name as it is written, a whole number too; empty where there is none."""
    if said is None:
        return ""
    if isinstance(said, bool) or not isinstance(said, str | int):
        raise Refused(f"{what} is no name. {_AGAIN}")
    word = str(said)
    if not word.isprintable():  # half a letter, or a new line, which the answer could not be written with
        raise Refused(f"{what} has letters in it that cannot be written. {_AGAIN}")
    return word


def _short(value: Any) -> str:
    """What was written, as far as a sentence has room for it and can be printed."""
    whole = "".join(each if each.isprintable() else " " for each in str(value)[: LONGEST_SAID + 1])
    return whole if len(whole) <= LONGEST_SAID else f"{whole[:LONGEST_SAID]}…"


def _count(row: Mapping[str, Any], name: str, least: int, most: int) -> int:
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise Refused(f"“{name}” is to be a whole number from {least} to {most:,}, not “{_short(value)}”. {_AGAIN}")
    return value
