"""The pupil: who they are, and how any part of any of their names finds them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from sqlalchemy import Index, event
from sqlalchemy import text as sql
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from gradesk.model.base import Entity, field, link, text
from gradesk.model.vocabulary import SEXES, YEAR_GROUPS

# Letters that do not fall apart into a base letter and an accent, with what people type for them.
_PLAIN = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ß": "ss", "ı": "i"})
_DROPPED = re.compile(r"['’`\-.,]")


class Pupil(Entity):
    """A child or young person on, or once on, the school's roll."""

    __tablename__ = "pupil"
    __table_args__ = (
        # The register pages and searches through this index alone, so its cost hardly grows with the roll.
        Index("ix_pupil_roll", "sort_name", "uuid", "left_on", "search_text", sqlite_where=sql("deleted_at IS NULL")),
        # However it comes about, two pupils on the lists never have one number; a deleted one may wait with it.
        Index("uq_pupil_upn", "upn", unique=True, sqlite_where=sql("deleted_at IS NULL AND upn != ''")),
        Index("ix_pupil_class_name", "class_name"),
    )

    legal_surname: Mapped[str] = text("Legal surname")
    legal_forename: Mapped[str] = text("Legal forename")
    preferred_forename: Mapped[str] = text("Preferred forename", help="the name the child goes by")
    preferred_surname: Mapped[str] = text("Preferred surname")
    middle_names: Mapped[str] = text("Middle names")
    pronouns: Mapped[str] = text("Pronouns")
    date_of_birth: Mapped[date | None] = field("Date of birth")
    sex: Mapped[str] = field("Sex", choices=SEXES, default="U", help="as the school census records it")
    year_group: Mapped[str] = field("Year group", choices=YEAR_GROUPS, default="")
    class_name: Mapped[str] = text("Class")
    house: Mapped[str] = text("House")
    key_adult_id: Mapped[str | None] = link("staff_member.uuid", optional=True, label="Key adult")
    upn: Mapped[str] = text("UPN", help="unique pupil number, 13 characters")
    former_upn: Mapped[str] = text("Former UPN")
    uln: Mapped[str] = text("ULN")
    admission_number: Mapped[str] = text("Admission number")
    mis_id: Mapped[str] = text("MIS id")
    entered_on: Mapped[date | None] = field("Joined on")
    left_on: Mapped[date | None] = field("Left on")
    passed_on: Mapped[date | None] = field(
        "Whole file sent on", help="to the next school, which confirmed that it has it"
    )
    pupil_premium: Mapped[bool | None] = field("Pupil Premium")
    free_school_meals: Mapped[bool | None] = field("Free school meals")
    eal: Mapped[bool | None] = field("English as an additional language")
    first_language: Mapped[str] = text("First language")
    looked_after: Mapped[bool | None] = field("Looked after")
    previously_looked_after: Mapped[bool | None] = field("Previously looked after")
    service_child: Mapped[bool | None] = field("Service child")
    young_carer: Mapped[bool | None] = field("Young carer")
    attendance_percent: Mapped[float | None] = field("Attendance %", help="0 to 100, as the register last gave it")
    diagnosis: Mapped[str] = text(
        "Diagnoses and descriptors", lines=2, help="with who diagnosed and when; not a census code"
    )
    medical: Mapped[str] = text("Health to know about", lines=2, help="hearing, vision, allergies, healthcare plan")
    hearing_checked_on: Mapped[date | None] = field("Hearing checked on")
    vision_checked_on: Mapped[date | None] = field("Vision checked on")
    aspirations: Mapped[str] = text("Hopes and aspirations", lines=2, help="Their own, for this year and later.")
    expectations: Mapped[str] = text(
        "What we expect", lines=2, help="The ambitious outcome all who teach them work towards."
    )
    photo_id: Mapped[str | None] = link("stored_file.uuid", optional=True)
    # Both are made from the names by `index_names`, never typed.
    sort_name: Mapped[str] = mapped_column(default="")
    search_text: Mapped[str] = mapped_column(default="")

    @property
    def name(self) -> str:
        """The name people use: preferred where there is one."""
        return self.in_full(self.preferred_forename, self.legal_forename, self.preferred_surname, self.legal_surname)

    @staticmethod
    def in_full(preferred_forename: str, legal_forename: str, preferred_surname: str, legal_surname: str) -> str:
        """The same, from the names alone: a long list of names wants nothing else of a pupil."""
        return f"{preferred_forename or legal_forename} {preferred_surname or legal_surname}".strip()

    @property
    def first_name(self) -> str:
        """The forename people use."""
        return self.called(self.preferred_forename, self.legal_forename, self.legal_surname)

    @staticmethod
    def called(preferred_forename: str, legal_forename: str, legal_surname: str) -> str:
        """The same, from the names alone."""
        return preferred_forename or legal_forename or legal_surname


def searchable(words: str) -> str:
    """Fold case, accents and punctuation away, so that "nunez" finds Núñez and "oconnor" finds O’Connor."""
    folded = words.casefold()
    if not folded.isascii():
        plain = unicodedata.normalize("NFKD", folded).translate(_PLAIN)
        folded = "".join(mark for mark in plain if not unicodedata.combining(mark))
    return " ".join(_DROPPED.sub("", folded).split())


def name_keys(forename: str, surname: str, known_forename: str, known_surname: str, middle: str) -> tuple[str, str]:
    """The pair (sort_name, search_text) for a pupil's names; the preferred name sorts, every name is found."""
    sort_name = searchable(f"{known_surname or surname} {known_forename or forename}")
    first = known_forename or forename
    last = known_surname or surname
    parts = [f"{first} {last}", f"{forename} {middle} {surname}"]
    return sort_name, " | ".join(dict.fromkeys(searchable(part) for part in parts))


@event.listens_for(Pupil, "before_insert")
@event.listens_for(Pupil, "before_update")
def index_names(_mapper: Mapper[Pupil], _connection: Connection, pupil: Pupil) -> None:
    """Keep the search and sort keys in step with the names, whoever changes them."""
    pupil.sort_name, pupil.search_text = name_keys(
        pupil.legal_forename or "",
        pupil.legal_surname or "",
        pupil.preferred_forename or "",
        pupil.preferred_surname or "",
        pupil.middle_names or "",
    )
