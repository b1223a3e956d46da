"""The verb that tells of support: who has it, how many minutes were planned and given, and what it costs."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping
from typing import Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.cli.listing import iso, print_json
from gradesk.model.rules.term.minutes import Tally
from gradesk.model.rules.term.money import pounds
from gradesk.services.pupils import register
from gradesk.services.pupils.register import RegisterRow
from gradesk.services.term import figures
from gradesk.services.term.figures import Costed
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def show_provision(options: Namespace) -> None:
    """List the support of a pupil, of a class, or of everybody."""
    store = open_store(options)
    try:
        rows = {row.uuid: row for row in register.everyone(store)}
        found = figures.costed(store, _wanted(store, options, rows))
    finally:
        store.close()
    if options.json:
        print_json([_support(one, rows) for one in found])
        return
    for one in found:
        tally = one.tally
        print(
            "\t".join(
                (
                    one.provision.name, iso(one.provision.starts_on) or "-", str(len(one.members)),
                    str(tally.planned), str(tally.delivered), str(tally.owed), pounds(one.planned_cost),
                )
            )
        )  # fmt: skip
    print(f"{len(found)} provisions.")


def _wanted(store: Store, options: Namespace, rows: Mapping[str, RegisterRow]) -> list[str] | None:
    if options.pupil:
        return [one_pupil(store, options.pupil)]
    if options.class_name is not None:
        wanted = " ".join(options.class_name.split()).casefold()
        found = [row.uuid for row in rows.values() if wanted and row.class_name.casefold() == wanted]
        if not found:
            raise Refused("There is no such class on the roll; nothing was done. `gradesk pupils` lists everyone.")
        return found
    return None


def _support(one: Costed, rows: Mapping[str, RegisterRow]) -> dict[str, Any]:
    row = one.provision
    return {
        "uuid": row.uuid,
        "name": row.name,
        "form": row.form,
        "area": row.area,
        "from": iso(row.starts_on),
        "to": iso(row.ends_on or row.planned_to),
        "led_by": row.led_by,
        **_figures(one.tally, one.planned_cost, one.delivered_cost),
        "members": [
            {
                "pupil": each.pupil_id,
                "name": rows[each.pupil_id].name if each.pupil_id in rows else "",
                **_figures(each.tally, each.planned_cost, each.delivered_cost),
            }
            for each in one.members
        ],
    }


def _figures(tally: Tally, planned_cost: int, delivered_cost: int) -> dict[str, Any]:
    return {
        "planned_minutes": tally.planned,
        "delivered_minutes": tally.delivered,
        "missed_minutes": tally.missed,
        "owed_minutes": tally.owed,
        "planned_cost": pounds(planned_cost),
        "delivered_cost": pounds(delivered_cost),
    }
