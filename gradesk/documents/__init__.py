"""Printed pages. `CATALOGUE` lists every document in the order a person meets them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gradesk.documents import passport, plan
from gradesk.services.sheets import PassportSheet, PlanSheet, Sheet


@dataclass(frozen=True)
class Document:
    """One kind of document.

    `draw` makes one PDF of any number of sheets, from their values alone. `stem` is the suggested file name without
    its ending and the print job's title; it never names a pupil. `sheet` is what `draw` takes.
    """

    code: str
    title: str
    scope: str
    stem: str
    sheet: type[Sheet]
    draw: Callable[[Sequence[Any]], bytes]


CATALOGUE: tuple[Document, ...] = (
    Document("passport", passport.TITLE, "pupil", "Pupil passport", PassportSheet, passport.draw),
    Document("plan", plan.TITLE, "pupil", "Individual Learning Plan", PlanSheet, plan.draw),
)
