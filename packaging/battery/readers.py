"""The readers of files from outside, each with good files to begin from; what a child process would do is done here.

So thousands are read in a second. Where a reader has a child, what goes wrong in it would end the child and be refused: that is
counted as contained; where it has none, it is a failure.
"""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import deeds
import mutating
import openpyxl
import pikepdf
from PIL import Image
from support import CHEAP, PASSPHRASE, settled_in

from gradesk.documents import document
from gradesk.documents.desk import drawing
from gradesk.interchange import calendar_events, forms
from gradesk.interchange.calendar_events import read_calendar
from gradesk.interchange.files import text, workbook
from gradesk.interchange.receive import make_plan, open_table
from gradesk.model.rules import file_kinds
from gradesk.services import pictures
from gradesk.services.evidence import inert, words_of
from gradesk.services.plans import beginning, passports, plans
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.system.clock import fixed_clock
from gradesk.system.laptop.child import ChildFailed
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

Mutating = Callable[[bytes, random.Random, Sequence[bytes]], bytes]
ROWS = (
    ("UPN", "Legal Surname", "Legal Forename", "DOB", "Year Group", "Reg Group", "SEN Status", "Primary Need", "Notes"),
    ("L867200126001", "Núñez", "Ava", "14/03/2017", "Year 4", "4 Oak", "K", "SLCN", "likes, “dragons”"),
    ("", "O’Dowd", "Bo", "2016-11-02", "5", "5 Elm", "E", "ASD; SEMH", "=1+1"),
    ("", "Łęcka", "Cy", "1.9.18", "R", "", "N", "", 'says "no"\nand goes'),
)
_CALENDAR = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20261019\r\nDTEND;VALUE=DATE:20261031\r\n"
    "SUMMARY:Autumn half-term\\, all schools\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART:20261218T153000Z\r\n"
    "SUMMARY:Last day\r\n  of term\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


@dataclass(frozen=True)
class Reader:
    """One reader: its good files, how they are harmed, what reads them, and whether it has a child of its own."""

    name: str
    ending: str
    seeds: Callable[[Path], list[bytes]]
    mutate: Mutating
    read: Callable[[Path], object]
    has_child: bool
    share: float
    at_once: int
    release: int  # inputs before a release


def prepare() -> None:
    """From now on the work of the children is done in this process."""
    for module in (pictures, inert):
        module.run_in_child = _here  # type: ignore[attr-defined]
    for module in (text, workbook, forms, calendar_events):
        module.read_apart = _apart  # type: ignore[attr-defined]


def _here(work: Callable[[Any], Any], argument: Any, **_limits: object) -> Any:
    try:
        return work(argument)
    except MemoryError as error:
        raise ChildFailed("no room") from error


def _apart(work: Callable[..., Any], argument: Any, _failed: str, progress: Progress = no_progress) -> Any:
    return _here(lambda given: work(given, progress), argument)


def _register(path: Path) -> object:
    preview = open_table(path)
    if preview.missing:
        return ("missing", preview.missing)
    plan = make_plan(preview, (), today=deeds.TODAY)
    return tuple(sorted({type(one).__name__ for one in plan.rows}))


def _picture(path: Path) -> object:
    raw = pictures.read(path)
    pictures.clean_logo(raw)
    return pictures.clean_photo(raw)[:2]


def _pdf(path: Path) -> object:
    raw = path.read_bytes()
    kind = file_kinds.check_name("letter.pdf")
    file_kinds.check_content(kind, raw)
    found = file_kinds.warnings(kind.media_type, raw)
    inert.inert(raw)
    return found


def _form(path: Path) -> object:
    return sorted(forms.read_form(path).answers)


def _tables(_home: Path) -> list[bytes]:
    found = []
    for separator, encoding in (
        (",", "utf-8-sig"),
        (";", "utf-8"),
        ("\t", "utf-16"),
        ("|", "cp1252"),
        (",", "latin-1"),
    ):
        out = io.StringIO(newline="")
        csv.writer(out, delimiter=separator).writerows(ROWS)
        found.append(out.getvalue().encode(encoding, "replace"))
    return found


def _workbooks(_home: Path) -> list[bytes]:
    found = []
    for merged in (False, True):
        book = openpyxl.Workbook()
        sheet = book.active
        assert sheet is not None
        for row in ROWS:
            sheet.append([*row])
        sheet["D2"] = deeds.TODAY
        sheet["I3"] = "=SUM(1,2)"
        if merged:
            sheet.merge_cells("F2:F4")
            book.create_sheet("Other").append(["a", 1.5, True, None])
        out = io.BytesIO()
        book.save(out)
        found.append(out.getvalue())
    return found


def _images(_home: Path) -> list[bytes]:
    found = []
    picture = Image.effect_noise((60, 40), 80).convert("RGB")
    for kind, options in (("PNG", {}), ("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {"interlace": 1})):
        out = io.BytesIO()
        picture.save(out, kind, **options)
        found.append(out.getvalue())
    for mode in ("P", "LA", "I;16"):
        out = io.BytesIO()
        (picture.convert("L").convert("I;16") if mode == "I;16" else picture.convert(mode)).save(out, "PNG")
        found.append(out.getvalue())
    return found


@cache
def _forms(home: Path) -> list[bytes]:
    """Forms for a parent and a pupil, blank and filled, and a passport, as they are printed."""
    made = home / "forms"
    with settled_in(made):
        store = opening.make_school(
            made / "school", "Fernhill", PASSPHRASE, fixed_clock(deeds.TODAY), practice=True, cost=CHEAP
        )
        uuid = pupils.add_pupil(store, {"legal_forename": "Ava"})
        passports.change(store, uuid, {"good_at": "drawing dragons"})
        plans.add_target(store, beginning.begin(store, uuid), {"pupil_wording": "I can read ten new words."})
        printed = [("prepare-parent", "form"), ("prepare-pupil", "form"), ("passport", "")]
        found = [
            drawing.draw(document(code), document(code).gather(store, [uuid]), variant=v).pdf for code, v in printed
        ]
        store.close()
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(found[0])) as read:
        for one in read.Root.AcroForm.Fields:
            if "-q-" in str(one.T):
                one.V = pikepdf.String("Reading to the dog. Zażółć!")
        read.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable, compress_streams=False)
    return [*found, out.getvalue()]


def _documents(_home: Path) -> list[bytes]:
    """Letters as word processors keep them, a slide, and a letter in the old form."""
    found = []
    for name, part in (
        (
            "word/document.xml",
            "<w:document xmlns:w='w'><w:body><w:p><w:t>Ava likes bridges.</w:t></w:p></w:body></w:document>",
        ),
        ("content.xml", "<o:text xmlns:o='o' xmlns:t='t'><t:p>Ava likes <t:span>bridges</t:span>.</t:p></o:text>"),
        ("ppt/slides/slide1.xml", "<p:sld xmlns:p='p' xmlns:a='a'><a:p><a:t>Ava</a:t></a:p></p:sld>"),
    ):
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, f"<?xml version='1.0'?>{part}")
        found.append(out.getvalue())
    return [
        *found,
        rb"{\rtf1\ansi\ansicpg1250{\fonttbl{\f0\fcharset238 Arial;}}\f0 \'a3ucja \u321?\rquote s {\uc2\u243 oo}\par x}",
    ]


def _words(path: Path) -> object:
    raw = path.read_bytes()
    kinds = [file_kinds.check_name(f"letter.{one}") for one in ("docx", "odt", "pptx", "rtf")]
    found = set()
    for kind in kinds:
        with suppress(Refused):
            found.add(len(words_of.words(raw, kind.media_type)))
    return sorted(found)


READERS = (
    Reader("csv", "csv", _tables, mutating.mutated, _register, False, 4, 400, 1_000_000),
    Reader(
        "calendar", "ics", lambda _home: [_CALENDAR.encode()], mutating.mutated, read_calendar, False, 0.5, 400, 20_000
    ),
    Reader("xlsx", "xlsx", _workbooks, mutating.mutated_package, _register, True, 2, 60, 50_000),
    Reader("image", "png", _images, mutating.mutated, _picture, True, 1.5, 100, 20_000),
    Reader("pdf", "pdf", _forms, mutating.mutated, _pdf, True, 1, 40, 20_000),
    Reader("document", "docx", _documents, mutating.mutated_package, _words, True, 1, 60, 20_000),
    Reader("form", "pdf", _forms, mutating.mutated, _form, True, 1, 40, 20_000),
)
