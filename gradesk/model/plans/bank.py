"""The school's own targets and strategies, and the checks it has switched off. The shipped bank is data in `resources/`."""

from __future__ import annotations

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, text
from gradesk.model.vocabulary import ADULTHOOD, AREAS, BANK_KINDS, BANK_PLACES, CRITERIA, PROMPTS


class BankEntry(Entity):
    """A target or strategy the school added to its bank: a start to be made specific, never about a real pupil.

    ``[square brackets]`` mark the blanks to fill. Ages are in years, both ends counted.
    """

    __tablename__ = "bank_entry"

    kind: Mapped[str] = field("Kind", choices=BANK_KINDS, default="target", personal=False)
    area: Mapped[str] = field("Area of need", choices=AREAS, default="C&L", personal=False)
    from_age: Mapped[int] = field("From age", default=4, personal=False)
    to_age: Mapped[int] = field("To age", default=16, personal=False)
    words: Mapped[str] = text(
        "Words", lines=2, help="A target goes on after “will”; [blanks] in square brackets are filled for each pupil."
    )
    given: Mapped[str] = text("When, or with what", help="the lesson, the prompt, the setting")
    standard: Mapped[str] = text("How well", help="in [4] of 5 tries")
    pupil_words: Mapped[str] = text("In a pupil’s words", help="I can ...")
    baseline: Mapped[str] = text("Starting point", help="how it is found out and said")
    criterion_form: Mapped[str] = field("Measured by", choices=CRITERIA, default="", personal=False)
    criterion_goal: Mapped[float | None] = field("Goal", personal=False, help="the number suggested")
    criterion_of: Mapped[float | None] = field("Out of", personal=False, help="such as the 5 of “4 of 5”")
    criterion_prompt: Mapped[str] = field("Prompt at the goal", choices=PROMPTS, default="", personal=False)
    criterion: Mapped[str] = text("We will know by", help="[4] of 5 tries on 3 days running")
    strategy: Mapped[str] = text("What we do", lines=2)
    adulthood: Mapped[str] = field("Preparing for Adulthood", choices=ADULTHOOD, default="", personal=False)
    used_where: Mapped[str] = field("Where it is done", choices=BANK_PLACES, default="", personal=False)
    passport_words: Mapped[str] = text("In the pupil’s words, for a passport", lines=2, help="how you can help me")


class SwitchedOff(Entity):
    """One check of wording that the school does not want."""

    __tablename__ = "switched_off"
    __table_args__ = (Index("uq_switched_off_rule", "rule", unique=True),)

    rule: Mapped[str] = field("Check", personal=False)
