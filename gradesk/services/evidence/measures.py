"""Results of assessments: adding and correcting them, and reading them with band and change, same informant only."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.rules import measures as rules
from gradesk.model.rules.measures import Measure
from gradesk.model.vocabulary import INFORMANTS
from gradesk.services import editing
from gradesk.services.evidence import measure_catalogue
from gradesk.services.happened import check_day
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class ResultRow:
    """One result in words. `change` compares it with the one before of the same informant and question, or is empty.

    `value` is in the unit of the measure: months for ages, the place from 0 for steps.
    """

    uuid: str
    pupil_id: str
    happened_on: date
    written_at: datetime
    measure: Measure
    value: float
    informant: str
    question: str
    hoped: float | None
    note: str
    band: str
    change: str

    @property
    def label(self) -> str:
        """The name of the measure, with what was asked."""
        return f"{self.measure.name}: {self.question}" if self.question else self.measure.name

    @property
    def words(self) -> str:
        """The result with its band: "14, slightly raised"."""
        said = rules.written_value(self.measure, self.value)
        return f"{said}, {self.band}" if self.band else said

    @property
    def detail(self) -> str:
        """The result, its band, who filled it in, and its change; {pupil} is put in by the school’s words."""
        who = INFORMANTS.label(self.informant)
        return " · ".join(part for part in (self.words, who, self.change, self.note) if part)

    @property
    def hoped_words(self) -> str:
        """Where the pupil would like to be; empty when that was not asked."""
        return "" if self.hoped is None else f"hoped for: {rules.written_value(self.measure, self.hoped)}"


@dataclass(frozen=True)
class MeasureGroup:
    """All results of one measure, newest first."""

    measure: Measure
    rows: tuple[ResultRow, ...]

    def lines(self) -> list[tuple[ResultRow, ...]]:
        """The results that may be compared with one another, each list oldest first; the school’s own stand first."""
        found: dict[tuple[str, str, str], list[ResultRow]] = {}
        for row in self.rows:
            found.setdefault(_key(row.measure.code, row.informant, row.question), []).insert(0, row)
        order = {code: place for place, code in enumerate(INFORMANTS.codes)}
        return sorted(
            (tuple(rows) for rows in found.values()), key=lambda rows: order.get(rows[0].informant, len(order))
        )


def results(store: Store, pupil_id: str) -> list[ResultRow]:
    """Every result of a pupil, newest first."""
    with store.read() as session:
        known = measure_catalogue.in_force(session)
        query = (
            select(MeasureResult)
            .where(MeasureResult.pupil_id == pupil_id, MeasureResult.deleted_at.is_(None))
            .order_by(MeasureResult.happened_on, MeasureResult.written_at)
        )
        return list(reversed(in_words(session.scalars(query).all(), known)))


def in_words(records: Iterable[MeasureResult], known: Mapping[str, Measure]) -> list[ResultRow]:
    """Results of one pupil, oldest first, each compared with the one before it that it may be compared with."""
    before: dict[tuple[str, str, str], MeasureResult] = {}
    found: list[ResultRow] = []
    for one in records:
        measure = known.get(one.measure) or measure_catalogue.unknown(one.measure)
        key = _key(one.measure, one.informant, one.question)
        earlier = before.get(key)
        change = ""
        if earlier is not None:
            change = rules.change_words(measure, (earlier.happened_on, earlier.value), (one.happened_on, one.value))
        before[key] = one
        found.append(
            ResultRow(
                one.uuid, one.pupil_id, one.happened_on, one.written_at, measure, one.value, one.informant, one.question,
                one.hoped, one.note, rules.band_of(measure, one.value, one.informant), change,
            )
        )  # fmt: skip
    return found


def by_measure(rows: Sequence[ResultRow]) -> list[MeasureGroup]:
    """Results grouped by measure; the measure with the newest result stands first."""
    found: dict[str, list[ResultRow]] = {}
    for row in rows:
        found.setdefault(row.measure.code, []).append(row)
    return [MeasureGroup(group[0].measure, tuple(group)) for group in found.values()]


def newest(rows: Sequence[ResultRow], measure: str, informant: str, question: str) -> ResultRow | None:
    """The newest of some results (newest first) that one of this measure, informant and question compares with."""
    wanted = _key(measure, informant, question)
    return next((row for row in rows if _key(row.measure.code, row.informant, row.question) == wanted), None)


def add_result(
    store: Store, pupil_id: str, measure: str, typed: str, values: Mapping[str, Any], initiator: object | None = None
) -> str:
    """Add a result as it was typed; `values` may hold happened_on, informant, question, hoped (typed too) and note.

    Raises:
        Refused: no measure, no result, out of range, the wrong informant, a day before birth or to come.
    """
    known = measure_catalogue.measure(store, measure)
    body = _checked(store, pupil_id, known, {"happened_on": store.clock.today(), **values, "value": typed})
    body.setdefault("informant", known.informants[0] if len(known.informants) == 1 else "")
    if not body["informant"]:
        raise Refused(
            f"Say who filled {known.name} in; nothing was added yet. Results of different people never compare."
        )
    name = pupils.first_name(store, pupil_id)
    body |= {"pupil_id": pupil_id, "measure": measure}
    return editing.add(store, MeasureResult, body, f"{known.name} of {name}", initiator)


def change_result(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Correct a result; `value` and `hoped` are given as typed. What cannot be is refused and the old one kept."""
    with store.read() as session:
        before = session.get_one(MeasureResult, uuid)
    known = measure_catalogue.catalogue(store).get(before.measure) or measure_catalogue.unknown(before.measure)
    checked = _checked(store, before.pupil_id, known, values)
    editing.change(store, MeasureResult, uuid, checked, f"Correct {known.name}", initiator)


def remove_result(store: Store, uuid: str) -> None:
    """Delete a result; restorable."""
    editing.remove(store, MeasureResult, uuid, "Delete an assessment result")


def get(store: Store, uuid: str) -> MeasureResult:
    """One result as it is kept."""
    with store.read() as session:
        return session.get_one(MeasureResult, uuid)


def too_soon(row: ResultRow | None, day: date) -> str:
    """A hint when a measure is repeated before its time; never a reason to refuse. Empty when all is well."""
    if row is None:
        return ""
    first = rules.retest_from(row.measure, row.happened_on)
    if first is None or not row.happened_on < day < first:
        return ""
    return f"It is usually not repeated before {first:%d/%m/%Y}: a change may be practice or chance."


def _checked(store: Store, pupil_id: str, known: Measure, values: Mapping[str, Any]) -> dict[str, Any]:
    checked = dict(values)
    if "value" in checked:
        checked["value"] = _value(known, checked["value"])
    if "hoped" in checked:
        hoped = checked["hoped"]
        checked["hoped"] = None if hoped is None or not str(hoped).strip() else _value(known, hoped)
    informant = checked.get("informant")
    if informant and known.informants and informant not in known.informants:
        may = " or ".join(INFORMANTS.label(code).casefold() for code in known.informants)
        raise Refused(f"{known.name} is filled in by {may}; nothing was kept. Choose who filled it in.")
    if informant == "":
        del checked["informant"]
    check_day(store, pupil_id, checked.get("happened_on"), "An assessment")
    return editing.check(MeasureResult, checked)


def _value(known: Measure, given: object) -> float:
    if isinstance(given, int | float):
        return rules.check_value(known, float(given))
    return rules.read_value(known, str(given))


def _key(measure: str, informant: str, question: str) -> tuple[str, str, str]:
    return rules.comparison_key(measure, informant, question)
