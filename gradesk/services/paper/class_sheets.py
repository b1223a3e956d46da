"""What pages about many pupils are given: class grid, supply sheet, register, and the numbers for the governors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from gradesk.model.rules.suppression import Shown
from gradesk.services.paper.sheets import PupilHeading, Sheet


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table. `is_outside` says that it may stand where others than staff read it."""

    code: str
    title: str
    is_outside: bool = True


@dataclass(frozen=True, slots=True)
class GridRow:
    """One pupil: the text for each column as it is kept, empty where nobody has written one."""

    heading: PupilHeading
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassGridSheet(Sheet):
    """One row a pupil. `others` counts those asked for who have nothing in any column."""

    columns: tuple[Column, ...]
    rows: tuple[GridRow, ...] = ()
    others: int = 0
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """One pupil on a day: what helps, adjustments of their own, what to avoid, health to know about, and who to go to."""

    heading: PupilHeading
    helps: str = ""
    adjustments: tuple[str, ...] = ()
    avoid: str = ""
    health: str = ""
    go_to: str = ""


@dataclass(frozen=True, slots=True)
class Often:
    """How often support is given, and for how many minutes each time; None where nobody has said."""

    times_a_week: float | None = None
    minutes: int | None = None

    @property
    def minutes_a_week(self) -> float | None:
        """In minutes; None while one of the two is missing."""
        return None if self.times_a_week is None or self.minutes is None else self.times_a_week * self.minutes


@dataclass(frozen=True, slots=True)
class AwayRow:
    """Support that takes one pupil out of the class."""

    heading: PupilHeading
    what: str
    led_by: str = ""
    often: Often = Often()


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplySheet(Sheet):
    """One class on one day (`made_on`). `every_day` is what all adults do there; `others` have nothing recorded."""

    every_day: tuple[str, ...] = ()
    rows: tuple[SupplyRow, ...] = ()
    away: tuple[AwayRow, ...] = ()
    others: int = 0
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One pupil of the register. Labels, not codes; `wanted` contacts a year, of which `contacts` were made."""

    heading: PupilHeading
    status: str = ""
    layer: str = ""
    needs: tuple[str, ...] = ()
    lead: str = ""
    plan: str = ""
    review_on: date | None = None
    contacts: int = 0
    wanted: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterSheet(Sheet):
    """The register as a table, in the order asked for."""

    columns: tuple[Column, ...]
    lines: tuple[RegisterLine, ...] = ()
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class Count:
    """A number with what it counts. `whole` is what it is a part of, where that is said too."""

    label: str
    shown: Shown
    whole: int | None = None


@dataclass(frozen=True, slots=True)
class CountTable:
    """Numbers that add up to a total published beside them; without one they stand each by itself."""

    code: str
    title: str
    counts: tuple[Count, ...]
    total: Shown | None = None


@dataclass(frozen=True, slots=True)
class YearInNumbers:
    """What one sentence about a school year is made of; what is hidden is left out of it."""

    name: str
    pupils: Shown
    cycles: Shown
    contacts: Shown
    contacts_wanted: int
    reviews: Shown
    met_percent: int | None
    moved_down: Shown


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernorsSheet(Sheet):
    """Numbers without a name, small ones held back already; it names nobody, so `pupil_ids` is empty."""

    year: YearInNumbers
    tables: tuple[CountTable, ...] = ()
    is_versioned: bool = False


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One kind of support as it is given, to one pupil or to several.

    `often` is what can be reckoned with; `dose` how often and how long in the words of a target, where it says more.
    """

    what: str
    form: str = ""
    led_by: str = ""
    often: Often = Often()
    starts_on: date | None = None
    until: date | None = None
    outcome: str = ""
    pupils: tuple[PupilHeading, ...] = ()
    dose: str = ""


@dataclass(frozen=True, slots=True)
class SupportPart:
    """The support in one area of need, and the targets it works towards."""

    area: str
    rows: tuple[SupportRow, ...] = ()
    targets: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapResult:
    """What one pupil reached on the measure of a support, written as results are, and the change in words."""

    who: PupilHeading
    before: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapRow:
    """One support on a provision map, of those pupils the map is about. Minutes and pence are theirs together.

    `role` stands where costs do, in place of the adult's name. `each` are the costs of single pupils, lowest and highest.
    """

    what: str
    form: str = ""
    area: str = ""
    led_by: str = ""
    role: str = ""
    size: int = 0  # pupils in the whole group
    weeks: tuple[int, int] | None = None  # the fewest and the most
    minutes: int | None = None
    times: float | None = None
    starts_on: date | None = None
    until: date | None = None
    aim: str = ""
    targets: tuple[str, ...] = ()
    ends_when: str = ""
    outcome: str = ""
    money: str = ""
    measure: str = ""
    results: tuple[MapResult, ...] = ()
    pupils: tuple[PupilHeading, ...] = ()
    planned: int = 0
    given: int = 0
    planned_cost: int = 0
    given_cost: int = 0
    each: tuple[int, int] = (0, 0)
    bought: int = 0
    has_rate: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPart:
    """The support of one area, layer, year, class or adult. A `is_fixed` title is a phrase and is translated."""

    title: str
    rows: tuple[MapRow, ...]
    is_fixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTable:
    """A provision map: the columns the school wants, and the support of a school year in parts. Costs stand on a `costed` one."""

    columns: tuple[Column, ...]
    parts: tuple[MapPart, ...]
    costed: bool = False
    is_opening: bool = False  # its first rows alone, so without sums


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportMapSheet(Sheet):
    """What runs now by area, and what ended this school year; of one pupil, or of many. Or a `map` in columns."""

    parts: tuple[SupportPart, ...] = ()
    ended: tuple[SupportRow, ...] = ()
    map: MapTable | None = None
    is_versioned: bool = False
