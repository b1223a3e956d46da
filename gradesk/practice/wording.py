"""Puts people into the words of the banks, and composes passports and plans from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from gradesk.practice.banks import Dealer, Entry, bank, fits
from gradesk.practice.cast.adults import Adult, Home, Staff
from gradesk.practice.cast.people import Child

_PRONOUNS = {
    "M": {"he": "he", "him": "him", "his": "his", "himself": "himself", "He": "He", "His": "His"},
    "F": {"he": "she", "him": "her", "his": "her", "himself": "herself", "He": "She", "His": "Her"},
}


@dataclass(frozen=True)
class Voice:
    """Everyone a text about one child can name."""

    child: Child
    friend: str
    home: Home
    key_adult: Adult | None
    teacher: Adult
    second: Adult
    likes: str = ""

    @property
    def adult(self) -> Adult:
        """The key adult, or the teacher while nobody is named."""
        return self.key_adult or self.teacher

    def spoken(self, text: str) -> str:
        """A text in the child's own words."""
        return self._put(text, home=self.home.said)

    def written(self, text: str, **more: object) -> str:
        """A text by staff."""
        return self._put(text, home=self.home.named, **more)

    def _put(self, text: str, **more: object) -> str:
        names = {
            "name": self.child.first_name,
            "friend": self.friend,
            "adult": self.adult.name,
            "teacher": self.teacher.name,
            "likes": self.likes,
        }
        return text.format_map(names | _PRONOUNS[self.child.sex] | more)


@dataclass(frozen=True)
class PassportPlan:
    """What goes into one child's passport, before it is put into words."""

    quality: Entry
    interests: Sequence[Entry]
    matter: Entry
    skill: Entry
    strands: Sequence[Entry]


class Writer:
    """Deals out the words for passports, so that no two children who sit together say the same."""

    def __init__(self, dealer: Dealer) -> None:
        self._dealer = dealer
        self._words = bank("passports")

    def chosen(self, child: Child, needs: Sequence[str], strands: int) -> PassportPlan:
        """Words that suit a child's needs and age; so many things that are hard, the primary need's first."""
        eal = bool(child.language)
        suits = {
            kind: [entry for entry in self._words[kind] if all(fits(entry, n, child.place, eal=eal) for n in needs)]
            for kind in ("quality", "interest", "matter", "skill")
        }
        found: list[Entry] = []
        for need in needs:
            here = [e for e in self._words["strand"] if fits(e, need, child.place) and e not in found]
            # The second need has one strand at most, unless the first cannot fill the page.
            found += self._dealer.deal(here, strands - len(found) - (1 if need is needs[0] and len(needs) > 1 else 0))
        return PassportPlan(
            self._dealer.one(suits["quality"]),
            self._dealer.deal(suits["interest"], 2),
            self._dealer.one(suits["matter"]),
            self._dealer.one(suits["skill"]),
            found,
        )


def passport_words(voice: Voice, plan: PassportPlan, staff: Staff) -> dict[str, str]:
    """The sections of a passport, in the child's words."""

    def lines(entries: Sequence[Entry], name: str) -> str:
        return "\n".join(voice.spoken(entry[name]) for entry in entries)

    first = voice.key_adult or voice.teacher
    second = voice.second if voice.second.name != first.name else staff.role("senco")
    return {
        "admire": voice.spoken(plan.quality["admire"]),
        "important": lines([*plan.interests, plan.matter], "important"),
        "good_at": lines([*plan.interests[:1], plan.skill, *plan.interests[1:]], "good_at"),
        "hard": lines(plan.strands, "hard"),
        "helps": lines(plan.strands, "helps"),
        "does_not_help": lines(plan.strands, "avoid"),
        "myself": lines(plan.strands, "myself"),
        "go_to": f"{first.name}, or {second.name} when {first.name} is away",
        "made_with": f"{first.name} and {voice.home.named}",
    }


class Planner:
    """Deals out the words of one child's plans, cycle after cycle."""

    def __init__(self, dealer: Dealer, voice: Voice, needs: Sequence[str]) -> None:
        self._dealer = dealer
        self._voice = voice
        self._needs = needs
        self._words: Mapping[str, Sequence[Entry]] = bank("plans")
        self._strength = dealer.one(self._words["strength"])
        self._hope = dealer.one(self._words["hope"])

    def sections(self, *, parent_came: bool, advised: bool) -> dict[str, str]:
        """The text blocks of a plan: with the parent carer's view or why there is none, with outside advice or without."""
        write, deal = self._voice.written, self._dealer
        need = self._needs[0]
        view = deal.one(self._words["pupil_view"])
        home = deal.one(self._words["parent_view"])
        where = deal.one([entry for entry in self._words["situation"] if fits(entry, need, 3)])
        advice = [entry for entry in self._words["advice"] if fits(entry, need, 3)]
        texts = {
            "strengths": self._strength["text"],
            "aspirations": self._hope["text"],
            "pupil_view": view["text"],
            "pupil_view_how": view["how"],
            "barriers": where["barriers"],
            "works": where["works"],
            "does_not_work": where["does_not"],
            "advice": advice[0]["text"] if advised and advice else "",
        }
        if parent_came:
            texts |= {"parent_view": home["text"], "home_actions": home["home"]}
        else:
            texts["parent_view_absent"] = deal.one(self._words["parent_absent"])["text"]
        return {name: write(text) for name, text in texts.items()}

    def review(self, went: str) -> dict[str, str]:
        """What pupil, parent carer and staff say at a review that went "well", "partly" or "slowly"."""
        entry = self._dealer.one([entry for entry in self._words["review"] if entry["went"] == went])
        return {
            "pupil_view": self._voice.written(entry["pupil"]),
            "parent_view": self._voice.written(entry["parent"]),
            "staff_view": self._voice.written(entry["staff"]),
        }

    def contact(self, kind: str) -> tuple[str, str]:
        """What was said at a contact of a kind, and the next step (or none)."""
        entry = self._dealer.one([entry for entry in self._words["contact"] if entry["kind"] == kind])
        return self._voice.written(entry["text"]), entry["step"]


def short_day(day: date) -> str:
    """A date as a target says it: "18 December"."""
    return f"{day.day} {day:%B}"
