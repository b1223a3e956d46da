"""The practice school shows evidence of every kind, over years, and gaps of every kind."""

from __future__ import annotations

from datetime import timedelta

from gradesk.services.evidence import assessing, attachments, measures, observations
from gradesk.services.pupils import pupils, register
from gradesk.store.work import Store
from tests.conftest import TODAY


def watched(store: Store) -> list[str]:
    """Everybody with a concern or support."""
    return [row.uuid for row in register.everyone(store) if row.status in "WKE"]


def test_every_kind_of_evidence_is_there_and_dated_within_the_pupils_time_here(practice: Store) -> None:
    seen, used, informants, kept = [], set(), set(), []
    for uuid in watched(practice):
        pupil = pupils.page(practice, uuid).pupil
        rows = measures.results(practice, uuid)
        looked, files = observations.observations(practice, uuid), attachments.attachments(practice, uuid)
        assert pupil.entered_on is not None
        assert all(pupil.entered_on <= one.happened_on <= TODAY for one in (*rows, *looked, *files))
        assert all(one.written_at.date() <= TODAY for one in (*rows, *looked, *files))
        used |= {row.measure.code for row in rows}
        informants |= {row.informant for row in rows}
        seen += looked
        kept += files
    assert {"sdq_total", "reading_age", "standardised", "attendance", "voice_ten", "boxall_diagnostic"} <= used
    assert {"teacher", "parent", "self"} <= informants
    assert any(one.on_task and one.counted for one in seen)
    assert any(one.antecedent and one.may_tell for one in seen)
    assert all("{" not in one.label + one.behaviour for one in seen)
    assert {one.media_type for one in kept} == {"application/pdf", "image/png"}
    assert any(one.about == "observation" for one in kept)


def test_results_reach_back_over_years_and_move(practice: Store) -> None:
    rows = [row for uuid in watched(practice) for row in measures.results(practice, uuid)]
    assert min(row.happened_on for row in rows) < TODAY - timedelta(days=600)
    assert any(row.change.startswith("improved") for row in rows)
    assert any("months more" in row.change for row in rows)


def test_every_kind_of_gap_is_there(practice: Store) -> None:
    found = [assessing.assess(practice, uuid) for uuid in watched(practice)]
    gaps = {gap.words.split(",")[0].split(":")[0] for one in found for gap in one.missing}
    assert {"Nothing from class", "Hearing not checked", "Vision not checked", "No parent carer’s view"} <= gaps
    assert any("over a term" in gap.words for one in found for gap in one.missing)
    assert any(len(one.missing) <= 1 for one in found)
