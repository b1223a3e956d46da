"""The verb that solves a week of a file, for measuring: it has nothing to do with a school."""

from __future__ import annotations

import json
from argparse import Namespace
from typing import Any

from gradesk.cli.listing import print_json
from gradesk.model.rules.placing.solving import LONGEST, Proposal, solve
from gradesk.model.rules.placing.written import Written
from gradesk.system.refusal import Refused

MOST_BYTES = 50_000_000


def solve_week(options: Namespace) -> None:
    """Place what is to be placed in the week of a file, and tell what has no place and why."""
    week = Written(_read(options))
    told: list[Proposal] = []
    best = solve(week.problem, min(options.seconds, LONGEST), told.append)
    reasons = week.reasons(best.week)
    if options.json:
        print_json(
            {
                "placements": week.placements(best.week),
                "unplaced": best.unplaced,
                "first": {"seconds": round(told[0].seconds, 3), "unplaced": told[0].unplaced},
                "seconds": round(best.seconds, 3),
                "reasons": reasons,
            }
        )
        return
    for one in week.placements(best.week):
        print(f"{one['provision']}\t{one['adult'] or ''}\t{' '.join(str(period) for period in one['periods'])}")
    for one in reasons:
        print(f"{one['provision']}: {one['words']}")
    print(f"{best.unplaced} sessions not placed, after {best.seconds:.2f} seconds.")


def _read(options: Namespace) -> Any:
    try:
        with options.file.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
        if len(data) > MOST_BYTES:
            raise Refused(f"“{options.file.name}” is larger than a week can be. Nothing was solved.")
        return json.loads(data.decode("utf-8-sig"))
    except OSError as error:
        raise Refused(f"“{options.file.name}” could not be read. Nothing was solved. Check the path.") from error
    except (ValueError, RecursionError) as error:
        raise Refused(f"“{options.file.name}” is no JSON. Nothing was solved. Mend the file and try again.") from error
