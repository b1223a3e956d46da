"""The newest results of measures as lines of a staff copy, for many pupils at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from gradesk.model.evidence.measure import MeasureResult
from gradesk.model.rules import measures as measure_rules
from gradesk.model.vocabulary import INFORMANTS
from gradesk.services.evidence import measure_catalogue, measures
from gradesk.services.paper.sheets import ScoreLine


def results(session: Session, ids: Sequence[str]) -> Mapping[str, tuple[measures.ResultRow, ...]]:
    """All results of some pupils, oldest first, by pupil."""
    known = measure_catalogue.in_force(session)
    query = select(MeasureResult).where(MeasureResult.pupil_id.in_(ids), MeasureResult.deleted_at.is_(None))
    rows: dict[str, list[MeasureResult]] = defaultdict(list)
    for row in session.scalars(query.order_by(MeasureResult.happened_on, MeasureResult.written_at)):
        rows[row.pupil_id].append(row)
    return {pupil_id: tuple(measures.in_words(mine, known)) for pupil_id, mine in rows.items()}


def score_lines(rows: Sequence[measures.ResultRow], ends: date, say: Callable[[str], str]) -> tuple[ScoreLine, ...]:
    """The newest result of each measure up to the end of the cycle, with its change and band in words."""
    newest: dict[tuple[str, str, str], measures.ResultRow] = {}
    for row in rows:
        if row.happened_on <= ends:
            newest[measure_rules.comparison_key(row.measure.code, row.informant, row.question)] = row
    return tuple(
        ScoreLine(
            measure=" – ".join(filter(None, (row.label, say(INFORMANTS.label(row.informant))))),
            result=measure_rules.written_value(row.measure, row.value),
            on=row.happened_on,
            meaning=", ".join(filter(None, (row.band, row.change))),
        )
        for row in sorted(newest.values(), key=lambda row: row.happened_on, reverse=True)
    )
