"""Only the pages asked for go to the printer, in the order and number asked for, and only those are noted as given."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QPageRanges
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from gradesk.app import Gradesk
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils, register
from gradesk.ui.kit.pictures.pages import PrintJob, pages_in_order
from tests.documents import reading, samples
from tests.window import Answers


def printer(path: Path, pages: str = "") -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    if pages:
        made.setPageRanges(QPageRanges.fromString(pages))
    return made


@pytest.mark.parametrize(
    ("pages", "copies", "turned", "apart", "wanted"),
    [
        ("", 1, False, False, [1, 2, 3, 4, 5]),
        ("1,3", 1, False, False, [1, 3]),
        ("5,1", 1, False, False, [1, 5]),
        ("2-3,5", 1, True, False, [5, 3, 2]),
        ("1,3", 2, False, False, [1, 3, 1, 3]),
        ("1,3", 2, False, True, [1, 1, 3, 3]),
        ("4-9", 1, False, False, [4, 5]),
        ("7", 1, False, False, []),
    ],
)
def test_pages_copies_and_order_are_those_asked_for(
    qtbot: QtBot, tmp_path: Path, pages: str, copies: int, turned: bool, apart: bool, wanted: list[int]
) -> None:
    del qtbot
    made = printer(tmp_path / "x.pdf", pages)
    made.setCopyCount(copies)
    made.setCollateCopies(not apart)
    if turned:
        made.setPageOrder(QPrinter.PageOrder.LastPageFirst)
    assert [page + 1 for page in pages_in_order(made, 5)] == wanted


def test_a_job_has_pages_of_its_own_and_what_it_wrote_is_for_one_person_alone(qtbot: QtBot, tmp_path: Path) -> None:
    pdf = samples.drawn("passport", [samples.passport()] * 3).pdf
    path = tmp_path / "printed.pdf"
    before = os.umask(0)
    try:
        parent = QObject()
        job = PrintJob(pdf, printer(path, "1,3"), parent)
        with qtbot.waitSignal(job.ended, timeout=20_000):
            job.begin()
    finally:
        os.umask(before)
    assert job.sent == [0, 2]
    printed = pypdfium2.PdfDocument(path.read_bytes())
    assert len(printed) == 2
    printed.close()
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_printing_is_not_asked_twice_and_only_who_was_printed_is_noted(
    qtbot: QtBot, opened: Gradesk, answers: Answers, tmp_path: Path
) -> None:
    assert opened.shell is not None and opened.store is not None
    for number in range(3):
        other = pupils.add_pupil(opened.store, {"legal_forename": f"Bo{number}", "legal_surname": f"Ek{number}"})
        passports.change(opened.store, other, {"good_at": "swimming"})
    ids = tuple(row.uuid for row in register.everyone(opened.store))
    opened.shell.go("preview", document="passport", pupil_ids=ids)
    screen: Any = opened.shell.current
    qtbot.waitUntil(lambda: screen.pdf is not None, timeout=20_000)
    answers.printers += [printer(tmp_path / "one.pdf", "1,3"), printer(tmp_path / "two.pdf")]
    screen.print()
    screen.print()
    assert "still going to the printer" in opened.shell.banner.words
    assert len(answers.printers) == 1  # nobody was asked for a second one
    qtbot.waitUntil(lambda: not screen.busy(), timeout=20_000)
    (given,) = screen.given._made
    assert [entry.first for entry in given.entries] == [1, 3]
    assert len(reading.pages(screen.pdf)) == 3
