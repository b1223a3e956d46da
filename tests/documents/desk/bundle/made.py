"""Parts of bundles: our own pages, and foreign files of every kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.desk.bundle.contents import Bundle, Event, Mark, Part
from tests.documents import samples

CAME = frozenset((Mark.AS_IT_CAME, Mark.THIRD_PARTY))
TOP = "LETTERHEAD"


def letter(
    pages: int = 1,
    words: Sequence[str] = ("A letter from the clinic",),
    *,
    size: tuple[float, float] = A4,
    head: bool = False,
    dress: Callable[[Canvas], None] = lambda _canvas: None,
) -> bytes:
    """An untagged PDF as any program makes it; with a `head` its very top is full of words."""
    out = BytesIO()
    canvas = Canvas(out, pagesize=size)
    canvas.setAuthor("Doctor Leak")
    canvas.setCreator("LeakWriter 9")
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 12)
        if head:
            canvas.drawString(20, size[1] - 22, f"{TOP} " * 9)
        for at, line in enumerate(words):
            canvas.drawString(60, size[1] - 90 - 20 * at, line)
        canvas.drawString(60, size[1] / 2, f"its page {number}")
        dress(canvas)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], None], **saving: Any) -> bytes:
    """The PDF after a change."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        change(opened)
        opened.save(out, **saving)
    return out.getvalue()


def locked(pdf: bytes) -> bytes:
    """The PDF with a password."""
    return changed(pdf, lambda _pdf: None, encryption=pikepdf.Encryption(owner="o", user="a word", R=6))


def turned(pdf: bytes, degrees: int) -> bytes:
    """The PDF with all its pages turned, and cut a little at every side."""

    def turn(opened: pikepdf.Pdf) -> None:
        for page in opened.pages:
            page.obj.Rotate = degrees
            left, bottom, right, top = (float(one) for one in page.mediabox)
            page.obj.MediaBox = pikepdf.Array([left - 10, bottom - 20, right + 10, top + 20])
            page.obj.CropBox = pikepdf.Array([left, bottom, right, top])

    return changed(pdf, turn)


@cache
def own() -> tuple[Part, ...]:
    """Three documents of Gradesk."""
    written = "A. What the school wrote"
    return (
        Part("Pupil passport", samples.drawn("passport", [samples.passport()]).pdf, date(2025, 9, 3), written),
        Part("Support plan", samples.drawn("plan", [samples.plan()]).pdf, date(2025, 10, 3), written,
             marks=frozenset((Mark.OURS, Mark.STAFF_ONLY))),
        Part("Meeting", samples.drawn("meeting-record", [samples.meeting()]).pdf, date(2025, 10, 9), written),
    )  # fmt: skip


def foreign() -> tuple[Part, ...]:
    """Documents from outside: a letter, one with a full top, one lying on its side, a photograph, an e-mail."""
    outside = "B. From outside"
    return (
        Part("Letter from the clinic", letter(3), date(2025, 11, 3), outside, marks=CAME),
        Part("Report with a letterhead", letter(2, head=True), date(2025, 11, 5), outside, marks=CAME),
        Part("Scan on its side", turned(letter(1), 90), date(2025, 11, 6), outside, marks=CAME),
        Part("Photograph of the quiet corner", samples.photo(), date(2025, 11, 9), outside, "image/jpeg"),
        Part("E-mail from home", b"Thank you for the meeting.\nWe agree.", date(2025, 11, 9), outside, "text/plain"),
    )  # fmt: skip


def bundle(parts: Sequence[Part], **changes: Any) -> Bundle:
    """A bundle of these parts."""
    values: dict[str, Any] = {
        "title": "Request for an assessment of needs",
        "who": "A. T.",
        "school_name": "Willow Brook Primary School",
        "made_on": date(2026, 1, 12),
        "purpose": "For the local authority’s panel.",
        "parts": tuple(parts),
        "chronology": (
            Event(date(2025, 11, 3), "The clinic wrote to the school.", "Letter", len(parts) - 1),
            Event(date(2025, 6, 1), "The class teacher raised a first concern."),
        ),
        **changes,
    }
    return Bundle(**values)
