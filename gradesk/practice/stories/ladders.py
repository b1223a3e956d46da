"""Targets that grow: each has a ladder of numbers, and a review decides whether the next rung is due."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any

from gradesk.practice.banks import Dealer, Entry, bank, fits
from gradesk.practice.cast.adults import SHORT_ROLES, Adult, Staff
from gradesk.practice.wording import Voice, short_day

_FORWARD = ("met", "exceeded")
_CHANCES = {"not_yet": 14, "partly": 30, "met": 44, "exceeded": 12}


@dataclass(frozen=True)
class Rung:
    """One target of one plan: a text of the bank and the place on its ladder."""

    entry: Entry
    place: int

    @property
    def start(self) -> int:
        """Where the pupil is."""
        return int(self.entry["ladder"][self.place])

    @property
    def goal(self) -> int:
        """Where the pupil wants to be."""
        return int(self.entry["ladder"][self.place + 1])

    def reached(self, rating: str) -> int:
        """The number found at a review."""
        if rating == "exceeded":
            return int(self.entry["ladder"][self.place + 2])
        return {"met": self.goal, "partly": (self.start + self.goal) // 2}.get(rating, self.start)

    def possible(self) -> list[str]:
        """The ratings that a review of this rung can give."""
        found = ["not_yet", "met"]
        if abs(self.goal - self.start) > 1:
            found.append("partly")
        if self.place + 2 < len(self.entry["ladder"]):
            found.append("exceeded")
        return found


class Ladders:
    """The targets of one child over the terms: what is met climbs on or makes room, what is not comes in other words."""

    def __init__(self, rng: Random, dealer: Dealer, needs: Sequence[str]) -> None:
        self._rng = rng
        self._dealer = dealer
        self._needs = needs
        self._rungs: dict[int, int] = {}
        self._last: list[Rung] = []

    def next_targets(self, place: int, count: int) -> list[Rung]:
        """So many targets for the next plan of a child in this year of school."""
        climbing = [rung for rung in self._last if self._climbs(rung)][:1]
        taken = {id(rung.entry) for rung in self._last}
        fresh: list[Entry] = []
        for need in (*self._needs, "SLCN", "MLD", "NSA"):
            open_ = [
                entry
                for entry in bank("targets")["target"]
                if fits(entry, need, place) and id(entry) not in taken and self._place(entry) is not None
            ]
            dealt = self._dealer.deal(open_, count - len(climbing) - len(fresh))
            fresh += dealt
            taken |= {id(entry) for entry in dealt}
        found = [Rung(rung.entry, self._rungs[id(rung.entry)]) for rung in climbing]
        found += [Rung(entry, self._place(entry) or 0) for entry in fresh]
        self._last = found
        return found

    def rate(self, rung: Rung, *, well: bool = False, still: bool = False) -> str:
        """How a target went, by chance unless it shall have gone well or stood still; the ladder remembers it."""
        possible = ["met"] if well else ["not_yet"] if still else rung.possible()
        rating = self._rng.choices(possible, [_CHANCES[name] for name in possible])[0]
        self._rungs[id(rung.entry)] = rung.place + {"met": 1, "exceeded": 2}.get(rating, 0)
        return rating

    def _place(self, entry: Entry) -> int | None:
        """The rung a target stands on; None when it is climbed."""
        place = self._rungs.get(id(entry), 0)
        return place if place + 1 < len(entry["ladder"]) else None

    def _climbs(self, rung: Rung) -> bool:
        place = self._rungs.get(id(rung.entry), rung.place)
        return place > rung.place and place + 1 < len(rung.entry["ladder"])


def target_values(rung: Rung, voice: Voice, staff: Staff, by: date) -> dict[str, Any]:
    """A target as a form would hand it over."""
    adult = _leader(rung.entry["who"], voice, staff)
    words = {"start": rung.start, "goal": rung.goal, "by": short_day(by)}

    def put(name: str) -> str:
        return voice.written(rung.entry[name], **words)

    timed = re.match(r"(\d+ minutes), (.*)", rung.entry["often"])
    length, often = timed.groups() if timed else ("", rung.entry["often"])
    role = SHORT_ROLES.get(adult.role, "class teacher")
    of = re.match(r"\{goal\} of (\d+)\b", rung.entry["criterion"])
    boxes = [voice.written(part, **words) for part in rung.entry.get("boxes", ())]
    worded = dict(zip(("does", "given", "standard"), boxes, strict=True)) if boxes else {"staff_wording": put("staff")}
    return worded | {
        "pupil_wording": put("pupil"),
        "home_part": put("home") if "home" in rung.entry else "",
        "place": rung.entry.get("place", ""),
        "baseline": put("baseline"),
        "success_criterion": put("criterion"),
        "area": rung.entry["area"],
        "how": put("how"),
        "who": f"{adult.name} ({role})",
        "how_long": length,
        "how_often": often,
        "baseline_value": float(rung.start),
        "criterion_form": "tries" if of else "score" if rung.goal >= rung.start else "frequency",
        "criterion_goal": float(rung.goal),
        "criterion_of": float(of[1]) if of else None,
    }


def evidence(rung: Rung, rating: str, voice: Voice, staff: Staff) -> str:
    """What shows how a target went."""
    adult = _leader(rung.entry["who"], voice, staff)
    found = (
        voice.written(rung.entry["evidence"], got=rung.reached(rating))
        if "{adult}" not in rung.entry["evidence"]
        else (rung.entry["evidence"].format(got=rung.reached(rating), adult=adult.name))
    )
    found = found[:1].upper() + found[1:]
    if rating == "not_yet":
        return f"{found}, as at the start. The step was too big and is made smaller."
    return f"{found}." + (" Steady with an adult near, not yet alone." if rating == "partly" else "")


def overall(ratings: Sequence[str]) -> str:
    """How a review went in all: "well", "partly" or "slowly"."""
    good = sum(rating in _FORWARD for rating in ratings)
    if good * 2 > len(ratings):
        return "well"
    return "partly" if good or "partly" in ratings else "slowly"


def _leader(role: str, voice: Voice, staff: Staff) -> Adult:
    if role == "teacher":
        return voice.teacher
    if voice.key_adult is not None and voice.key_adult.role == role:
        return voice.key_adult
    return staff.role(role, voice.child.place + 1)
