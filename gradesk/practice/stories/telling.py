"""Writes the story of one pupil on support through the services, term after term, as it would have been typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from gradesk.practice.banks import Dealer, bank
from gradesk.practice.cases import Case, Turn
from gradesk.practice.cast.adults import Staff, add_professional
from gradesk.practice.days import SchoolDays, on_day
from gradesk.practice.stories.ladders import Ladders, Rung, evidence, overall, target_values
from gradesk.practice.stories.passport_story import passport_days, write_passport
from gradesk.practice.stories.reviewing import OWN_RATING, hold_review, note_steps, people
from gradesk.practice.wording import Planner, Voice, Writer, passport_words
from gradesk.services.meetings import meetings
from gradesk.services.paper import copies
from gradesk.services.plans import agreeing, beginning, cycles, plans
from gradesk.services.pupils import pupils
from gradesk.services.school import school
from gradesk.store.work import Store
from gradesk.system.lazy import lazily

if TYPE_CHECKING:
    from gradesk.documents import document
else:
    document = lazily("gradesk.documents:document")

_DECISIONS = {"well": ("continue", "reduce"), "partly": ("continue", "continue"), "slowly": ("change", "refer")}
_REASONS = {
    "reduce": "Targets were met and are kept up in class; the group ends and the class adjustments stay.",
    "continue": "What we do is working and needs more time; the next steps are small and agreed.",
    "change": "The support was given and the step was too big; smaller steps, more often, and in class.",
    "refer": "Two cycles of well-run support have moved little; advice from a specialist is asked for.",
    "request": "Progress stays small despite support over three terms and outside advice; an EHC needs assessment is asked for.",
    "step_off": "Progress has held for a term without extra support; class adjustments go on and we watch.",
}
_FOUND_BY = {
    "SLCN": "Language screening in school",
    "ASD": "Community paediatrician’s report",
    "SEMH": "Strengths and difficulties questionnaire, teacher and home",
    "SPLD": "Reading and spelling tests in school",
    "MLD": "Teacher assessment over three terms",
    "HI": "Audiology report",
    "VI": "Eye clinic’s report",
    "PD": "Paediatrician’s and occupational therapist’s reports",
    "DS": "Known from birth; health summary",
    "NSA": "Class teacher’s observations",
}
_STRANDS = {"full passport": 4, "watch": 1}  # things a passport finds hard; three is usual
_DAY = timedelta(days=1)


@dataclass
class Teller:
    """Everything that the stories share: the file, chance, words and people."""

    store: Store
    rng: Random
    dealer: Dealer
    writer: Writer
    staff: Staff
    days: SchoolDays
    ratings: dict[str, str]

    @classmethod
    def at(cls, store: Store, rng: Random, staff: Staff, days: SchoolDays) -> Teller:
        """A teller for a file that has its staff."""
        dealer = Dealer(rng)
        kind = school.plan_types(store)[0]
        ratings = {row.code: row.uuid for row in school.ratings(store, kind.uuid)}
        return cls(store, rng, dealer, Writer(dealer), staff, days, ratings)

    def tell(self, case: Case, pupil_id: str, voice: Voice) -> None:
        """Write one pupil's story."""
        _Story(self, case, pupil_id, voice).tell()


class _Story:
    """One pupil's story while it is being written."""

    def __init__(self, teller: Teller, case: Case, pupil_id: str, voice: Voice) -> None:
        self._t = teller
        self._store = teller.store
        self._case = case
        self._id = pupil_id
        self._chosen = teller.writer.chosen(case.child, case.needs, _STRANDS.get(case.gap, 3))
        # The plan speaks of what the passport says they love.
        voice = replace(voice, likes=self._chosen.interests[0]["likes"])
        self._voice = voice
        self._planner = Planner(teller.dealer, voice, case.needs)
        self._ladders = Ladders(teller.rng, teller.dealer, case.needs)
        self._name = voice.child.first_name
        self._advised = False  # whether a professional from outside is involved
        self._came = True  # whether the parent carer came to the talk about the plan in hand

    def tell(self) -> None:
        """From the first concern to today."""
        if self._case.gap == "watch":
            self._watch()
            return
        self._begin()
        for number, turn in enumerate(self._case.turns):
            self._term(number, turn)
        days = passport_days(self._case, self._t.days, self._t.rng)
        words = passport_words(self._voice, self._chosen, self._t.staff)
        holders = (self._voice.teacher.name, self._voice.adult.name, "Supply folder")
        write_passport(self._store, self._case, self._id, words, days, tuple(dict.fromkeys(holders)))
        self._recent_contact()
        self._end()

    def _watch(self) -> None:
        day = self._case.began
        with on_day(self._store, day), self._store.work(f"{self._name}: a concern is noted"):
            concern = self._t.dealer.one(bank("plans")["concern"])["text"]
            pupils.set_status(self._store, self._id, "W", day, concern, day)
            pupils.set_needs(self._store, self._id, self._case.needs, day, "Class teacher’s concern")
            note = beginning.begin(self._store, self._id, "note", day)
            words = self._planner.sections(parent_came=True, advised=False)
            shown = ("strengths", "pupil_view", "parent_view", "barriers", "works")
            plans.change(self._store, note, {name: words[name] for name in shown})
            self._log(day, "doorstep")

    def _begin(self) -> None:
        """The first concern where there was time for one; then support, need and layer."""
        case, day = self._case, self._case.began
        child = case.child
        noted = self._t.days.on_or_before(day - timedelta(days=35))
        if noted > child.entered and len(case.turns) > 1 and case.status == "K":
            with on_day(self._store, noted), self._store.work(f"{self._name}: a concern is noted"):
                concern = self._t.dealer.one(bank("plans")["concern"])["text"]
                pupils.set_status(self._store, self._id, "W", noted, concern, noted)
        asks = self._assessment()
        with on_day(self._store, day), self._store.work(f"{self._name}: support begins"):
            straight = case.status == "E" and asks is None
            reason = (
                "Came to us with an EHC plan" if straight else "Class strategies were not enough; see the assessment"
            )
            pupils.set_status(self._store, self._id, "E" if straight else "K", day, reason, day)
            pupils.set_needs(self._store, self._id, case.needs, day, _FOUND_BY[case.need])
            pupils.set_layer(self._store, self._id, "few" if straight else "some", day, "Support in cycles", day)
            self._advised = straight or len(case.turns) > 2 or case.need in ("HI", "VI", "PD")
            if self._advised:
                add_professional(self._store, self._id, case.need)

    def _assessment(self) -> int | None:
        """The cycle at whose end an EHC needs assessment was asked for; None for those who came with a plan."""
        return 0 if self._case.status == "E" and len(self._case.turns) > 2 else None

    def _term(self, number: int, turn: Turn) -> None:
        """One cycle through the stages it has reached."""
        day = turn.opened
        moves = self._moves(turn)
        with on_day(self._store, day), self._store.work(f"{self._name}: cycle {number + 1} opens"):
            cycle_id = cycles.open_cycle(self._store, self._id, day, turn.due)
        if len(moves) == 0:
            return
        with on_day(self._store, moves[0]), self._store.work(f"{self._name}: plan of cycle {number + 1}"):
            cycles.move_on(self._store, cycle_id, moves[0])
            plan_id, rungs = self._plan(number, turn, moves, cycle_id)
        self._agree(number, turn, moves, plan_id, cycle_id)
        if len(moves) > 1:
            until = turn.reviewed or self._t.days.today
            note_steps(self._store, plan_id, rungs, (moves[1], until), self._t.days, self._t.rng)
        self._between(number, moves, turn)
        if turn.reviewed is not None:
            self._review(number, turn, cycle_id, plan_id, rungs)

    def _moves(self, turn: Turn) -> list[date]:
        """The days on which the cycle moved on: to plan, to do, to review."""
        if turn.reviewed is None:
            steps = [self._t.days.today - timedelta(days=back) for back in self._case.scene.moves]
        else:
            length = (turn.reviewed - turn.opened).days
            steps = [turn.opened + timedelta(days=round(length * share)) for share in (0.17, 0.26, 0.93)]
        found: list[date] = []
        for step in steps:
            earliest = found[-1] if found else turn.opened
            found.append(max(self._t.days.on_or_before(step), earliest))
        return found

    def _plan(self, number: int, turn: Turn, moves: list[date], cycle_id: str) -> tuple[str, list[Rung]]:
        kind = "ilp" if self._case.status == "E" or number % 2 == 0 else "support"
        starts = self._starts(moves)
        plan_id = beginning.begin(self._store, self._id, kind, starts)
        self._came = self._t.rng.random() < 0.85
        review_on = max(turn.due, starts)
        words: dict[str, object] = {
            **self._planner.sections(parent_came=self._came, advised=self._advised and number > 0)
        }
        plans.change(self._store, plan_id, words | {"lead_id": self._voice.teacher.uuid, "review_on": review_on})
        place = self._case.child.place - (1 if (self._t.days.today - turn.opened).days > 300 else 0)
        count = self._t.rng.choice((2, 3, 3, 3, 4))
        rungs = self._ladders.next_targets(place, count)
        for rung in rungs:
            plans.add_target(self._store, plan_id, target_values(rung, self._voice, self._t.staff, review_on))
        cycles.attach_plan(self._store, cycle_id, plan_id)
        return plan_id, rungs

    def _starts(self, moves: list[date]) -> date:
        if self._case.scene.name == "agreed" and moves[0] > self._t.days.today - timedelta(days=30):
            return self._t.days.on_or_after(self._t.days.today + timedelta(days=4))
        return moves[1] if len(moves) > 1 else moves[0]

    def _agree(self, number: int, turn: Turn, moves: list[date], plan_id: str, cycle_id: str) -> None:
        is_open = turn.reviewed is None
        if is_open and self._case.scene.name == "drafting":
            return
        day = moves[1] if len(moves) > 1 else self._t.days.on_or_before(self._t.days.today - timedelta(days=1))
        day = max(day, moves[0])
        senco = self._t.staff.role("senco").name
        agreed = people(self._name, self._voice.teacher.name, senco, self._voice.home if self._came else None)
        with on_day(self._store, day), self._store.work(f"{self._name}: the plan is agreed"):
            agreeing.agree(self._store, plan_id, agreed, day)
            self._give_plan(day, number)
            self._log(day, "letter")
        later = self._t.days.on_or_before(day + timedelta(days=24))
        if number == 1 and len(moves) > 2 and later > day:
            self._agree_again(plan_id, agreed, later)
        if len(moves) > 2:
            with on_day(self._store, moves[2]):
                cycles.move_on(self._store, cycle_id, moves[2])

    def _give_plan(self, day: date, number: int) -> None:
        """Home gets the agreed plan, and so does the class teacher; nobody has got one that was agreed anew since."""

        title = document("plan").title
        at_home = ("protected", "Password told on the telephone") if number % 2 else ("printed", "")
        for holder, (how, remark) in ((self._voice.home.named, at_home), (self._voice.teacher.name, ("printed", ""))):
            copies.give(self._store, "plan", title, [self._id], holder, on=day, how=how, remark=remark)

    def _agree_again(self, plan_id: str, agreed: list[agreeing.Agreement], day: date) -> None:
        """A plan that was found too much after a few weeks and agreed anew."""
        with on_day(self._store, day), self._store.work(f"{self._name}: the plan is changed and agreed again"):
            target = plans.page(self._store, plan_id).targets[-1]
            shorter = {
                "how_long": "10 minutes",
                "how_often": "every day",
                "how": f"{target.how} Shorter and daily from now on.",
            }
            plans.change_target(self._store, target.uuid, shorter)
            reason = f"Target {target.position} is practised for a shorter time and every day"
            agreeing.agree(self._store, plan_id, agreed, day, reason)

    def _review(self, number: int, turn: Turn, cycle_id: str, plan_id: str, rungs: list[Rung]) -> None:
        day = turn.reviewed
        assert day is not None
        with on_day(self._store, day), self._store.work(f"{self._name}: review of cycle {number + 1}"):
            ratings = [
                self._ladders.rate(rung, well=self._is_last_of_all(number), still=self._stands_still(number))
                for rung in rungs
            ]
            went = overall(ratings)
            decision = self._decision(number, went)
            found = {
                target.uuid: (
                    self._t.ratings[rating],
                    evidence(rung, rating, self._voice, self._t.staff),
                    OWN_RATING[rating],
                )
                for target, rung, rating in zip(plans.page(self._store, plan_id).targets, rungs, ratings, strict=True)
            }
            words: dict[str, object] = {"happened_on": day, "decision": decision, "reason": _REASONS[decision]}
            if self._case.gap == "no contact" and day >= self._t.days.silent_from:
                words |= {"with_home": False}
            hold_review(self._store, cycle_id, found, words | self._planner.review(went))

    def _decision(self, number: int, went: str) -> str:
        if self._is_last_of_all(number):
            return "step_off"
        if self._assessment() == number:
            return "request"
        return self._t.rng.choice(_DECISIONS[went])

    def _stands_still(self, number: int) -> bool:
        """Whether this is one of the last two reviews of somebody whose cycles bring no movement."""
        reviewed = [place for place, turn in enumerate(self._case.turns) if turn.reviewed is not None]
        return self._case.stuck and number in reviewed[-2:]

    def _is_last_of_all(self, number: int) -> bool:
        """Whether this review ends the support."""
        return self._case.stepped_off and number + 1 == len(self._case.turns)

    def _between(self, number: int, moves: list[date], turn: Turn) -> None:
        """A contact or two while the support runs, and the longer talk of parents' evening."""
        until = turn.reviewed or self._t.days.today
        kinds = ("phone", "email", "doorstep", "parents_evening", "meeting", "phone")
        for step, share in enumerate((0.35, 0.7)):
            day = self._t.days.on_or_before(turn.opened + timedelta(days=round((until - turn.opened).days * share)))
            if moves[0] < day < until:
                kind = "parents_evening" if day.month in (3, 11) else kinds[(number * 2 + step) % len(kinds)]
                with on_day(self._store, day):
                    self._log(day, "phone" if kind == "meeting" and self._case.status != "E" else kind)

    def _log(self, day: date, kind: str) -> None:
        """Log a contact; those who shall be found silent this term have none in it."""
        if self._case.gap == "no contact" and day >= self._t.days.silent_from:
            return
        text, step = self._planner.contact(kind)
        values = {"happened_on": day, "kind": kind, "with_whom": self._voice.home.named, "summary": text}
        promised: dict[str, object] | None = None
        if step and (self._t.days.today - day).days < 14:
            # A next step whose day has come stays on the list, so only fresh ones have a day.
            ahead = self._t.days.on_or_after(self._t.days.today + timedelta(days=5))
            promised = {"what": step, "owner": self._voice.teacher.name, "due_on": ahead}
        meetings.log(self._store, self._id, values, promised)

    def _recent_contact(self) -> None:
        """Somebody has spoken with home since the half-term began, or has left something undone."""
        days = self._t.days
        if self._case.gap == "next step":
            day = days.on_or_before(days.today - timedelta(days=8))
            values = {"happened_on": day, "kind": "phone", "with_whom": self._voice.home.named}
            values |= {"summary": f"Rang about {self._name}’s new group."}
            step = {"what": "Send the word list home", "owner": self._voice.teacher.name}
            with on_day(self._store, day):
                meetings.log(self._store, self._id, values, step | {"due_on": days.today - 3 * _DAY})
        span = (days.today - days.half.starts_on).days
        day = days.on_or_before(days.today - timedelta(days=self._t.rng.randint(0, max(0, min(span, 30)))))
        day = max(day, days.half.starts_on)
        with on_day(self._store, day):
            self._log(day, self._t.rng.choice(("phone", "email", "doorstep")))

    def _end(self) -> None:
        """An EHC plan came of the assessment, support grew, or it is no longer needed."""
        case, days = self._case, self._t.days
        asked = self._assessment()
        if asked is not None:
            day = days.on_or_before(min(case.turns[asked + 1].opened + timedelta(days=130), days.today - 20 * _DAY))
            with on_day(self._store, day), self._store.work(f"{self._name}: EHC plan"):
                pupils.set_status(self._store, self._id, "E", day, "The EHC plan is in force", day)
                pupils.set_layer(self._store, self._id, "few", day, "Individual provision of the EHC plan", day)
        elif case.stepped_off:
            day = case.turns[-1].reviewed or days.today
            with on_day(self._store, day), self._store.work(f"{self._name}: support ends"):
                pupils.set_status(self._store, self._id, "N", day, _REASONS["step_off"], day)
                pupils.set_layer(self._store, self._id, "all", day, "Class adjustments go on", day)
        elif case.status == "K" and len(case.turns) > 4:
            day = case.turns[3].opened
            with on_day(self._store, day):
                pupils.set_layer(self._store, self._id, "few", day, "More than a group can give", day)
