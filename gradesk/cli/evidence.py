"""The verb that shows what was seen, measured and attached for one pupil, and what is missing for Assess."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.cli.listing import iso, print_json
from gradesk.services.custody import watching
from gradesk.services.evidence import assessing, attachments, measures, observations
from gradesk.services.school import school
from gradesk.store.work import Store


def show_evidence(options: Namespace) -> None:
    """Show one pupil's evidence; the bytes of documents stay in the file."""
    store = open_store(options)
    try:
        pupil_id = one_pupil(store, options.pupil)
        watching.viewed(store, pupil_id)
        found = _evidence(store, pupil_id)
        say = school.card(store).words.say
    finally:
        store.close()
    if options.json:
        print_json(found)
        return
    for kind in ("observations", "results", "documents"):
        for row in found[kind]:
            print("\t".join((row["happened_on"], say(row["label"]), say(row["detail"]) or "-")))
    for words in found["missing"]:
        print(f"missing\t{say(words)}")


def _evidence(store: Store, pupil_id: str) -> dict[str, Any]:
    assessed = assessing.assess(store, pupil_id)
    return {
        "there": [{"what": one.code, "source": one.source, "day": iso(one.day)} for one in assessed.there],
        "missing": [one.words for one in assessed.missing],
        "observations": [_row(one) for one in observations.observations(store, pupil_id)],
        "results": [
            _row(one) | {"measure": one.measure.code, "value": one.value, "informant": one.informant, "band": one.band}
            for one in measures.results(store, pupil_id)
        ],
        "documents": [
            _row(one) | {"media_type": one.media_type, "size": one.size}
            for one in attachments.attachments(store, pupil_id)
        ],
    }


def _row(one: observations.ObservationRow | measures.ResultRow | attachments.AttachmentRow) -> dict[str, Any]:
    return {
        "uuid": one.uuid,
        "happened_on": iso(one.happened_on),
        "written_at": one.written_at.isoformat(),
        "label": one.label,
        "detail": one.detail,
    }
