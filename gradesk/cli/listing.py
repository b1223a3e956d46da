"""The verbs that only read: pupils, plan, due, documents, verify."""

from __future__ import annotations

import json
from argparse import Namespace
from collections.abc import Sequence
from datetime import date
from typing import Any

from gradesk.cli.access import one_pupil, open_store
from gradesk.services import due as dues
from gradesk.services import plan_view, register
from gradesk.system.refusal import Refused


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
        found = plan_view.plan_view(store, one_pupil(store, options.pupil))
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
    """List what is owed on a day."""
    store = open_store(options)
    try:
        found = dues.due(store, options.on)
    finally:
        store.close()
    if options.json:
        print_json([_due(item) for item in found])
        return
    for item in found:
        print("\t".join((iso(item.due) or "-", item.name, item.class_name or "-", item.words)))
    print(f"{len(found)} things are due.")


def _due(item: dues.Due) -> dict[str, Any]:
    return {
        "uuid": item.pupil_id,
        "name": item.name,
        "class": item.class_name,
        "rule": item.rule,
        "words": item.words,
        "since": iso(item.since),
        "due": iso(item.due),
    }


def show_documents(options: Namespace) -> None:
    """List what can be printed."""
    from gradesk.documents import CATALOGUE  # noqa: PLC0415 (ReportLab is slow to load, and other verbs need none)

    rows = [{"document": one.code, "title": one.title, "scope": one.scope} for one in CATALOGUE]
    if options.json:
        print_json(rows)
        return
    for row in rows:
        print("\t".join(row.values()))


def verify(options: Namespace) -> None:
    """Look through the whole file; damage is a refusal."""
    store = open_store(options)
    try:
        findings = store.vault.verify()
        count = register.count(store, register.Criteria()) if not findings else 0
    finally:
        store.close()
    if findings:
        raise Refused(
            f"The file is damaged in {len(findings)} place{'s' if len(findings) > 1 else ''}; nothing was changed. "
            "Put back your newest backup."
        )
    print(f"The file is sound: every page, index and reference was checked. {count} pupils are on the roll.")


def print_json(value: Sequence[Any] | dict[str, Any]) -> None:
    """One JSON value, readable by people too."""
    print(json.dumps(value, ensure_ascii=False, indent=1))


def iso(day: date | None) -> str | None:
    """A date as machines write it."""
    return day.isoformat() if day else None
