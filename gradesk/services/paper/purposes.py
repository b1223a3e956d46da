"""What bundles are for: which documents, attachments and chronology go into each, and what is usually asked for with it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from gradesk.services.ehc import cases, promises
from gradesk.services.outside import reports
from gradesk.services.plans import cycles, plans
from gradesk.store.work import Store
from gradesk.system.paths import resource
from gradesk.system.refusal import Refused

CYCLES = 2  # reviewed ones, for which councils usually ask


@dataclass(frozen=True)
class Section:
    """A heading of the index with its documents, each by code and variant."""

    heading: str
    documents: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Purpose:
    """One purpose. `attachments` is "reports" for the files of reports alone, "all" for every document."""

    code: str
    title: str
    asks: tuple[str, ...]
    attachments: str
    chronology: bool
    sections: tuple[Section, ...]


@cache
def purposes() -> tuple[Purpose, ...]:
    """All of them, in their order."""
    rows = tomllib.loads(resource("paper", "bundles.toml").read_text("utf-8"))["purpose"]
    return tuple(
        Purpose(
            row["code"], row["title"], tuple(row["asks"]), row["attachments"], row["chronology"],
            tuple(
                Section(one["heading"], tuple((code, variant) for code, variant in one["documents"]))
                for one in row["sections"]
            ),
        )
        for row in rows
    )  # fmt: skip


def purpose(code: str) -> Purpose:
    """One of them; refuses an unknown code."""
    found = next((one for one in purposes() if one.code == code), None)
    if found is None:
        known = ", ".join(one.code for one in purposes())
        raise Refused(f"There is no bundle for “{code}”; nothing was made. Choose one of: {known}.")
    return found


def gaps(store: Store, pupil_id: str, wanted: Purpose) -> Iterator[str]:
    """What is usually asked for with a bundle and is not there, a sentence each; none of it is ever a condition."""
    if "cycles" in wanted.asks:
        reviewed = sum(one.review is not None for one in cycles.cycles(store, pupil_id))
        if reviewed < CYCLES:
            yield f"Councils usually ask for {CYCLES} reviewed cycles; {reviewed} {'is' if reviewed == 1 else 'are'} there."
    found = reports.of_pupil(store, pupil_id)
    if "report" in wanted.asks and not found:
        yield "A report from outside is usually asked for; none is noted."
    for row in found:
        if not row.files:
            yield f"“{row.label}” is noted without its file, so it is not in the bundle. Attach it under Outside."
    plan_id = plans.for_learning(store, pupil_id)
    plan = plans.page(store, plan_id).plan if plan_id is not None else None
    if "plan" in wanted.asks and plan is None:
        yield "There is no plan that is worked on."
    for code, name, words in (
        ("parent_view", "parent_view", "What home says is usually asked for; the plan has no words of theirs."),
        ("pupil_view", "pupil_view", "The child’s own view is usually asked for; the plan has no words of theirs."),
    ):
        if code in wanted.asks and (plan is None or not getattr(plan, name).strip()):
            yield words
    if "ehc" in wanted.asks:
        case = cases.current(store, pupil_id)
        if case is None or not promises.read(store, case.case.uuid).lines:
            yield "The lines of an EHC plan are not written down, so whether they are given cannot be shown."
