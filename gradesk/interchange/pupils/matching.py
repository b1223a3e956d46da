"""Which pupil of the school's file a line means.

Rules in order, each counting only if it gives exactly one pupil: UPN; former UPN, either way; number in the MIS or
admission number; exact legal name and date of birth. A similar name is only ever a suggestion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from rapidfuzz.fuzz import token_sort_ratio

from gradesk.services.admission.admission import KnownPupil, Value

_SIMILAR = 80.0


@dataclass(frozen=True)
class Match:
    """The pupil a line means, or the pupils it may mean and why a person has to say."""

    pupil: KnownPupil | None = None
    candidates: tuple[KnownPupil, ...] = ()
    doubt: str = ""


class Matcher:
    """Finds pupils of the school's file; built once for an import."""

    def __init__(self, known: Iterable[KnownPupil]) -> None:
        self._by_upn: dict[str, list[KnownPupil]] = {}
        self._by_former: dict[str, list[KnownPupil]] = {}
        self._by_number: dict[tuple[str, str], list[KnownPupil]] = {}
        self._by_person: dict[object, list[KnownPupil]] = {}
        self._by_birth: dict[date, list[KnownPupil]] = {}
        for pupil in known:
            if pupil.upn:
                self._by_upn.setdefault(pupil.upn.upper(), []).append(pupil)
            if pupil.former_upn:
                self._by_former.setdefault(pupil.former_upn.upper(), []).append(pupil)
            for name in ("mis_id", "admission_number"):
                if number := getattr(pupil, name):
                    self._by_number.setdefault((name, _number(number)), []).append(pupil)
            if pupil.date_of_birth:
                self._by_person.setdefault(_person(pupil), []).append(pupil)
                self._by_birth.setdefault(pupil.date_of_birth, []).append(pupil)

    def match(self, values: Mapping[str, Value]) -> Match:
        """Find the pupil a line means by its values."""
        upn, former = str(values.get("upn") or ""), str(values.get("former_upn") or "")
        for found in (self._by_upn.get(upn, []), self._by_former.get(upn, []), self._by_upn.get(former, [])):
            if len(found) == 1:
                return _by_upn(found[0], values)
        for name in ("mis_id", "admission_number"):
            found = self._by_number.get((name, _number(str(values.get(name) or ""))), [])
            if len(found) == 1:
                return _by_number(found[0], values)
        found = self._by_person.get(_person_of(values), [])
        if len(found) == 1:
            return _by_person(found[0], upn)
        if found:
            return Match(candidates=tuple(found), doubt="Several pupils have this name and date of birth.")
        return Match()

    def similar(self, values: Mapping[str, Value], taken: set[str]) -> Match:
        """Pupils born on the same day with a similar name, among those that no other line means."""
        born = values.get("date_of_birth")
        if not isinstance(born, date):
            return Match()
        name = _full(values)
        found = tuple(
            pupil
            for pupil in self._by_birth.get(born, [])
            if pupil.uuid not in taken and _compatible(pupil, values) and _likeness(name, pupil) >= _SIMILAR
        )
        return Match(candidates=found, doubt="A pupil with a similar name and the same date of birth is in Gradesk.")


def _number(text: str) -> str:
    """A number as it is compared: spreadsheets drop leading zeros."""
    return text.casefold().lstrip("0") if text.isdigit() else text.casefold()


def _person(pupil: KnownPupil) -> object:
    return pupil.legal_surname.casefold(), pupil.legal_forename.casefold(), pupil.date_of_birth


def _person_of(values: Mapping[str, Value]) -> object:
    surname, forename = (str(values.get(name) or "").casefold() for name in ("legal_surname", "legal_forename"))
    return surname, forename, values.get("date_of_birth")


def _full(values: Mapping[str, Value]) -> str:
    return f"{values.get('legal_forename', '')} {values.get('legal_surname', '')}".casefold()


def _likeness(name: str, pupil: KnownPupil) -> float:
    legal = f"{pupil.legal_forename} {pupil.legal_surname}".casefold()
    known = f"{pupil.preferred_forename or pupil.legal_forename} {pupil.preferred_surname or pupil.legal_surname}".casefold()
    return max(token_sort_ratio(name, legal), token_sort_ratio(name, known))


def _compatible(pupil: KnownPupil, values: Mapping[str, Value]) -> bool:
    """Two different permanent UPNs are two different children, however alike their names."""
    upn = str(values.get("upn") or "")
    return not (upn and pupil.upn and upn != pupil.upn and upn[-1:].isdigit() and pupil.upn[-1:].isdigit())


def _same_birth(pupil: KnownPupil, values: Mapping[str, Value]) -> bool | None:
    born = values.get("date_of_birth")
    return None if not born or not pupil.date_of_birth else born == pupil.date_of_birth


def _by_upn(pupil: KnownPupil, values: Mapping[str, Value]) -> Match:
    if _same_birth(pupil, values) is False:
        doubt = f"This UPN belongs to a pupil who was born on {pupil.date_of_birth:%d/%m/%Y} according to Gradesk."
        return Match(candidates=(pupil,), doubt=doubt)
    return Match(pupil)


def _by_number(pupil: KnownPupil, values: Mapping[str, Value]) -> Match:
    """A number alone is weak: it may come from another school's system."""
    named = _likeness(_full(values), pupil) >= _SIMILAR
    if _same_birth(pupil, values) is False or not (named or _same_birth(pupil, values)):
        return Match(candidates=(pupil,), doubt="This number belongs to another name or date of birth in Gradesk.")
    return Match(pupil) if _compatible(pupil, values) else Match(candidates=(pupil,), doubt="The UPN is another one.")


def _by_person(pupil: KnownPupil, upn: str) -> Match:
    if upn and pupil.upn and upn != pupil.upn and upn[-1:].isdigit() and pupil.upn[-1:].isdigit():
        return Match(candidates=(pupil,), doubt=f"Gradesk has this pupil with another UPN ({pupil.upn}).")
    return Match(pupil)
