"""What each intervention did over the years: from its closed blocks, pupils measured before and after, and what it cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gradesk.model.rules.measures import Measure
from gradesk.model.rules.term import effect, money
from gradesk.model.term.provision import Provision
from gradesk.services.term import effects, figures, interventions
from gradesk.services.term.effects import Effect
from gradesk.services.term.figures import Costed
from gradesk.store.work import Store


@dataclass(frozen=True)
class Held:
    """One block that has ended, with what it did for each pupil in it; of one measure."""

    costed: Costed
    effects: tuple[Effect, ...]

    @property
    def provision(self) -> Provision:
        """What was held."""
        return self.costed.provision

    @property
    def measured(self) -> tuple[Effect, ...]:
        """Those with a result before and one after."""
        return tuple(one for one in self.effects if one.gained is not None)

    @property
    def cost_of_measured(self) -> int:
        """Pence of what was given to those."""
        costs = {one.pupil_id: one.delivered_cost for one in self.costed.members}
        return sum(costs.get(one.given.pupil_id, 0) for one in self.measured)


@dataclass(frozen=True)
class Worth:
    """One intervention as one measure shows it. `measure` is None where nothing was named to be measured."""

    key: str
    name: str
    area: str
    measure: Measure | None
    blocks: tuple[Held, ...]

    @property
    def pupils(self) -> int:
        """How many different pupils had it."""
        return len({one.given.pupil_id for block in self.blocks for one in block.effects})

    @property
    def measured(self) -> tuple[Effect, ...]:
        """Results before and after, of all blocks; a pupil in two of them counts in each."""
        return tuple(one for block in self.blocks for one in block.measured)

    @property
    def is_few(self) -> bool:
        """Whether so few were measured that their mean says little."""
        return 0 < len(self.measured) < effect.FEW

    @property
    def change(self) -> str:
        """The mean change in words; empty where nobody was measured."""
        gained = [one.gained for one in self.measured if one.gained is not None]
        return effect.mean_words(self.measure, gained) if self.measure is not None and gained else ""

    @property
    def ratio(self) -> Fraction | None:
        """The mean of months gained for each month that passed; None for measures that are no age."""
        found = [one.ratio for one in self.measured if one.ratio is not None]
        return sum(found, Fraction(0)) / len(found) if found else None

    @property
    def cost_per_month(self) -> int | None:
        """Pence given to those measured for each month they gained together; None where they gained none."""
        months = sum(one.months or 0 for one in self.measured)
        cost = sum(block.cost_of_measured for block in self.blocks)
        return money.rounded(Fraction(cost, months)) if months > 0 and cost else None


def everything(store: Store) -> list[Worth]:
    """Every intervention that has ended blocks, by area, the measured ones first; one line a measure, newest blocks first."""
    today = store.clock.today()
    done = effects.everything(store)
    known = {one.code: one.name for one in interventions.find(store)}
    found: dict[tuple[str, str], list[Held]] = {}
    ended = [one for one in figures.costed(store) if (one.provision.ends_on or date.max) <= today]
    for one in sorted(ended, key=lambda one: (one.provision.ends_on or today, one.provision.uuid), reverse=True):
        row = one.provision
        mine = tuple(done[row.uuid, each.pupil_id] for each in one.members if (row.uuid, each.pupil_id) in done)
        for code in dict.fromkeys(_code(each) for each in mine):
            some = tuple(each for each in mine if _code(each) == code)
            found.setdefault((_kind(row), code), []).append(Held(one, some))
    made = [_worth(kind, code, blocks, known) for (kind, code), blocks in found.items()]
    return sorted(made, key=lambda one: (one.area, not one.measured, one.name.casefold(), one.key))


def _kind(row: Provision) -> str:
    return row.intervention or " ".join(row.name.casefold().split())


def _code(one: Effect) -> str:
    return one.measure.code if one.measure is not None else ""


def _worth(kind: str, code: str, blocks: Sequence[Held], known: dict[str, str]) -> Worth:
    newest = blocks[0].provision
    measure = blocks[0].effects[0].measure
    return Worth(f"{kind} {code}", known.get(newest.intervention, newest.name), newest.area, measure, tuple(blocks))
