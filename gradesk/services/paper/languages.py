"""The fixed words on paper as one school wants them: corrected, checked by people who speak the language, taken back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from gradesk.model.rules.days.day_text import written_day
from gradesk.model.school.paper import PhraseCorrection
from gradesk.services import editing
from gradesk.services.paper import phrasebook
from gradesk.services.paper.phrasebook import Book, Phrase
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

# Places that a school's own words fill; a translation may say them in words of its own.
_SCHOOL_WORDS = frozenset({"pupil", "Pupil", "SENCO"})
LONGEST = 400  # characters of a phrase; the longest that ships has about half


@dataclass(frozen=True)
class PhraseRow:
    """One phrase in one language. `own` holds the school's words, empty where those that ship hold."""

    section: str
    english: str
    note: str
    shipped: str
    own: str = ""
    checked_by: str = ""
    checked_on: date | None = None
    checked_as_shipped: bool = False

    @property
    def words(self) -> str:
        """What is printed."""
        return self.own or self.shipped

    @property
    def is_checked(self) -> bool:
        """Whether somebody who speaks the language has read the words that are printed."""
        return bool(self.checked_by) or (self.checked_as_shipped and not self.own)

    @property
    def state(self) -> str:
        """Whose words these are, and whether they were checked, in words."""
        whose = "your school’s" if self.own else "as shipped"
        if self.checked_by:
            day = f" on {written_day(self.checked_on)}" if self.checked_on else ""
            return f"checked by {self.checked_by}{day}, {whose}"
        return f"checked, {whose}" if self.is_checked else f"not checked, {whose}"

    @property
    def part(self) -> str:
        """The document this belongs to, in words."""
        return "Every page" if self.section == "page" else self.section.replace("_", " ").capitalize()


@dataclass(frozen=True)
class Corrections:
    """What is laid over a shipped language: words by English phrase, and the phrases that are checked as they now stand."""

    words: Mapping[str, str]
    checked: frozenset[str]


@dataclass(frozen=True)
class Returned:
    """One phrase as it came back from a translator."""

    english: str
    words: str
    checked_by: str = ""


@dataclass(frozen=True)
class Taken:
    """What reading a list back did: phrases changed, phrases checked, and a sentence for each line that was left out."""

    changed: int
    checked: int
    left_out: tuple[str, ...]


def phrases(store: Store, code: str) -> list[PhraseRow]:
    """Every phrase of a language by document. Raises Refused for a language that does not ship."""
    book = phrasebook.book(code)
    with store.read() as session:
        kept = {row.english: row for row in _kept(session, code) if row.deleted_at is None}
        return [_row(book, phrase, kept.get(phrase.english)) for phrase in phrasebook.phrases()]


def corrections(store: Store, code: str) -> Corrections:
    """A school's words and checks, for a document to lay over the shipped language."""
    with store.read() as session:
        kept = [row for row in _kept(session, code) if row.deleted_at is None]
        return Corrections(
            {row.english: row.words for row in kept if row.words},
            frozenset(row.english for row in kept if row.checked_by),
        )


def correct(store: Store, code: str, english: str, words: str, initiator: object | None = None) -> None:
    """Keep the school's own words for a phrase; the check of the words before it does not hold for them.

    Empty words, and those that ship, take the correction back. Refuses words that lack a place or have one too many.
    """
    clean = _clean(code, english, words)
    if clean == _words_now(store, code, english):
        return
    with store.work(f"Correct a phrase in {phrasebook.book(code).head.name}", initiator) as session:
        _set(store, session, code, english, {"words": clean, "checked_by": "", "checked_on": None})


def take_back(store: Store, code: str, english: str, initiator: object | None = None) -> None:
    """Go back to the shipped words of a phrase."""
    with store.work(f"Take back a phrase in {phrasebook.book(code).head.name}", initiator) as session:
        row = session.scalars(_of(code).where(PhraseCorrection.english == english)).first()
        if row is not None and row.deleted_at is None:
            row.deleted_at = store.clock.now()


def mark_checked(
    store: Store, code: str, english: Iterable[str], checked_by: str, initiator: object | None = None
) -> int:
    """Say that somebody who speaks the language has read these phrases as they now stand. Returns how many were not yet."""
    name = " ".join(checked_by.split())
    if not name:
        raise Refused("Type who has checked the words: somebody who speaks the language. Nothing was marked.")
    wanted = set(english)
    new = [row.english for row in phrases(store, code) if row.english in wanted and not row.is_checked]
    if new:
        with store.work(f"Mark words in {phrasebook.book(code).head.name} as checked", initiator) as session:
            for phrase in new:
                _check(store, session, code, phrase, name)
    return len(new)


def take_in(store: Store, code: str, lines: Sequence[Returned], initiator: object | None = None) -> Taken:
    """Take in a list that came back from a translator, as one change. Lines that cannot be kept are left out, each said."""
    before = {row.english: row for row in phrases(store, code)}
    changed: dict[str, str] = {}
    checked: dict[str, str] = {}
    left_out: list[str] = []
    for line in lines:
        row = before.get(line.english)
        if row is None:
            left_out.append(f"“{line.english[:60]}” is not a phrase of Gradesk.")
            continue
        try:
            clean = _clean(code, line.english, line.words)
        except Refused as refusal:
            left_out.append(str(refusal))
            continue
        if line.words.strip() and clean != row.own:
            changed[row.english] = clean
        name = " ".join(line.checked_by.split())
        if name and (row.english in changed or name != row.checked_by):
            checked[row.english] = name
    if changed or checked:
        label = f"Take in words in {phrasebook.book(code).head.name} from a translator"
        with store.work(label, initiator) as session:
            for english, words in changed.items():
                _set(store, session, code, english, {"words": words, "checked_by": "", "checked_on": None})
            for english, name in checked.items():
                _check(store, session, code, english, name)
    return Taken(len(changed), len(checked), tuple(left_out))


def _clean(code: str, english: str, words: str) -> str:
    """The words as they are kept: empty for those that ship."""
    book = phrasebook.book(code)
    if english not in book.words:
        raise Refused(f"“{english[:60]}” is not a phrase that Gradesk prints; nothing was changed.")
    if code == "en":
        raise Refused("The English words are those Gradesk is written in; nothing was changed.")
    clean = " ".join(words.replace("\x00", "").split())
    if len(clean) > LONGEST:
        raise Refused(f"A phrase on paper has {LONGEST} characters at most; the old words were kept. Shorten it.")
    if not clean or clean == book.words[english]:
        return ""
    wanted, found = set(phrasebook.places(english)) - _SCHOOL_WORDS, set(phrasebook.places(clean)) - _SCHOOL_WORDS
    if wanted - found:
        place = "{" + min(wanted - found) + "}"
        raise Refused(
            f"“{english}” needs {place} in the other language too, where Gradesk puts what it stands for; the old words "
            f"were kept. Type {place} where it belongs."
        )
    if found - wanted:
        place = "{" + min(found - wanted) + "}"
        raise Refused(f"Gradesk has nothing to put in place of {place} here; the old words were kept. Take it out.")
    return clean


def _words_now(store: Store, code: str, english: str) -> str:
    return corrections(store, code).words.get(english, "")


def _row(book: Book, phrase: Phrase, kept: PhraseCorrection | None) -> PhraseRow:
    return PhraseRow(
        section=phrase.section,
        english=phrase.english,
        note=phrase.note,
        shipped=book.words.get(phrase.english, phrase.english),
        own=kept.words if kept else "",
        checked_by=kept.checked_by if kept else "",
        checked_on=kept.checked_on if kept else None,
        checked_as_shipped=phrase.english in book.checked,
    )


def _of(code: str) -> Select[PhraseCorrection]:
    return select(PhraseCorrection).where(PhraseCorrection.language == code)


def _kept(session: Session, code: str) -> Sequence[PhraseCorrection]:
    return session.scalars(_of(code)).all()


def _check(store: Store, session: Session, code: str, english: str, name: str) -> None:
    _set(store, session, code, english, {"checked_by": name, "checked_on": store.clock.today()})


def _set(store: Store, session: Session, code: str, english: str, values: Mapping[str, object]) -> None:
    """Write some fields of the one row of a phrase; a row that was taken back begins anew."""
    row = session.scalars(_of(code).where(PhraseCorrection.english == english)).first()
    cleaned = editing.check(PhraseCorrection, values)
    if row is None:
        session.add(PhraseCorrection(language=code, english=english, written_at=store.clock.now(), **cleaned))
        session.flush()
        return
    if row.deleted_at is not None:
        row.deleted_at, row.words, row.checked_by, row.checked_on = None, "", "", None
    for name, value in cleaned.items():
        setattr(row, name, value)
