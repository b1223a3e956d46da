"""Passports on paper, against the same words laid out straight with ReportLab in the same fonts."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from xml.sax.saxutils import escape

import rivals
import schools
from measuring import Line, child, interleaved, median
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Flowable, PageBreak, Paragraph, SimpleDocTemplate

from gradesk import documents
from gradesk.documents.desk import drawing
from gradesk.documents.press.letters.fonts import font
from gradesk.services.paper.sheets import PassportSheet
from gradesk.store.work import Store

PLAIN, BOLD = "AtkinsonHyperlegibleNext-Regular", "AtkinsonHyperlegibleNext-Bold"
SIDE_BY_SIDE = 100  # passports laid out by others as a batch
BODY = ParagraphStyle("body", fontName=PLAIN, fontSize=11, leading=14)
TITLE = ParagraphStyle("title", fontName=BOLD, fontSize=12, leading=15, spaceBefore=6)
NAME = ParagraphStyle("name", fontName=BOLD, fontSize=40, leading=44)


def straight(sheets: Sequence[PassportSheet]) -> bytes:
    """The same words one below the other: no cards, no fitting, no check of letters."""
    for name in (PLAIN, BOLD):
        font(name)  # registers it
    story: list[Flowable] = []
    for sheet in sheets:
        who = sheet.heading
        story.append(Paragraph(escape(f"{sheet.pupil_word.capitalize()} passport"), TITLE))
        story.append(Paragraph(escape(who.preferred_name), NAME))
        for text in (who.surname, f"{who.class_name} {who.year_label}", f"Key adult: {who.key_adult}"):
            story.append(Paragraph(escape(text), BODY))
        sections = [(section.title, section.text) for section in sheet.sections]
        for title, text in (*sections, ("Who to go to", sheet.who_to_go_to)):
            story.append(Paragraph(escape(title), TITLE))
            story += [Paragraph(escape(line), BODY) for line in text.splitlines()]
        for text in (sheet.school_name, f"Version {sheet.version}", f"{sheet.made_on}", "Confidential"):
            story.append(Paragraph(escape(text), BODY))
        story.append(PageBreak())
    made = BytesIO()
    SimpleDocTemplate(made, pagesize=A4).build(story)
    return made.getvalue()


def draw_all(sheets: Sequence[PassportSheet]) -> bytes:
    """The passports of Gradesk as they are printed."""
    return drawing.draw(documents.document("passport"), sheets).pdf


def measure(folder: Path, batch: int, times: int) -> list[Line]:
    """One passport, a batch of them, and the batch with its reading from the encrypted file."""
    store = schools.opening.open_school(folder, schools.PASSPHRASE, schools.fixed_clock(schools.TODAY))
    try:
        return _measure(store, schools.write_passports(store, batch), times)
    finally:
        store.close()


def _measure(store: Store, uuids: Sequence[str], times: int) -> list[Line]:
    passport = documents.document("passport")
    sheets = passport.gather(store, uuids)
    draw, floor = interleaved(
        max(times * 4, 3),
        lambda turn: draw_all(sheets[turn % len(sheets) :][:1]),
        lambda turn: straight(sheets[turn % len(sheets) :][:1]),
    )
    many, many_floor, whole = interleaved(
        times,
        lambda _turn: draw_all(sheets),
        lambda _turn: straight(sheets),
        lambda _turn: draw_all(passport.gather(store, uuids)),
    )
    name = "the same words straight through ReportLab"
    return [
        Line("one passport, drawn", draw, floor, name, 1.5),
        Line(f"{len(sheets)} passports, drawn", many, many_floor, name, 1.5),
        Line(f"{len(sheets)} passports, read and drawn", whole, many_floor, name, 1.5),
        *rivals.measure(sheets[:SIDE_BY_SIDE], draw_all, times),
    ]


def grown(folder: Path, few: int, many: int, home: Path, times: int) -> list[Line]:
    """A batch against a smaller one, each in a process of its own: time for a page, and memory without the output."""
    store = schools.opening.open_school(folder, schools.PASSPHRASE, schools.fixed_clock(schools.TODAY))
    schools.write_passports(store, many)
    store.close()
    small, large = [], []
    for _ in range(times):
        small.append(child("batch.py", folder, few, home=home))
        large.append(child("batch.py", folder, many, home=home))

    def of(runs: list[dict[str, float]], name: str) -> float:
        return median([run[name] for run in runs])

    named = f"{few:,} passports"
    return [
        Line(f"{many:,} passports, for a page", of(large, "page"), of(small, "page"), named, 1.2),
        Line(f"{many:,} passports, memory without output", of(large, "memory"), of(small, "memory"), named, 1.5, "MB"),
    ]
