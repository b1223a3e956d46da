"""Several lines about one pupil: one line per contact or need is one pupil, lines that disagree are nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from gradesk.interchange.columns.headers import catalogue
from gradesk.interchange.pupils.pupil_values import united_needs
from gradesk.interchange.pupils.rows import IncomingPupil
from gradesk.services.admission.admission import ContactCard, Level, Problem, Value

# Fields in which lines about one pupil may differ, because a register repeats the pupil for each of them.
_REPEATED = frozenset({"contacts", "need_rank"})


def merge_lines(pupils: Sequence[IncomingPupil]) -> list[IncomingPupil]:
    """Bring the lines about one pupil together; where they disagree each of them is stopped with the reason.

    Lines are about one pupil if they have the same UPN, or, where one of them has none, the same name and date of
    birth. The order of the lines does not matter.
    """
    groups = _grouped(pupils)
    if len(groups) == len(pupils):
        return list(pupils)
    merged: list[IncomingPupil] = []
    for group in groups.values():
        merged += [group[0]] if len(group) == 1 else _merge(group)
    return sorted(merged, key=lambda pupil: pupil.line)


def _grouped(pupils: Sequence[IncomingPupil]) -> dict[object, list[IncomingPupil]]:
    upns_of_person: dict[object, set[Value]] = {}
    for pupil in pupils:
        if pupil.values.get("upn") and (person := _person(pupil)):
            upns_of_person.setdefault(person, set()).add(pupil.values["upn"])
    groups: dict[object, list[IncomingPupil]] = {}
    for pupil in pupils:
        key: object = pupil.values.get("upn")
        if not key:
            person = _person(pupil)
            upns = upns_of_person.get(person, set()) if person else set()
            # With two UPNs under one name and birthday a line without one may be either, or a third.
            key = next(iter(upns)) if len(upns) == 1 else person or pupil.line
        groups.setdefault(key, []).append(pupil)
    return groups


def _person(pupil: IncomingPupil) -> object:
    """Name and date of birth, by which a line without a UPN is the same person; None without either."""
    values = pupil.values
    names = tuple(str(values.get(name) or "").casefold() for name in ("legal_surname", "legal_forename"))
    if not values.get("date_of_birth") or not any(names):
        return None
    return (*names, values["date_of_birth"])


def _merge(group: Sequence[IncomingPupil]) -> list[IncomingPupil]:
    differing = _differing(group)
    if differing:
        labels = catalogue().labels
        fields = ", ".join(labels.get(name, name.replace("_", " ")).lower() for name in differing)
        numbers = _and(str(pupil.line) for pupil in group)
        text = f"Lines {numbers} are about one pupil but differ in: {fields}."
        stop = Problem(Level.STOP, text)
        return [replace(pupil, problems=(*pupil.problems, stop)) for pupil in group]
    values: dict[str, Value] = {}
    for pupil in group:
        values |= pupil.values
    contacts = [card for pupil in group for card in _cards(pupil.values.get("contacts"))]
    if contacts:
        values["contacts"] = tuple(dict.fromkeys(contacts))
    needs = united_needs((_rank(pupil), _codes(pupil)) for pupil in group)
    if needs:
        values["needs"] = needs
    problems = dict.fromkeys(problem for pupil in group for problem in pupil.problems)
    note = Problem(Level.NOTE, f"Lines {_and(str(pupil.line) for pupil in group)} were read as one pupil.")
    lines = tuple(line for pupil in group for line in pupil.lines)
    return [IncomingPupil(group[0].line, group[0].raw, values, (*problems, note), lines)]


def _differing(group: Sequence[IncomingPupil]) -> list[str]:
    """The fields that more than one line fills, and differently."""
    found = []
    ranked = all("need_rank" in pupil.values for pupil in group)
    names = dict.fromkeys(name for pupil in group for name in pupil.values)
    for name in names:
        if name in _REPEATED or (name == "needs" and ranked):
            continue
        said = {_comparable(pupil.values[name]) for pupil in group if name in pupil.values}
        if len(said) > 1:
            found.append(name)
    return found


def _comparable(value: Value) -> Value:
    return value.casefold() if isinstance(value, str) else value


def _cards(value: Value) -> Iterable[ContactCard]:
    return [card for card in value if isinstance(card, ContactCard)] if isinstance(value, tuple) else []


def _codes(pupil: IncomingPupil) -> tuple[str, ...]:
    needs = pupil.values.get("needs")
    return tuple(code for code in needs if isinstance(code, str)) if isinstance(needs, tuple) else ()


def _rank(pupil: IncomingPupil) -> int:
    rank = str(pupil.values.get("need_rank", ""))
    return int(rank) if rank.isascii() and rank.isdigit() else 99


def _and(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} and {last}" if most else last
