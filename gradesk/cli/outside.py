"""The verbs that tell of referrals, of the law’s clocks and of EHC plans, as the screens show them."""

from __future__ import annotations

from argparse import Namespace
from datetime import date
from typing import Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.cli.listing import iso, print_json
from gradesk.model.rules.clocks.counting import as_row
from gradesk.services.custody import watching
from gradesk.services.ehc import cases, delivered, promises, reviews
from gradesk.services.ehc.cases import Case
from gradesk.services.ehc.delivered import LineState
from gradesk.services.ehc.reviews import Season
from gradesk.services.outside import referrals
from gradesk.services.outside.referrals import Line
from gradesk.store.work import Store


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


def show_clocks(options: Namespace) -> None:
    """List every clock that runs, of all on the roll or of one pupil, with its sum."""
    store = open_store(options)
    try:
        found = _cases(store, options.pupil)
        today = store.clock.today()
    finally:
        store.close()
    rows = [
        {
            **as_row(clock.sum), "pupil": clock.pupil_id, "name": case.name, "title": clock.title, "done_on": iso(clock.done_on),
            "state": clock.state(today), "made_under": clock.sum.made_under, "clash": clock.sum.clash,
        }
        for case in found
        for clock in case.clocks
    ]  # fmt: skip
    if options.json:
        print_json(rows)
        return
    for row in rows:
        print("\t".join(str(row[name]) for name in ("name", "title", "due", "state")))
    print(f"{len(rows)} clocks.")


def show_ehc(options: Namespace) -> None:
    """List the EHC plans and requests with outcomes, lines and whether each line is met."""
    store = open_store(options)
    try:
        today = store.clock.today()
        next_of = {one.case.case.uuid: one for one in reviews.season(store)}
        rows = [_plan(store, one, today, next_of.get(one.case.uuid)) for one in _cases(store, options.pupil)]
    finally:
        store.close()
    if options.json:
        print_json(rows)
        return
    for row in rows:
        met = sum(line["state"] == "met" for line in row["provision_lines"])
        print(
            "\t".join(
                (row["name"], row["stage"], f"{met} of {len(row['provision_lines'])} lines met", row["next"] or "-")
            )
        )
    print(f"{len(rows)} plans and requests.")


def _cases(store: Store, pupil: str | None) -> list[Case]:
    if not pupil:
        return cases.every(store)
    pupil_id = one_pupil(store, pupil)
    watching.viewed(store, pupil_id)
    return cases.of_pupil(store, pupil_id)


def _plan(store: Store, case: Case, today: date, season: Season | None) -> dict[str, Any]:
    read = promises.read(store, case.case.uuid)
    states = delivered.of_case(store, case.case.uuid, case.case.pupil_id, today)
    return {
        "uuid": case.case.uuid,
        "pupil": case.case.pupil_id,
        "name": case.name,
        "council": case.case.council,
        "reference": case.case.reference,
        "stage": case.stage,
        "dates": [
            {"code": one.code, "on": iso(one.happened_on), "who": one.who, "note": one.note} for one in case.dates
        ],
        "sections": {code: row.words for code, row in read.sections.items()},
        "outcomes": [
            {
                "code": f"E{one.position}",
                "words": one.words,
                "by_when": one.by_when,
                "targets": [row.uuid for row in served],
            }
            for one, served in read.outcomes
        ],
        "provision_lines": [_line(one) for one in states],
        "review_due": iso(season.due) if season is not None else None,
        "next": season.what if season is not None else "",
        "next_on": iso(season.on) if season is not None else None,
    }


def _line(one: LineState) -> dict[str, Any]:
    line, amount = one.line, promises.quantity(one.line)
    return {
        "code": line.code,
        "words": line.words,
        "times": line.times,
        "minutes": line.minutes,
        "hours": line.hours,
        "per": line.per,
        "quantity": amount.words,
        "minutes_a_week": amount.minutes_a_week,
        "who": line.who,
        "scope": line.scope,
        "state": one.on_day.state,
        "met": one.on_day.state == "met",
        "arranged_minutes_a_week": one.on_day.arranged,
        "short_by": one.on_day.short_by,
        "told": one.on_day.words,
        "support": list(one.support),
    }
