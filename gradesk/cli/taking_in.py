"""The verbs that fill a file: init and import."""

from __future__ import annotations

import sys
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING

from gradesk.cli.access import data_folder, new_passphrase, open_store
from gradesk.cli.listing import print_json
from gradesk.services.admission.admission import AdmissionPlan, Group, Level
from gradesk.services.school import opening
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from gradesk.interchange import receive
    from gradesk.services.admission import admitting, known_register
else:
    receive = lazily("gradesk.interchange.receive")
    admitting = lazily("gradesk.services.admission.admitting")
    known_register = lazily("gradesk.services.admission.known_register")

_GROUP_WORDS = {
    Group.NEW: "new",
    Group.CHANGED: "changed",
    Group.UNCHANGED: "unchanged",
    Group.MISSING: "not in the file (left as they are)",
    Group.DECISION: "need a decision (left out; open the window to decide)",
    Group.REJECTED: "rejected",
}


def init(options: Namespace) -> None:
    """Set up a school's file."""
    folder = data_folder(options)
    if opening.is_set_up(folder):
        raise Refused(
            f"A school’s file lies in {folder} already and was left as it is. Name another folder with --data."
        )
    first, second = new_passphrase(options)
    problem = opening.problem_with(options.school, first, second, str(folder))
    if problem:
        raise Refused(f"No file was made. {problem}")
    opening.make_school(folder, options.school, first).close()
    print(f"The school’s file lies in {folder}. Nobody can open it without the passphrase, so keep that safe.")


def take_in(options: Namespace) -> None:
    """Bring a register in; what needs a decision is left out, and nobody is marked as a leaver."""

    store = open_store(options)
    try:
        memory = known_register.import_memory(store)
        preview = receive.open_table(options.file.expanduser().absolute(), memory)
        plan = receive.make_plan(preview, known_register.known_pupils(store), today=store.clock.today())
        # A pupil who is missing from a file is only ever offered as a leaver, and here there is nobody to say yes.
        rows = tuple(
            replace(row, ticked=False) if row.group in (Group.MISSING, Group.DECISION) else row for row in plan.rows
        )
        plan = replace(plan, rows=rows)
        done = None if options.dry_run else admitting.apply_plan(store, plan)
    finally:
        store.close()
    if options.json:
        print_json(_told(plan, dry_run=options.dry_run))
        return
    for group, words in _GROUP_WORDS.items():
        print(f"{plan.counts[group]:>6}  {words}")
    for row in plan.group(Group.REJECTED):
        print(f"line {row.line}: {row.reason}")
    if done is None:
        print("Nothing was changed, as you asked.")
    else:
        print(f"{done.added} pupils were added and {done.changed} changed; the window can undo it.")
    for warning in plan.warnings:
        print(warning, file=sys.stderr)


def _told(plan: AdmissionPlan, *, dry_run: bool) -> dict[str, object]:
    return {
        "dry_run": dry_run,
        "counts": {str(group): count for group, count in plan.counts.items()},
        "rejected": [{"line": row.line, "raw": row.raw, "reason": row.reason} for row in plan.group(Group.REJECTED)],
        "decisions": [{"line": row.line, "raw": row.raw, "reason": row.reason} for row in plan.group(Group.DECISION)],
        "questions": [
            {"field": one.field, "value": one.written, "taken_for": one.proposal, "lines": one.lines}
            for one in plan.questions
        ],
        "notes": [
            {"line": row.line, "text": problem.text}
            for row in plan.rows
            for problem in row.problems
            if problem.level in (Level.WARN, Level.NOTE)
        ],
        "warnings": list(plan.warnings),
    }
