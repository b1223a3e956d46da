"""The verb that tells of referrals, as the waiting board shows them."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.cli.listing import iso, print_json
from gradesk.services.custody import watching
from gradesk.services.outside import referrals
from gradesk.services.outside.referrals import Line


def show_referrals(options: Namespace) -> None:
    """List the referrals that are open, of all on the roll or of one pupil; with `--closed` those that are over, too."""
    store = open_store(options)
    try:
        today = store.clock.today()
        if options.pupil:
            pupil_id = one_pupil(store, options.pupil)
            watching.viewed(store, pupil_id)
            found = [one for one in referrals.of_pupil(store, pupil_id) if one.is_open or options.closed]
        else:
            found = referrals.board(store)
            found += referrals.board(store, closed=True) if options.closed else []
    finally:
        store.close()
    if options.json:
        print_json([_row(one) | {"is_due": one.is_due(today)} for one in found])
        return
    for one in found:
        chase = f"{one.chase.what} on {iso(one.chase.on)}" if one.chase is not None else "-"
        print("\t".join((one.name, one.professional.called, one.stage_words, f"{one.days} days", chase)))
    print(f"{len(found)} referrals.")


def _row(one: Line) -> dict[str, Any]:
    referral, chase = one.referral, one.chase
    return {
        "uuid": referral.uuid,
        "pupil": referral.pupil_id,
        "name": one.name,
        "class": one.class_name,
        "to": one.professional.called,
        "service": one.professional.service,
        "role": one.professional.role,
        "stage": one.stage,
        "since": iso(one.since),
        "days": one.days,
        "chase_on": iso(chase.on) if chase is not None else None,
        "chase": chase.what if chase is not None else "",
        "sum": chase.words if chase is not None else "",
        "reason": referral.reason,
        "question": referral.question,
        "reference": referral.reference,
        "outcome": referral.outcome,
        "consent": iso(one.consent.happened_on) if one.consent is not None else None,
        "steps": [
            {
                "code": step.code,
                "on": iso(step.happened_on),
                "who": step.who,
                "until": iso(step.until),
                "note": step.note,
                "without_consent": step.code in referrals.SENDING and step.consent_id is None,
            }
            for step in one.steps
        ],
    }
