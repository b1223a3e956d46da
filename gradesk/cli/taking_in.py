"""The verbs that fill a file: init and import."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from gradesk.cli.access import new_passphrase, open_store
from gradesk.cli.listing import print_json
from gradesk.cli.where import data_folder
from gradesk.services.admission.admission import AdmissionPlan, Group, ImportMemory, KnownPupil
from gradesk.services.school import before, opening
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from gradesk.cli import telling
    from gradesk.interchange import decoding, receive
    from gradesk.interchange.columns import asking
    from gradesk.interchange.preview import Preview, choose_columns
    from gradesk.interchange.pupils.planning import decided
    from gradesk.interchange.table import Reading
    from gradesk.services.admission import admitting, known_register
else:
    telling = lazily("gradesk.cli.telling")
    asking = lazily("gradesk.interchange.columns.asking")
    decoding = lazily("gradesk.interchange.decoding")
    decided = lazily("gradesk.interchange.pupils.planning:decided")
    choose_columns = lazily("gradesk.interchange.preview:choose_columns")
    Preview = lazily("gradesk.interchange.preview:Preview")
    Reading = lazily("gradesk.interchange.table:Reading")
    receive = lazily("gradesk.interchange.receive")
    admitting = lazily("gradesk.services.admission.admitting")
    known_register = lazily("gradesk.services.admission.known_register")


def init(options: Namespace) -> None:
    """Set up a school's file."""
    folder = data_folder(options)
    if before.is_set_up(folder):
        raise Refused(
            f"A school’s file lies in {folder} already and was left as it is. Name another folder with --data."
        )
    first, second = new_passphrase(options)
    problem = before.problem_with(options.school, first, second, str(folder))
    if problem:
        raise Refused(f"No file was made. {problem}")
    if risk := before.risk(folder):
        if not options.anywhere:
            raise Refused(f"No file was made. {risk} To put it there all the same, say --anywhere.")
        before.accept_risk(folder)
    opening.make_school(folder, options.school, first).close()
    print(f"The school’s file lies in {folder}. Nobody can open it without the passphrase, so keep that safe.")


def take_in(options: Namespace) -> None:
    """Bring a register in; what needs a decision is left out, and nobody is marked as a leaver."""
    store = open_store(options)
    try:
        known = known_register.known_pupils(store)
        preview = _preview(options, known_register.import_memory(store))
        plan = _plan(options, preview, known, store.clock.today())
        done = None if options.dry_run else admitting.apply_plan(store, plan)
    finally:
        store.close()
    if options.json:
        print_json(telling.as_json(preview, plan, dry_run=options.dry_run))
        return
    telling.say(preview, plan)
    if done is None:
        print("Nothing was changed, as you asked.")
    else:
        added = "1 pupil was" if done.added == 1 else f"{done.added:,} pupils were"
        print(f"{added} added and {done.changed} changed; the window can undo it.")


def _preview(options: Namespace, memory: ImportMemory) -> Preview:
    """The file, read and mapped as the options say."""
    separator = {"tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}.get(options.separator, options.separator)
    if options.encoding and options.encoding not in decoding.ENCODINGS:
        known = ", ".join(decoding.ENCODINGS)
        raise Refused(f"“{options.encoding}” is no encoding Gradesk reads. Nothing was changed. Name one of: {known}.")
    preview = receive.open_table(
        options.file.expanduser().absolute(),
        memory,
        choice=Reading(options.sheet, options.encoding, separator),
        header_line=options.header_line,
    )
    headers = [(column.key, column.header) for column in preview.columns]
    chosen = dict(asking.typed_column(typed, headers) for typed in options.column)
    preview = choose_columns(preview, chosen) if chosen else preview
    if preview.missing:
        shown = "; ".join(f"{column.place + 1} “{column.header}”" for column in preview.columns)
        raise Refused(
            f"No column was found for {preview.missing}. Nothing was changed. Say which line holds the headers with "
            f"--header-line, and what a column is with --column HEADER=FIELD; line {preview.header.number} gives: {shown}."
        )
    return preview


def _plan(options: Namespace, preview: Preview, known: Sequence[KnownPupil], today: date) -> AdmissionPlan:
    """The plan with the answers that were typed; what still needs a person is left out."""
    plan = receive.make_plan(preview, known, today=today)
    if options.answer:
        answers = dict(asking.typed_answer(typed, plan.questions) for typed in options.answer)
        memory = replace(preview.memory, answers={**preview.memory.answers, **answers})
        plan = receive.make_plan(preview, known, memory, today=today)
    deleted = {pupil.uuid: pupil for pupil in known if pupil.deleted_on is not None}
    rows = []
    for row in plan.rows:
        if options.bring_back and row.group is Group.DECISION and len(row.candidates) == 1:
            back = deleted.get(row.candidates[0])
            rows.append(decided(row, back, today) if back else replace(row, ticked=False))
        else:
            # A pupil who is missing from a file is only ever offered as a leaver, and here is nobody to say yes.
            rows.append(replace(row, ticked=False) if row.group in (Group.MISSING, Group.DECISION) else row)
    return replace(plan, rows=tuple(rows))
