"""Which of the invented pupils get support, for what need, how long already, and what is left undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from gradesk.practice.cast.people import Child
from gradesk.practice.days import SchoolDays

# Far more than on a real roll (14.2 % K and 5.3 % E in January 2025), so that there is something to practise on.
SHARE_E, SHARE_K, SHARE_W = 0.10, 0.30, 0.10
# In the order of how common they are: autism among EHC plans, speech and language among SEN support.
_NEEDS_E = ("ASD", "SLCN", "ASD", "DS", "ASD", "PD")
_NEEDS_K = (
    *("SLCN", "SEMH", "SPLD", "SLCN", "MLD", "SEMH", "ASD", "SLCN", "SPLD"),
    *("SEMH", "HI", "SLCN", "MLD", "SPLD", "VI", "SEMH", "SLCN", "NSA"),
)
_NEEDS_W = ("NSA", "SLCN", "SEMH", "SPLD")
_SECOND = {"ASD": "SLCN", "SLCN": "SEMH", "DS": "SLCN", "PD": "SPLD", "SEMH": "SLCN", "SPLD": "SEMH", "MLD": "SLCN"}
# Support is commonest at about nine; boys are 61 % of SEN support and 71 % of EHC plans.
_BY_AGE = {0: 1.0, 1: 2.0, 2: 3.0, 3: 4.0, 4: 5.0, 5: 4.0, 6: 3.0}
_BOYS = 2.2


@dataclass(frozen=True)
class Scene:
    """Where the open cycle stands: opened and due so many days from today, moved on to a stage on the days given."""

    name: str
    opened: int
    due: int
    moves: tuple[int, ...] = ()


# Days before today (opened, moves) and after it (due). A stage is overdue when it should have been left by its share.
SCENES = (
    Scene("working", 48, 40, (36, 28)),
    Scene("review late", 101, -12, (84, 75)),
    Scene("drafting", 15, 68, (3,)),
    Scene("review soon", 79, 8, (63, 56)),
    Scene("just begun", 4, 82),
    Scene("support late", 78, 16, (60, 52)),
    Scene("between", 0, 0),
    Scene("assess late", 30, 56),
    Scene("at review", 84, 5, (68, 60, 6)),
    Scene("agreed", 20, 64, (6,)),
    Scene("working", 33, 55, (20, 12)),
    Scene("review very late", 118, -30, (100, 90, 35)),
)
_EARLIER = (4, 2, 5, 1, 3, 0, 5, 2, 3, 4, 1)
# What is left undone, by the place in the list of pupils on support.
_GAPS = {
    1: "no lead",
    2: "passport draft",
    4: "no plan",
    6: "no passport",
    9: "no key adult",
    10: "lead left",
    11: "no contact",
    13: "passport old",
    15: "next step",
    17: "full passport",
    19: "no contact",
    21: "passport old",
}
OLD = 400  # days after which a passport is well past its year
_NEWCOMER = Scene("just begun", 5, 80)


@dataclass(frozen=True)
class Turn:
    """One cycle: opened, due, and reviewed (None while it is open)."""

    opened: date
    due: date
    reviewed: date | None


@dataclass
class Case:
    """One pupil on support with all that is decided before a word is written."""

    child: Child
    status: str
    needs: tuple[str, ...]
    scene: Scene
    gap: str
    turns: list[Turn] = field(default_factory=list)
    stepped_off: bool = False
    stuck: bool = False

    @property
    def need(self) -> str:
        """The primary need."""
        return self.needs[0]

    @property
    def began(self) -> date:
        """When the support began."""
        return self.turns[0].opened


def cases(rng: Random, children: Sequence[Child], days: SchoolDays) -> list[Case]:
    """The pupils on EHC plans, on SEN support and on the watch list, among children who get a full record."""
    count = len(children)
    wanted = [round(count * share) for share in (SHARE_E, SHARE_K, SHARE_W)]
    chosen = _chosen(rng, children, sum(wanted))
    # Whoever has been here longest has the longest story.
    supported = sorted(chosen[: wanted[0] + wanted[1]], key=lambda child: child.place < 1)
    plans = supported[: wanted[0]]
    found: list[Case] = []
    owed: list[str] = []  # gaps that did not suit the pupil whose turn it was
    for place, child in enumerate(supported):
        status = "E" if child in plans else "K"
        codes = _NEEDS_E if status == "E" else _NEEDS_K
        number = place if status == "E" else place - wanted[0]
        owed += [gap] if (gap := _GAPS.get(place % 24, "")) else []
        gap = next((gap for gap in owed if _suits(gap, child, days)), "")
        if gap:
            owed.remove(gap)
        found.append(_case(rng, child, status, codes[number % len(codes)], place, gap, days))
    for place, child in enumerate(chosen[wanted[0] + wanted[1] :]):
        need = _NEEDS_W[place % len(_NEEDS_W)]
        found.append(Case(child, "W", (need,), _NEWCOMER, "watch", [_first_turn(child, days)]))
    return found


def _suits(gap: str, child: Child, days: SchoolDays) -> bool:
    """A passport can only be old where the child has been here long enough."""
    return gap != "passport old" or child.entered < days.today - timedelta(days=OLD)


def _case(rng: Random, child: Child, status: str, need: str, place: int, gap: str, days: SchoolDays) -> Case:
    second = _SECOND.get(need, "")
    needs = (need, second) if second and (status == "E" or place % 3 == 0) else (need,)
    scene = SCENES[place % len(SCENES)]
    earlier = _EARLIER[place % len(_EARLIER)]
    if child.place < 1 or gap == "no plan":
        scene, earlier = _NEWCOMER, 0
    if scene.name == "between":
        earlier = max(earlier, 1)
    turns = _turns(rng, child, scene, earlier, days)
    if not turns:  # here too short a time for a cycle that is over already
        scene, turns = _NEWCOMER, _turns(rng, child, _NEWCOMER, 0, days)
    case = Case(child, status, needs, scene, gap, turns)
    # One pupil in a while no longer needs the support: status N again, with all that was before.
    case.stepped_off = status == "K" and scene.name == "between" and place % 24 >= 12
    # And with some the last two cycles brought no movement.
    reviewed = sum(turn.reviewed is not None for turn in turns)
    case.stuck = reviewed >= 2 and place % 5 == 4 and not case.stepped_off
    return case


def _chosen(rng: Random, children: Sequence[Child], count: int) -> list[Child]:
    """So many children, older ones and boys more often; in the order in which they were drawn."""
    weights = {
        child.upn: _BY_AGE[child.place] * (_BOYS if child.sex == "M" else 1.0) for child in children if child.place >= 0
    }
    pool = [child for child in children if child.upn in weights]
    # Efraimidis and Spirakis: sampling by weight without putting back.
    drawn = sorted(pool, key=lambda child: rng.random() ** (1 / weights[child.upn]), reverse=True)
    return drawn[:count]


def _turns(rng: Random, child: Child, scene: Scene, earlier: int, days: SchoolDays) -> list[Turn]:
    """The cycles oldest first: the earlier ones reach back from the open one, about a term each."""
    start = max(child.entered, days.first)
    if scene.name == "between":
        ended = days.on_or_before(days.today - timedelta(days=9))
        turns: list[Turn] = []
    else:
        opened = max(days.on_or_before(days.today - timedelta(days=scene.opened)), min(start, days.today))
        due = days.today + timedelta(days=scene.due)
        due = days.on_or_before(due) if scene.due < 0 else days.on_or_after(due, within=3 if scene.due < 14 else 10)
        turns = [Turn(opened, max(due, opened), None)]
        ended = days.on_or_before(opened - timedelta(days=rng.randint(1, 6)))
    for _ in range(earlier):
        opened = days.on_or_before(ended - timedelta(days=rng.randint(82, 104)))
        if opened < start or opened >= ended:
            break
        due = days.on_or_before(ended + timedelta(days=rng.randint(-4, 6)))
        turns.insert(0, Turn(opened, max(due, opened + timedelta(days=14)), ended))
        ended = days.on_or_before(opened - timedelta(days=rng.randint(1, 8)))
    return turns


def _first_turn(child: Child, days: SchoolDays) -> Turn:
    noted = max(days.on_or_before(days.today - timedelta(days=40)), min(child.entered, days.today))
    return Turn(noted, noted, None)
