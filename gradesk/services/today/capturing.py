"""A line caught in passing: whose it is when that is certain, the in-tray when it is not. It never guesses."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from sqlalchemy import select

from gradesk.model.pupils.happening import Happening
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.rules.words.capture import Caught, Lexicon, NameWord, read_line, summary_after
from gradesk.model.rules.words.slips import one_slip
from gradesk.model.school.agenda import CapturedLine
from gradesk.services import editing
from gradesk.services.happened import refuse_before_birth
from gradesk.services.meetings import kinds, meetings
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

ENOUGH = 3  # letters from which the beginning of a name offers the pupil; it never makes certain
MOST_OFFERED = 9


@dataclass(frozen=True)
class Known:
    """A pupil on the roll and the folded words of their names."""

    pupil_id: str
    name: str
    class_name: str
    forenames: frozenset[str]
    surnames: frozenset[str]

    @property
    def words(self) -> frozenset[str]:
        """All of them."""
        return self.forenames | self.surnames


@dataclass(frozen=True)
class Reading:
    """A line as it is understood: whose it is when that is certain, and whose it may be."""

    caught: Caught
    certain: Known | None
    candidates: tuple[Known, ...]
    kind: str = ""  # what the school calls the kind of it


@cache
def lexicon() -> Lexicon:
    """The words Gradesk ships."""
    raw = tomllib.loads(resource("today", "capture.toml").read_text("utf-8"))
    kinds = {phrase.replace("’", "'"): code for code, phrases in raw["kinds"].items() for phrase in phrases}
    people = frozenset(word for words in raw["people"].values() for word in words)
    return Lexicon(kinds, people, frozenset(raw["names"]["titles"]), frozenset(raw["names"]["common"]))


def everybody(store: Store) -> tuple[Known, ...]:
    """Everybody on the roll, by name."""
    today = store.clock.today()
    with store.read() as session:
        rows = session.execute(
            select(
                Pupil.uuid,
                Pupil.class_name,
                Pupil.preferred_forename,
                Pupil.preferred_surname,
                Pupil.legal_forename,
                Pupil.legal_surname,
            )
            .where(Pupil.deleted_at.is_(None), Pupil.left_on.is_(None) | (Pupil.left_on > today))
            .order_by(Pupil.sort_name, Pupil.uuid)
        )
        return tuple(
            Known(
                row.uuid,
                f"{row.preferred_forename or row.legal_forename} {row.preferred_surname or row.legal_surname}".strip(),
                row.class_name,
                _words(row.preferred_forename, row.legal_forename),
                _words(row.preferred_surname, row.legal_surname),
            )
            for row in rows
        )


def read(store: Store, typed: str, known: Sequence[Known], in_sight: str = "") -> Reading:
    """Understand a line. It is certain only when all its name words fit one pupil and nobody else.

    Words that are also ordinary English, such as Will or May, never make it certain by themselves. A line that names
    nobody, or fits the pupil whose page is in sight (`in_sight`), is that pupil's; one that begins as with a name that
    nobody has, or that is one slip from somebody else's, may be a name misspelt, and asks.
    """
    caught = read_line(typed, store.clock.today(), lexicon())
    strong = _strong(caught.names, known)
    fitting = [one for one in known if strong and all(name.word in one.words for name in strong)]
    fitting = _by_initial(caught.names, strong, fitting)
    here = next((one for one in known if one.pupil_id == in_sight), None)
    slipped = [] if strong else [one for one in known if _slips(caught.names, one)]
    candidates = _candidates(caught.names, known, fitting, here, slipped)
    certain = None
    if len(fitting) == 1:
        certain = fitting[0]
    elif here is not None and (
        here in fitting or not (strong or _begins_with_a_stranger(caught, here) or _is_elses(caught, here, slipped))
    ):
        certain = here
    return Reading(caught, certain, candidates, kinds.names(store).label(caught.kind))


def _begins_with_a_stranger(caught: Caught, here: Known) -> bool:
    """Whether a line begins like "Zebedee at the gate": a capital, then how or with whom, or a second capital."""
    names = {name.place: name for name in caught.names if not name.common and name.word not in here.words}
    first, second = names.get(0), names.get(1)
    return first is not None and first.capital and (1 in caught.used or (second is not None and second.capital))


def _is_elses(caught: Caught, here: Known, slipped: Sequence[Known]) -> bool:
    """Whether a word long enough to be no chance is one slip from somebody else's name, whoever's it is beside."""
    long = [name for name in caught.names if len(name.word) > ENOUGH]
    return any(_slips(long, one) for one in slipped if one is not here)


def fits(one: Known, typed: str) -> bool:
    """Whether every typed word begins a word of a pupil's name."""
    return all(any(word.startswith(part) for word in one.words) for part in searchable(typed).split())


def summary(reading: Reading, whose: Known | None) -> str:
    """The words that are kept as what was said, exactly as typed, without the name and the words that became fields."""
    return summary_after(reading.caught, named(reading.caught, whose) if whose is not None else set())


def named(caught: Caught, whose: Known) -> set[int]:
    """The places in a line where a pupil is named; a word that only looks like the name is a word, and stays.

    One that is also ordinary English is the name beside another of the pupil's names, or straight before who it was with.
    """
    theirs = {name.place: name for name in caught.names if name.word in whose.words}
    return {
        place
        for place, name in theirs.items()
        if not name.common or place + 1 in caught.used or {place - 1, place + 1} & theirs.keys()
    }


def log(store: Store, reading: Reading, whose: Known) -> str:
    """Log a line with a pupil: as a contact, or as a note on the timeline. Returns the record's uuid."""
    _check(reading.caught.words)
    with store.read() as session:
        pupil = session.get(Pupil, whose.pupil_id)
    if pupil is None or pupil.deleted_at is not None:  # while the line was being typed
        raise Refused("This pupil is not on the roll any more; nothing was logged. Choose another one.")
    return _log(store, reading, whose)


def wait(store: Store, reading: Reading) -> str:
    """Put a line into the in-tray, word for word, with its day and its kind."""
    _check(reading.caught.words)
    values = {"words": reading.caught.words, "kind": reading.caught.kind, "happened_on": reading.caught.day}
    return editing.add(store, CapturedLine, values, "A line waits for a name")


def waiting(store: Store) -> list[CapturedLine]:
    """The in-tray, oldest first."""
    with store.read() as session:
        query = select(CapturedLine).where(CapturedLine.deleted_at.is_(None))
        return list(session.scalars(query.order_by(CapturedLine.happened_on, CapturedLine.written_at)))


def give(store: Store, uuid: str, pupil_id: str) -> str:
    """Give a waiting line to a pupil: logged with the day and kind it has, and gone from the in-tray, in one step."""
    known = everybody(store)
    whose = next((one for one in known if one.pupil_id == pupil_id), None)
    if whose is None:
        raise Refused("This pupil is not on the roll any more; the line waits on. Choose another one.")
    with store.read() as session:
        line = session.get_one(CapturedLine, uuid)
    if line.deleted_at is not None:
        raise Refused("This line was given to somebody or deleted already; nothing was changed. Look in the history.")
    reading = read(store, line.words, (whose,))
    with store.work(f"Log a waiting line with {pupils.first_name(store, pupil_id)}"):
        made = _log(store, reading, whose, {"kind": line.kind, "happened_on": line.happened_on})
        editing.remove(store, CapturedLine, uuid, "")
    return made


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct the words, kind or day of a waiting line."""
    if not str(values.get("words", "-")).strip():
        raise Refused("A line needs words; the old ones were kept. Delete it instead.")
    day = values.get("happened_on")
    if day is not None and day > store.clock.today():
        raise Refused("It cannot have happened in the future; the old day was kept. Check the date.")
    editing.change(store, CapturedLine, uuid, values, "Change a waiting line", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete a waiting line; undo and the history bring it back."""
    editing.remove(store, CapturedLine, uuid, "Delete a waiting line")


def said(reading: Reading) -> str:
    """How it was understood, but for whose it is: "phone call with Mum"."""
    kind = reading.kind
    kind = kind[:1].lower() + kind[1:]
    return f"{kind} with {reading.caught.with_whom}" if reading.caught.with_whom else kind


def _log(store: Store, reading: Reading, whose: Known, kept: Mapping[str, Any] | None = None) -> str:
    caught = reading.caught
    kind, day = (kept or {}).get("kind", caught.kind), (kept or {}).get("happened_on", caught.day)
    said_words = summary(reading, whose)
    if kind == "note":
        refuse_before_birth(store, whose.pupil_id, day, "A note")
        values = {"pupil_id": whose.pupil_id, "kind": "other", "title": "Note", "note": said_words, "happened_on": day}
        return editing.add(store, Happening, values, f"Note about {pupils.first_name(store, whose.pupil_id)}")
    values = {"kind": kind, "with_whom": caught.with_whom, "summary": said_words, "happened_on": day}
    return meetings.log(store, whose.pupil_id, values)


def _check(words: str) -> None:
    if not words.strip("\x00 "):
        raise Refused("The line is empty; nothing was kept. Type a name and what was said.")


def _strong(names: Sequence[NameWord], known: Sequence[Known]) -> list[NameWord]:
    """The words that are names of somebody on the roll. One that is also ordinary English counts only as a part of a
    whole name: with a capital, straight after a forename, or as a forename straight before its surname."""
    found = [name for name in names if not name.common and any(name.word in one.words for one in known)]
    sure = {name.place for name in found}
    following = {name.place: name for name in names}
    for name in names:
        if not (name.common and name.capital):
            continue
        after_one = name.place - 1 in sure and any(name.word in one.surnames for one in known)
        other = following.get(name.place + 1)
        whole = (
            other is not None
            and other.capital
            and other.common
            and any(name.word in one.forenames and other.word in one.surnames for one in known)
        )
        if after_one:
            found.append(name)
        elif whole and other is not None:
            found += [name, other]
    return found


def _by_initial(names: Sequence[NameWord], strong: Sequence[NameWord], fitting: list[Known]) -> list[Known]:
    """Of several who fit, those whose surname begins with the capital letter, or whose common name stands, beside it."""
    if len(fitting) < 2:
        return fitting
    places = {name.place for name in strong}
    for name in names:
        if not name.capital or name in strong:
            continue
        if len(name.word) == 1 and name.place - 1 in places:
            told = [one for one in fitting if any(word.startswith(name.word) for word in one.surnames)]
        elif name.common and name.place + 1 in places:
            told = [one for one in fitting if name.word in one.forenames]
        else:
            continue
        if len(told) == 1:
            return told
    return fitting


def _slips(names: Sequence[NameWord], one: Known) -> list[int]:
    """Where a word stands that is one slip from a name; a small letter makes it a name only at the beginning."""
    return [
        name.place
        for name in names
        if not name.common
        and (name.capital or name.place == 0)
        and any(one_slip(name.word, word) for word in one.words)
    ]


def _candidates(
    names: Sequence[NameWord],
    known: Sequence[Known],
    fitting: Sequence[Known],
    here: Known | None,
    slipped: Sequence[Known],
) -> tuple[Known, ...]:
    """Whose it may be, likeliest first: who fits, who has one of the words, whose name begins with one, who was slipped."""
    typed = {name.word for name in names}
    begun = {name.word for name in names if len(name.word) >= ENOUGH and not name.common}
    some = [one for one in known if typed & one.words]
    beginning = [one for one in known if any(word.startswith(tuple(begun)) for word in one.words)] if begun else []
    found = dict.fromkeys([*fitting, *([here] if here else []), *some, *beginning, *slipped])
    return tuple(found)[:MOST_OFFERED]


def _words(*names: str) -> frozenset[str]:
    words = [word for name in names for word in name.split()]
    return frozenset(searchable(part) for word in words for part in (word, *word.split("-")) if searchable(part))
