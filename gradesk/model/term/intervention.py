"""The school's own interventions. The catalogue that ships is data in `resources/bank/interventions.toml`."""

from __future__ import annotations

from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, text
from gradesk.model.vocabulary import AREAS, STAFF_ROLES


class Intervention(Entity):
    """One that the school added to the catalogue: what it is for, how much of it is usual, and how its effect is seen.

    Ages are in years; of every range both ends count. How often and how long stay empty where only advice can say.
    """

    __tablename__ = "intervention"

    name: Mapped[str] = text("Intervention", help="such as Precision teaching")
    purpose: Mapped[str] = text("What it is for", lines=2, help="in a sentence")
    area: Mapped[str] = field("Area of need", choices=AREAS, default="C&L", personal=False)
    also_area: Mapped[str] = field("And also", choices=AREAS, default="", personal=False)
    from_age: Mapped[int] = field("From age", default=4, personal=False)
    to_age: Mapped[int] = field("To age", default=11, personal=False)
    group_from: Mapped[int] = field("Pupils at once, from", default=1, personal=False)
    group_to: Mapped[int] = field("Pupils at once, to", default=4, personal=False)
    minutes_from: Mapped[int | None] = field("Minutes each time, from", personal=False)
    minutes_to: Mapped[int | None] = field("Minutes each time, to", personal=False)
    times_from: Mapped[float | None] = field("Times a week, from", personal=False)
    times_to: Mapped[float | None] = field("Times a week, to", personal=False)
    weeks_from: Mapped[int | None] = field("Weeks, from", personal=False)
    weeks_to: Mapped[int | None] = field("Weeks, to", personal=False)
    dose_note: Mapped[str] = text("What the numbers cannot say", help="such as: just before the situation comes")
    led_by: Mapped[str] = text("Who leads it", help="a role and its training, nobody’s name")
    role: Mapped[str] = field("Costed as", choices=STAFF_ROLES, default="ta", personal=False)
    measure: Mapped[str] = field("Measured by", default="", personal=False, help="the same before and after")
    measure_words: Mapped[str] = text("Or measured by, in words")
    exit_hint: Mapped[str] = text("No longer needed when", help="what shows that it can end")
    evidence: Mapped[str] = text("What is known of it", lines=2, help="from whom, and what it needs to work")
