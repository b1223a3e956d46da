"""The bank of targets and strategies: the shipped one, which is data, and the school's own, which it adds to."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.plans.bank import BankEntry
from gradesk.model.plans.target import Target
from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil, searchable
from gradesk.model.rules.days.year_group import age_on
from gradesk.model.rules.words.nameless import Names, with_blanks, without_names
from gradesk.model.school.staff import StaffMember
from gradesk.model.vocabulary import BANK_KINDS
from gradesk.services import editing
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

# Each area has a file of targets and one of strategies.
_FILES = {"communication": "C&I", "learning": "C&L", "feelings": "SEMH", "senses": "S&P", "independence": "IND"}
YOUNGEST, OLDEST = 0, 25  # years; the Code of Practice covers birth to 25
_SHORTEST = 3  # letters from which a beginning may mean a word that the bank says otherwise
_AROUND = 2  # years on either side of a pupil's age for whom a target that was kept may serve


@dataclass(frozen=True)
class Entry:
    """A target or strategy to start from. One that is shipped has no uuid; `own` is the school's."""

    uuid: str
    kind: str
    area: str
    from_age: int
    to_age: int
    words: str
    given: str = ""
    standard: str = ""
    pupil_words: str = ""
    baseline: str = ""
    criterion_form: str = ""
    goal: float | None = None
    of: float | None = None
    prompt: str = ""
    criterion: str = ""
    strategy: str = ""
    adulthood: str = ""
    where: str = ""
    passport_words: str = ""
    own: bool = False

    @property
    def key(self) -> str:
        """What tells it from all others, shipped or own."""
        return self.uuid or f"{self.kind}:{self.area}:{self.words}"


@dataclass(frozen=True)
class _Indexed:
    """An entry with its words folded for the search: those that say what it is, and all of them."""

    entry: Entry
    main: str
    everything: str


# The fields of a record of the school's own beside those of an entry, where the two are called differently.
_OTHERWISE = {
    "goal": "criterion_goal",
    "of": "criterion_of",
    "prompt": "criterion_prompt",
    "where": "used_where",
}
_SAME = (
    "kind",
    "area",
    "from_age",
    "to_age",
    "words",
    "given",
    "standard",
    "pupil_words",
    "baseline",
    "criterion_form",
    "criterion",
    "strategy",
    "adulthood",
    "passport_words",
)


def find(store: Store, kind: str = "", typed: str = "", area: str = "", age: int | None = None) -> tuple[Entry, ...]:
    """Entries that have every typed word anywhere, for an area and an age in years: the school's own first, best first.

    An empty `kind` means targets and strategies. A word that begins a word of what is done counts most; one that no
    entry uses itself finds what the bank says for it.
    """
    wanted = searchable(typed).split()
    hits: list[tuple[int, int, Entry]] = []
    for row in (*_own(store), *_shipped()):
        entry = row.entry
        if (kind and entry.kind != kind) or (area and entry.area != area):
            continue
        if age is not None and not entry.from_age <= age <= entry.to_age:
            continue
        score = _score(row, wanted)
        if score is not None:
            hits.append((0 if entry.own else 1, -score, entry))
    # The sort is stable: what counts alike stays in the order of the bank.
    return tuple(entry for _, _, entry in sorted(hits, key=lambda hit: hit[:2]))


def _score(row: _Indexed, wanted: list[str]) -> int | None:
    total = 0
    for word in wanted:
        if f" {word}" in row.main:
            total += 4
        elif word in row.main:
            total += 2
        elif f" {word}" in row.everything:
            total += 1
        elif word not in row.everything and not any(f" {other}" in row.everything for other in _said_for(word)):
            return None
    return total


@lru_cache(maxsize=256)
def _said_for(typed: str) -> tuple[str, ...]:
    """What the bank says for a word of the search, or for those that it begins."""
    if len(typed) < _SHORTEST:
        return ()
    read: dict[str, list[str]] = tomllib.loads(resource("bank", "search_words.toml").read_text(encoding="utf-8"))[
        "words"
    ]
    return tuple(searchable(other) for word, others in read.items() if word.startswith(typed) for other in others)


def as_target(entry: Entry) -> dict[str, Any]:
    """The values of a new target that starts from an entry; its blanks wait to be filled."""
    return {
        "does": entry.words,
        "given": entry.given,
        "standard": entry.standard,
        "pupil_wording": entry.pupil_words,
        "baseline": entry.baseline,
        "criterion_form": entry.criterion_form,
        "criterion_goal": entry.goal,
        "criterion_of": entry.of,
        "criterion_prompt": entry.prompt,
        "success_criterion": entry.criterion,
        "how": entry.strategy,
        "area": entry.area,
        "adulthood": entry.adulthood,
    }


def add(store: Store, values: Mapping[str, Any]) -> str:
    """Add an entry of the school's own; returns its uuid."""
    ready = {"kind": "target", "area": "C&L", "from_age": 4, "to_age": 16, **_whole(values)}
    _check_ages(int(ready["from_age"]), int(ready["to_age"]))
    label = BANK_KINDS.label(str(ready["kind"])).casefold()
    return editing.add(store, BankEntry, ready, f"Add a {label} to the bank")


def copy(store: Store, entry: Entry) -> str:
    """Make an entry of the school's own from one that is shipped, to be reworded; returns its uuid."""
    values = {name: getattr(entry, name) for name in _SAME}
    return add(store, {**values, **{theirs: getattr(entry, mine) for mine, theirs in _OTHERWISE.items()}})


def record(store: Store, uuid: str) -> BankEntry:
    """The school's own entry as it is edited."""
    with store.read() as session:
        found = session.get(BankEntry, uuid)
        if found is None or found.deleted_at is not None:
            raise Refused("This entry was deleted meanwhile; Ctrl+Z brings it back.")
        return found


def change(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change an entry of the school's own."""
    found = record(store, uuid)
    ready = _whole(values)
    _check_ages(int(ready.get("from_age", found.from_age)), int(ready.get("to_age", found.to_age)))
    editing.change(store, BankEntry, uuid, ready, "Change an entry of the bank", initiator)


def remove(store: Store, uuid: str) -> None:
    """Delete an entry of the school's own; it can be brought back."""
    editing.remove(store, BankEntry, uuid, "Delete an entry of the bank")


def keep_from_target(store: Store, target: Target) -> str:
    """Put a target that served well into the school's bank, without anybody's name and with its numbers as blanks.

    The pupil is “the pupil” there; the name of any other pupil, adult or contact becomes the blank [name]. Returns the
    uuid; refuses a target of which it is not said what the pupil will do, and one that the bank has already.
    """
    with store.read() as session:
        pupil = session.get_one(Pupil, target.pupil_id)
        names = _names(session, pupil)
    age = age_on(pupil.date_of_birth, store.clock.today()) if pupil.date_of_birth else None
    does = target.does.strip() or _deed(target.staff_wording)
    if not does:
        raise Refused("This target does not say yet what will be done; nothing was kept. Fill it in, then keep it.")

    def clean(text: str, *, numbers: bool = False) -> str:
        bare = without_names(text.strip(), names, ordinary_words())
        return with_blanks(bare) if numbers else bare

    values = {
        "kind": "target",
        "area": target.area or "C&L",
        "from_age": max(YOUNGEST, (age or 10) - (_AROUND if age is not None else 6)),
        "to_age": min(OLDEST, (age or 10) + (_AROUND if age is not None else 6)),
        "words": clean(does),
        "given": clean(target.given),
        "standard": clean(target.standard, numbers=True),
        "pupil_words": clean(target.pupil_wording),
        "baseline": clean(target.baseline, numbers=True),
        "criterion_form": target.criterion_form,
        "criterion_goal": target.criterion_goal,
        "criterion_of": target.criterion_of,
        "criterion_prompt": target.criterion_prompt,
        "criterion": clean(target.success_criterion, numbers=True),
        "strategy": clean(target.how),
        "adulthood": target.adulthood,
    }
    known = {row.main for row in (*_own(store), *_shipped()) if row.entry.kind == "target"}
    if f" {searchable(str(values['words']))}" in known:
        raise Refused("The bank has a target in these words already; nothing was added. Look for it in the bank.")
    return add(store, values)


@lru_cache(maxsize=1)
def ordinary_words() -> frozenset[str]:
    """Everyday words of the field: all that the shipped bank uses in small letters."""
    found: set[str] = set()
    for row in _shipped():
        entry = row.entry
        for text in (entry.words, entry.given, entry.standard, entry.pupil_words, entry.baseline, entry.strategy):
            found.update(searchable(word) for word in re.findall(r"\b[a-z][a-z’'\-]*", text))
    return frozenset(found)


def _deed(wording: str) -> str:
    # A target that was worded by hand: what follows “will”, without the name before it and the date after it.
    _, will, deed = wording.partition(" will ")
    return re.sub(r"\s+by \d{1,2} \w+ \d{4}\.?$", "", (deed if will else wording).strip()).rstrip(".")


def _names(session: Session, pupil: Pupil) -> Names:
    columns = (
        Pupil.legal_forename,
        Pupil.legal_surname,
        Pupil.preferred_forename,
        Pupil.preferred_surname,
        Pupil.middle_names,
    )
    own = [str(getattr(pupil, column.key) or "") for column in columns]
    others = [part or "" for row in session.execute(select(*columns)) for part in row]
    for name in (StaffMember.name, Contact.name):
        others += session.scalars(select(name))
    return Names.of(own, others)


def _whole(values: Mapping[str, Any]) -> dict[str, Any]:
    ready = dict(values)
    for name in ("from_age", "to_age"):
        if name in ready:
            if ready[name] is None:
                raise Refused("An age is missing; the old one was kept. Type it in years.")
            ready[name] = int(ready[name])
    return ready


def _check_ages(first: int, last: int) -> None:
    if not YOUNGEST <= first <= OLDEST or not YOUNGEST <= last <= OLDEST:
        raise Refused(f"Ages go from {YOUNGEST} to {OLDEST} years; the old ones were kept. Type another age.")
    if first > last:
        raise Refused("The first age is higher than the last; the old ones were kept. Change the other one first.")


def _own(store: Store) -> Iterator[_Indexed]:
    with store.read() as session:
        rows = session.scalars(
            select(BankEntry)
            .where(BankEntry.deleted_at.is_(None))
            .order_by(BankEntry.written_at.desc(), BankEntry.uuid)
        ).all()
    for row in rows:
        values = {name: getattr(row, name) for name in _SAME}
        values |= {mine: getattr(row, theirs) for mine, theirs in _OTHERWISE.items()}
        yield _indexed(Entry(uuid=row.uuid, own=True, **values))


@lru_cache(maxsize=1)
def _shipped() -> tuple[_Indexed, ...]:
    rows: list[_Indexed] = []
    for name, area in _FILES.items():
        read = tomllib.loads(resource("bank", "targets", f"{name}.toml").read_text(encoding="utf-8"))
        rows += [_indexed(_target(row, area)) for row in read["target"]]
        read = tomllib.loads(resource("bank", "strategies", f"{name}.toml").read_text(encoding="utf-8"))
        rows += [_indexed(_strategy(row, area)) for row in read["strategy"]]
    return tuple(rows)


def _target(row: Mapping[str, Any], area: str) -> Entry:
    return Entry(
        uuid="",
        kind="target",
        area=area,
        from_age=row["ages"][0],
        to_age=row["ages"][1],
        words=row["does"],
        given=row["given"],
        standard=row["standard"],
        pupil_words=row["pupil"],
        baseline=row["baseline"],
        criterion_form=row["form"],
        goal=row.get("goal"),
        of=row.get("of"),
        prompt=row.get("prompt", ""),
        criterion=row["criterion"],
        strategy=row["strategy"],
        adulthood=row.get("adulthood", ""),
    )


def _strategy(row: Mapping[str, Any], area: str) -> Entry:
    return Entry(
        uuid="",
        kind="strategy",
        area=area,
        from_age=row["ages"][0],
        to_age=row["ages"][1],
        words=row["words"],
        where=row["where"],
        passport_words=row["passport"],
    )


def _indexed(entry: Entry) -> _Indexed:
    main = searchable(entry.words)
    rest = (
        entry.given,
        entry.standard,
        entry.pupil_words,
        entry.baseline,
        entry.criterion,
        entry.strategy,
        entry.passport_words,
    )
    return _Indexed(entry, f" {main}", f" {main} {searchable(' '.join(rest))}")
