"""The pupil passport: one page in the pupil's own words, and its versions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from gradesk.model.base import Entity, field, link, text


class Passport(Entity):
    """The living passport of one pupil. Sections are kept as spoken; strengths come first."""

    __tablename__ = "passport"
    __table_args__ = (Index("uq_passport_pupil", "pupil_id", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    admire: Mapped[str] = text(
        "What people like and admire about me",
        lines=3,
        help="Ask a friend, a parent and a teacher. At least one thing.",
    )
    important: Mapped[str] = text(
        "What is important to me", lines=3, help="People, places, things and routines I would miss."
    )
    good_at: Mapped[str] = text("What I am good at", lines=3, help="In school and out of it.")
    hard: Mapped[str] = text("What I find hard", lines=3, help="When, where, and what it feels like.")
    helps: Mapped[str] = text(
        "How you can help me", lines=4, help="What you would see a good teacher do. One thing a line."
    )
    does_not_help: Mapped[str] = text("What does not help", lines=3, help="What makes it worse, even if well meant.")
    myself: Mapped[str] = text("What I do for myself", lines=3, help="What I try first, before I ask.")
    go_to: Mapped[str] = text("Who to go to", help="My key adult, and somebody else when they are away.")
    made_with: Mapped[str] = text("Written with", help="who sat with me and wrote it down", people=True)
    checked_on: Mapped[date | None] = field("Checked with me on")
    review_on: Mapped[date | None] = field("Look at it again on")


# The sections in the order of the page: strengths before difficulties.
PASSPORT_SECTIONS = ("admire", "important", "good_at", "hard", "helps", "does_not_help", "myself", "go_to")


class PassportVersion(Entity):
    """A passport as it was given out: frozen words and the day."""

    __tablename__ = "passport_version"
    __table_args__ = (Index("uq_passport_version_number", "passport_id", "number", unique=True),)

    pupil_id: Mapped[str] = link("pupil.uuid")
    passport_id: Mapped[str] = link("passport.uuid")
    number: Mapped[int] = field("Version", personal=False)
    content: Mapped[str] = text("Words of this version", help="JSON of the sections, never changed")
