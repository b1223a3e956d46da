"""A session in somebody's hand: where it could go, the cheapest place first, and what each place costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from gradesk.model.rules.week.clashes import Clashing
from gradesk.model.rules.week.offers import Offer, offer, offers
from gradesk.model.rules.week.parts import Bar
from gradesk.model.rules.week.times import When
from gradesk.ui.screens.term.week.sheet import Sheet

Cell = tuple[int, int]


@dataclass
class Hand:
    """The bar, the session of it that is moved (None for one that has no place yet), and the places there are."""

    clashing: Clashing
    bar: Bar
    before: When | None
    letter: str = ""
    places: list[tuple[Cell, list[Offer]]] = field(default_factory=list)
    at: int = 0
    inner: int = 0

    @property
    def bare(self) -> Bar:
        """The bar without the session that is in hand."""
        return replace(self.bar, whens=tuple(one for one in self.bar.whens if one != self.before))

    def look(self, sheet: Sheet) -> None:
        """Find the places on a sheet: those of each cell together, the cheapest cell first."""
        found: dict[Cell, list[Offer]] = {}
        for one in offers(self.clashing, self.bare):
            if (cell := sheet.cell_at(one.when.day, one.when.at or 0, self.bar.adult)) is not None:
                found.setdefault(cell, []).append(one)
        self.places = sorted(found.items(), key=lambda one: (one[1][0].cost, one[1][0].when))
        self.at = self.inner = 0

    @property
    def here(self) -> Offer | None:
        """The place that is shown."""
        return self.places[self.at][1][self.inner] if self.places else None

    @property
    def cell(self) -> Cell | None:
        """Its cell."""
        return self.places[self.at][0] if self.places else None

    def of(self, cell: Cell) -> Sequence[Offer]:
        """The places within a cell, the cheapest first."""
        return next((found for each, found in self.places if each == cell), ())

    def step(self, by: int) -> None:
        """To the next cell by cost, or to the one before; beyond the last comes the first."""
        if self.places:
            self.at, self.inner = (self.at + by) % len(self.places), 0

    def within(self, by: int) -> None:
        """To another beginning in the same cell."""
        if self.places:
            self.inner = (self.inner + by) % len(self.places[self.at][1])

    def go_to(self, cell: Cell) -> bool:
        """Take the place of a cell; False where it has none."""
        found = next((place for place, (each, _) in enumerate(self.places) if each == cell), None)
        if found is not None:
            self.at, self.inner = found, 0
        return found is not None

    def weigh(self, when: When, adult: str | None = None) -> Offer:
        """What it would mean to put it at any time, with another adult where one is given."""
        return offer(self.clashing, self.bare if adult is None else replace(self.bare, adult=adult), when)

    def words(self) -> str:
        """What is in hand, and what the place costs, in words."""
        one = self.here
        if one is None:
            return f"{self.bar.name} has no free place in this week. Escape leaves it."
        many = len(self.places[self.at][1])
        inner = f"; ↑ ↓ for {many} beginnings in it" if many > 1 else ""
        return (
            f"{self.bar.name}: {one.at}, {one.words}. Place {self.at + 1} of {len(self.places)}, the cheapest first{inner}. "
            "Enter places it, Escape leaves it."
        )
