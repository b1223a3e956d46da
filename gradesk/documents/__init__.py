"""Printed pages. `CATALOGUE` lists every document in the order a person meets them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gradesk.documents import passport, plan
from gradesk.services import gathering
from gradesk.services.sheets import PassportSheet, PlanSheet, Sheet
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Document:
    """One kind of document.

    `gather` reads the sheets of pupils from the file; a pupil without such a thing gives none. `draw` makes one PDF of
    any number of sheets, from their values alone. `problem` says in a sentence why a sheet would be refused. `stem` is
    the suggested file name without its ending and the print job's title; it never names a pupil.
    """

    code: str
    title: str
    scope: str
    stem: str
    sheet: type[Sheet]
    gather: Callable[[Store, Sequence[str]], Sequence[Any]]
    draw: Callable[[Sequence[Any]], bytes]
    problem: Callable[[Any], str]


def document(code: str) -> Document:
    """The document of a code; refuses an unknown one."""
    for found in CATALOGUE:
        if found.code == code:
            return found
    known = ", ".join(found.code for found in CATALOGUE)
    raise Refused(f"There is no document called “{code}”; nothing was printed. Choose one of: {known}.")


@dataclass(frozen=True)
class Made:
    """A PDF, for how many pupils it is, and how many of those asked for have no such thing yet."""

    pdf: bytes
    pupils: int
    without: int


def make(store: Store, code: str, pupil_ids: Sequence[str]) -> Made:
    """One PDF of a kind of document for pupils, in their order."""
    wanted = document(code)
    sheets = wanted.gather(store, pupil_ids)
    if not sheets:
        raise Refused(f"Nobody here has anything for “{wanted.title}” yet; nothing was printed. Write one first.")
    return Made(wanted.draw(sheets), len(sheets), len(pupil_ids) - len(sheets))


def fits(store: Store, code: str, pupil_id: str) -> str:
    """Why one pupil's document would be refused, as a sentence; empty when it prints."""
    wanted = document(code)
    return next((words for sheet in wanted.gather(store, [pupil_id]) if (words := wanted.problem(sheet))), "")


CATALOGUE: tuple[Document, ...] = (
    Document(
        "passport",
        passport.TITLE,
        "pupil",
        "Pupil passport",
        PassportSheet,
        gathering.passport_sheets,
        passport.draw,
        passport.problem,
    ),
    Document(
        "plan",
        plan.TITLE,
        "pupil",
        "Individual Learning Plan",
        PlanSheet,
        gathering.plan_sheets,
        plan.draw,
        plan.problem,
    ),
)
