"""Printed pages. `CATALOGUE` lists every document in the order a person meets them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gradesk.documents import lanes, passport, plan, timeline
from gradesk.services import gathering
from gradesk.services.sheets import LanesSheet, PassportSheet, PlanSheet, Sheet, TimelineSheet
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


@dataclass(frozen=True)
class Document:
    """One kind of document.

    `scope` is "pupil", or "class" for one that shows many pupils together. `gather` reads the sheets of pupils from the
    file; a pupil without such a thing gives none. `draw` makes one PDF of
    any number of sheets, from their values alone. `problem` says in a sentence why a sheet would be refused. `stem` is
    the suggested file name without its ending and the print job's title; it never names a pupil. `picture` makes an SVG
    of a sheet, where there is one.
    """

    code: str
    title: str
    scope: str
    stem: str
    sheet: type[Sheet]
    gather: Callable[[Store, Sequence[str]], Sequence[Any]]
    draw: Callable[[Sequence[Any]], bytes]
    problem: Callable[[Any], str]
    picture: Callable[[Any], str] | None = None


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
    count = len(pupil_ids) if wanted.scope == "class" else len(sheets)
    return Made(wanted.draw(sheets), count, len(pupil_ids) - count)


def picture(store: Store, code: str, pupil_ids: Sequence[str]) -> str:
    """An SVG of a document that has one, for one pupil or one class."""
    wanted = document(code)
    if wanted.picture is None:
        raise Refused(f"“{wanted.title}” cannot be saved as a picture; nothing was written. Save it as a PDF.")
    sheets = wanted.gather(store, pupil_ids)
    if len(sheets) != 1:
        raise Refused("A picture is of one pupil or one class; nothing was written. Choose one that has a timeline.")
    return wanted.picture(sheets[0])


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
    Document(
        "timeline",
        timeline.TITLE,
        "pupil",
        "Timeline",
        TimelineSheet,
        gathering.timeline_sheets,
        timeline.draw,
        timeline.problem,
        timeline.picture,
    ),
    Document(
        "class-timeline",
        lanes.TITLE,
        "class",
        "Cycles of a class",
        LanesSheet,
        gathering.lanes_sheets,
        lanes.draw,
        lanes.problem,
        lanes.picture,
    ),
)
