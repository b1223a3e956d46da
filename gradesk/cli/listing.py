"""The verbs that only read: pupils, plan, due, documents."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.services.custody import watching
from gradesk.services.plans import plan_view
from gradesk.services.pupils import register
from gradesk.services.school import school
from gradesk.services.today import due as dues
from gradesk.services.today.due_rules import book
from gradesk.system.clock import fixed_clock
from gradesk.system.lazy import lazily
from gradesk.system.refusal import Refused

if TYPE_CHECKING:
    from gradesk import documents
    from gradesk.documents.press.letters import language
else:
    documents = lazily("gradesk.documents")
    language = lazily("gradesk.documents.press.letters.language")


def show_pupils(options: Namespace) -> None:
    """List everyone on the roll."""
    store = open_store(options)
    try:
        rows = [_pupil(row) for row in register.everyone(store)]
    finally:
        store.close()
    if options.json:
        print_json(rows)
        return
    for row in rows:
        print(
            "\t".join(str(row[name] or "-") for name in ("upn", "preferred_name", "class", "status", "layer", "stage"))
        )
    print(f"{len(rows)} pupils on the roll.")


def _pupil(row: register.RegisterRow) -> dict[str, Any]:
    return {
        "uuid": row.uuid,
        "upn": row.upn,
        "legal_name": row.legal_name,
        "preferred_name": row.preferred_name,
        "date_of_birth": iso(row.date_of_birth),
        "year_group": row.year_group,
        "class": row.class_name,
        "status": row.status,
        "layer": row.layer,
        "primary_need": row.primary_need,
        "key_adult": row.key_adult,
        "lead": row.lead,
        "plan_state": row.plan_state,
        "cycle": row.cycle,
        "stage": row.stage,
        "next_review": iso(row.next_review),
        "passport": row.passport,
        "passport_checked": iso(row.passport_checked),
    }


def show_plan(options: Namespace) -> None:
    """Show the plan in force of one pupil: its version, targets and outcomes."""
    store = open_store(options)
    try:
        pupil_id = one_pupil(store, options.pupil)
        watching.viewed(store, pupil_id)
        found = plan_view.plan_view(store, pupil_id)
    finally:
        store.close()
    if options.json:
        print_json(found)
        return
    version = f"version {found['version']}, agreed {found['agreed_on']}" if found["version"] else "not agreed yet"
    print(f"{found['type']}, {found['state']}, {version}; review on {found['review_on'] or '-'}")
    for target in found["targets"]:
        print("\t".join((str(target["number"]), target["words"] or "-", target["outcome"] or "-")))


def show_due(options: Namespace) -> None:
    """List what is owed on a day, as Today shows it; lines put off say until when."""
    if options.rule is not None and options.rule not in {rule.code for rule in book.shipped()}:
        raise Refused(
            f"There is no rule “{options.rule}”. Take one of: {', '.join(rule.code for rule in book.shipped())}."
        )
    store = open_store(options)
    try:
        # Where the last change of all shows it, opening the file has said so already.
        warning = "" if store.notices else dues.clock_set_back(store)
        if options.on is not None:
            store.clock = fixed_clock(options.on)  # who is on the roll that day, too
        found = [item for item in dues.due(store) if options.rule in (None, item.rule)]
        titles = {rule.code: school.card(store).words.say(rule.title) for rule in book.shipped()}
    finally:
        store.close()
    if warning:
        print(warning, file=sys.stderr)
    if options.json:
        print_json([_due(item, titles[item.rule]) for item in found])
        return
    for item in found:
        off = f"put off until {item.put_off.until.isoformat()}: {item.put_off.reason}" if item.put_off else ""
        line = (iso(item.due) or "-", item.name or "-", item.class_name or "-", titles[item.rule], item.words, off)
        print("\t".join(line).rstrip())
    later = len(found) - len(dues.owed(found))
    print(f"{len(found) - later} things are due" + (f", {later} are put off." if later else "."))


def _due(item: dues.Due, title: str) -> dict[str, Any]:
    return {
        "uuid": item.pupil_id,
        "name": item.name,
        "class": item.class_name,
        "rule": item.rule,
        "title": title,
        "subject": item.subject,
        "since": iso(item.since),
        "due": iso(item.due),
        "words": item.words,
        "put_off_until": iso(item.put_off.until) if item.put_off else None,
        "put_off_because": item.put_off.reason if item.put_off else None,
    }


def show_documents(options: Namespace) -> None:
    """List what can be printed."""

    if options.json:
        spoken = [head.code for head in language.LANGUAGES]
        print_json(
            [
                {
                    "id": one.code,
                    "title": one.title,
                    "about": one.scope,
                    "variants": [{"id": code, "title": title} for code, title in one.variants],
                    "asks": [{"id": code, "title": title} for code, title in one.asks],
                    "which": one.which.label if one.which is not None else None,
                    "languages": spoken,
                }
                for one in documents.CATALOGUE
            ]
        )
        return
    for one in documents.CATALOGUE:
        print("\t".join((one.code, one.title, one.scope, " ".join(code for code, _ in one.variants))))


def print_json(value: Sequence[Any] | dict[str, Any]) -> None:
    """One JSON value, readable by people too."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def iso(day: date | None) -> str | None:
    """A date as machines write it."""
    return day.isoformat() if day else None
