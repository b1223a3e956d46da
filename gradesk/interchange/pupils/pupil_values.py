"""From the fields of a file to the fields of a pupil: names, needs, status, contacts, and what does not agree."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from gradesk.interchange.columns.contact_columns import contacts_of
from gradesk.interchange.columns.conversion import BY_BIRTH
from gradesk.model.rules.days.school_year import year_starting
from gradesk.model.rules.days.year_group import age_on, expected_year_group, years_out
from gradesk.services.admission.admission import Level, Problem, Value

_PLAIN_FIELDS = (
    "upn",
    "former_upn",
    "uln",
    "admission_number",
    "mis_id",
    "middle_names",
    "date_of_birth",
    "sex",
    "year_group",
    "class_name",
    "house",
    "entered_on",
    "left_on",
    "status",
    "status_since",
    "need_rank",
    "enrolment",
    "pupil_premium",
    "free_school_meals",
    "eal",
    "looked_after",
    "previously_looked_after",
    "service_child",
    "young_carer",
    "first_language",
    "attendance_percent",
)
_YOUNGEST, _OLDEST = 2, 26


def settle(written: dict[str, Value], legal_known: bool, problems: list[Problem], today: date) -> dict[str, Value]:
    """The values of one pupil by the field names of the pupil.

    Args:
        written: what the line says, by the field names of the columns.
        legal_known: whether the file has a column for legal names; then plain names are the preferred ones.
        problems: where problems are added.
        today: to tell ages.
    """
    values = {name: written[name] for name in _PLAIN_FIELDS if name in written}
    _settle_names(written, values, legal_known)
    _settle_needs(written, values)
    _settle_status(written, values, problems)
    contacts = contacts_of(written)
    if contacts:
        values["contacts"] = contacts
    _settle_year(values, problems, today)
    _check_birth(values, problems, today)
    _check_letters(values, problems)
    return values


def _settle_names(written: dict[str, Value], values: dict[str, Value], legal_known: bool) -> None:
    full = written.get("full_name")
    full_names = [str(part) for part in full] if isinstance(full, tuple) else ["", ""]
    for part, from_full in (("surname", full_names[0]), ("forename", full_names[1])):
        plain, legal, preferred = (written.get(prefix + part) for prefix in ("", "legal_", "preferred_"))
        if legal_known and plain and not preferred:
            preferred = plain
        # A blank legal name beside a plain one means that they are the same.
        name = legal or plain or from_full or preferred
        if name:
            values["legal_" + part] = name
        if preferred and preferred != name:
            values["preferred_" + part] = preferred


def _settle_needs(written: dict[str, Value], values: dict[str, Value]) -> None:
    codes: list[str] = []
    for name in ("need_1", "need_2", "need_3", "needs"):
        found = written.get(name)
        if isinstance(found, tuple):
            codes += [code for code in found if isinstance(code, str) and code not in codes]
    if codes:
        values["needs"] = tuple(codes)


def _settle_status(written: dict[str, Value], values: dict[str, Value], problems: list[Problem]) -> None:
    status = values.get("status")
    if written.get("ehcp") is True:
        if status is None and not any(problem.field == "status" for problem in problems):
            values["status"] = "E"
        elif status in ("N", "W", "K"):
            text = f"The line says that there is an EHC plan, but the status is {status}; the status was taken."
            problems.append(Problem(Level.WARN, text, "status"))
    if status == "N" and values.get("needs"):
        problems.append(Problem(Level.NOTE, "The line has types of need although the status is N.", "needs"))


def _settle_year(values: dict[str, Value], problems: list[Problem], today: date) -> None:
    """A year group nobody knows is that of the date of birth, until a person says what it means."""
    if values.get("year_group") != BY_BIRTH:
        return
    born = values.get("date_of_birth")
    year = expected_year_group(born, year_starting(today)) if isinstance(born, date) else None
    if year is None:
        del values["year_group"]
        problems.append(Problem(Level.WARN, "No date of birth tells the year group; it was left out.", "year_group"))
    else:
        values["year_group"] = year


def _check_birth(values: dict[str, Value], problems: list[Problem], today: date) -> None:
    born, year = values.get("date_of_birth"), values.get("year_group")
    if not isinstance(born, date):
        return
    age = age_on(born, today)
    if born > today:
        text = f"The date of birth {born:%d/%m/%Y} lies in the future."
        problems.append(Problem(Level.STOP, text, "date_of_birth"))
    elif not _YOUNGEST <= age <= _OLDEST:
        text = f"The date of birth {born:%d/%m/%Y} gives an age of {age}."
        problems.append(Problem(Level.WARN, text, "date_of_birth"))
    elif isinstance(year, str):
        out = years_out(born, year, year_starting(today))
        if out is not None and out > 1:
            text = f"The date of birth {born:%d/%m/%Y} and year group {year} are {out} years apart."
            problems.append(Problem(Level.WARN, text, "year_group"))


def _check_letters(values: dict[str, Value], problems: list[Problem]) -> None:
    """A system that cannot write a letter exports "?" in its place: Nguy?n."""
    for name in ("legal_surname", "legal_forename", "preferred_surname", "preferred_forename"):
        value = values.get(name)
        if isinstance(value, str) and ("?" in value or "\ufffd" in value):
            text = f"“{value}” seems to have lost a letter when it was exported; correct it after the import."
            problems.append(Problem(Level.WARN, text, name))


def united_needs(several: Iterable[tuple[int, tuple[str, ...]]]) -> tuple[str, ...]:
    """The needs of several lines about one pupil in the order of their ranks."""
    codes: list[str] = []
    for _, needs in sorted(several):
        codes += [code for code in needs if code not in codes]
    return tuple(codes)
