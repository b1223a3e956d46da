"""The questions of an import: what can be answered, what they are called, and answers as they are typed."""

from __future__ import annotations

from collections.abc import Iterable

from gradesk.interchange.columns.conversion import BY_BIRTH
from gradesk.interchange.columns.headers import catalogue
from gradesk.interchange.columns.values import fold
from gradesk.model.vocabulary import NEEDS, STATUSES, YEAR_GROUPS
from gradesk.services.admission.admission import Question
from gradesk.system.refusal import Refused

DATE_ORDER, FILL_DOWN = "date_order", "fill_down"
AS_WRITTEN, TURNED = "as written", "turned"
_NOTHING = ("", "nothing: leave as it is")
_YES_OR_NO = (("yes", "yes"), ("no", "no"))
_MEANINGS = {
    "status": (_NOTHING, *((term.code, term.label) for term in STATUSES)),
    "need": (_NOTHING, *((term.code, term.label) for term in NEEDS)),
    "year_group": (
        (BY_BIRTH, "the year of each pupil’s date of birth"),
        _NOTHING,
        *((term.code, term.label) for term in YEAR_GROUPS),
    ),
    DATE_ORDER: (
        (AS_WRITTEN, "right as they are written"),
        (TURNED, "with day and month the other way round"),
    ),
    FILL_DOWN: (("yes", "fill them"), ("no", "leave them empty")),
}
_LABELS = {"need": "Type of need", DATE_ORDER: "Day and month", FILL_DOWN: "Empty cells below"}


def meanings(field: str) -> tuple[tuple[str, str], ...]:
    """What a question about this field can be answered with: code and label."""
    return _MEANINGS.get(field, (_NOTHING, *_YES_OR_NO))


def label_of(field: str) -> str:
    """What a field is called: as the columns of the file are, needs all alike."""
    return _LABELS.get(field) or catalogue().labels.get(field, field.replace("_", " ").capitalize())


def sentence(question: Question) -> str:
    """The question for a person."""
    if question.asked:
        return question.asked
    lines = f"{question.lines:,} line{'' if question.lines == 1 else 's'}"
    return f"{label_of(question.field)}: “{question.written}” ({lines})"


def typed_answer(typed: str, questions: Iterable[Question]) -> tuple[tuple[str, str], str]:
    """An answer as it is typed, such as "status:T=K", with the key it is remembered by.

    Raises:
        Refused: it is none, or means nothing for this field.
    """
    key, sign, meaning = typed.rpartition("=")
    field, colon, written = key.partition(":")
    if not sign or not colon or not field.strip():
        raise Refused(
            f"“{typed}” is no answer. Nothing was changed. Write it as FIELD:VALUE=MEANING, such as status:T=K."
        )
    field, written, meaning = field.strip(), written.strip(), meaning.strip()
    codes = {code.casefold(): code for code, _ in meanings(field)}
    if meaning.casefold() not in codes:
        known = ", ".join(code for code, _ in meanings(field) if code)
        raise Refused(f"“{meaning}” is no answer for “{field}”. Nothing was changed. Known are: {known}.")
    asked = (
        one for one in questions if one.field == field and written.casefold() in (one.value, one.written.casefold())
    )
    found = next(asked, None)
    return (field, found.value if found else fold(written)), codes[meaning.casefold()]


def typed_column(typed: str, headers: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """What a column is as it is typed, such as "Cyfenw=surname" or "3=" for the third left unused; its key and field.

    Args:
        typed: header or number of the column, and its field or the label of it.
        headers: key and header of every column, in order.

    Raises:
        Refused: there is no such column or no such field.
    """
    wanted, sign, name = typed.rpartition("=")
    wanted, name = wanted.strip(), name.strip()
    known = catalogue()
    fields = {field: field for field in known.labels if field not in known.not_kept}
    fields |= {label.casefold(): field for field, label in known.labels.items() if field in fields}
    field = "" if name == "" else fields.get(name.casefold())
    if not sign or field is None:
        raise Refused(
            f"“{typed}” does not say what a column is. Nothing was changed. Write it as HEADER=FIELD with one of: "
            f"{', '.join(sorted(name for name in known.labels if name not in known.not_kept))}."
        )
    columns = list(headers)
    for place, (key, header) in enumerate(columns, start=1):
        if wanted.casefold() in (key, header.casefold(), str(place)):
            return key, field
    shown = ", ".join(f"{place} “{header}”" for place, (_, header) in enumerate(columns, start=1))
    raise Refused(f"The file has no column “{wanted}”. Nothing was changed. It has: {shown}.")
