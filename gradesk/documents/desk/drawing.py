"""Drawing a kind of document from its sheets, and saying beforehand why it would be refused."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from gradesk.documents import document
from gradesk.documents.press import text
from gradesk.documents.press.checks import refuse_missing
from gradesk.documents.press.document import Document
from gradesk.documents.press.look import USUAL, Look
from gradesk.documents.press.paper import Drawn, Paper
from gradesk.services.paper.sheets import Sheet
from gradesk.store.work import Store
from gradesk.system.refusal import Refused


def draw(wanted: Document, sheets: Sequence[Any], look: Look = USUAL, variant: str = "") -> Drawn:
    """One PDF of any number of sheets of a kind. Raises Refused, before anything is drawn, for a missing letter."""
    if not sheets:
        raise Refused("Nobody was chosen, so nothing was printed; please choose at least one pupil.")
    chosen = wanted.variant(variant)
    for sheet in sheets:
        refuse_missing(sheet, wanted.texts(sheet))
    paper = Paper(look, wanted.title, wanted.form(chosen))
    try:
        for sheet in sheets:
            paper.begin(sheet)
            wanted.draw(paper, sheet, chosen)
        return paper.finish()
    finally:
        text.forget()


def picture(store: Store, wanted: Document, pupil_ids: Sequence[str], look: Look) -> tuple[str, Sheet]:
    """An SVG of a document that has one, for one pupil or one class, and the sheet it is of."""
    if wanted.picture is None:
        raise Refused(f"“{wanted.title}” cannot be saved as a picture; nothing was written. Save it as a PDF.")
    with store.withheld() if wanted.naming("", look).home else nullcontext():
        sheets = wanted.gather(store, pupil_ids)
    if len(sheets) != 1:
        raise Refused("A picture is of one pupil or one class; nothing was written. Choose one that has a timeline.")
    refuse_missing(sheets[0], wanted.texts(sheets[0]))
    try:
        return wanted.picture(sheets[0], look), sheets[0]
    finally:
        text.forget()


def fits(store: Store, code: str, pupil_id: str) -> str:
    """Why one pupil's document would be refused, as a sentence; empty when it prints."""
    wanted = document(code)
    return next(filter(None, (problem(wanted, sheet) for sheet in wanted.gather(store, [pupil_id]))), "")


def problem(wanted: Document, sheet: Any) -> str:
    """Why a sheet would be refused, as a sentence; empty when it prints."""
    try:
        refuse_missing(sheet, wanted.texts(sheet))
    except Refused as refusal:
        return str(refusal)
    return ""
