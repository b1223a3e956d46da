"""Words that look like markup or a formula: on the screen, on paper and in tables they are what was typed, and nothing else."""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

import breaking
import deeds
import openpyxl
import pypdfium2
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QApplication
from support import CHEAP, PASSPHRASE, Part, settled_in

from gradesk.documents import document
from gradesk.documents.desk import drawing, tabling
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from gradesk.system.refusal import Refused
from gradesk.ui.kit import labels

PIECES = (
    "<b>", "</b>", "<i>", "<br/>", "<img src='/etc/hostname'>", "<a href='file:///etc/passwd'>", "</a>", "<para>", "&amp;",
    "&lt;", "&", "<", ">", "a < b > c", "<!--", "-->", "<script>", "<font color=red>", "=1+1", "@SUM(A1)", "+44 7700",
    "-2+3", "=HYPERLINK(\"http://x\")", "Fish & chips", "José", "quiet corner", "‘so’", "100%", "\\n", "(x", "[1]", "{0}", "%s",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def run(part: Part) -> None:
    """Try hostile words until the time is over."""
    app = QApplication.instance() or QApplication(["battery"])
    chance = random.Random(part.seed)
    home = part.home / "school"
    with settled_in(part.home), _broken(part.broken):
        store = opening.make_school(home, "Fernhill", PASSPHRASE, fixed_clock(deeds.TODAY), practice=True, cost=CHEAP)
        uuid = pupils.add_pupil(store, {"legal_forename": "Ava"})
        part.begin()
        while part.more():
            words = [_words(chance) for _ in range(20)]
            for one in words:
                part.tried += 1
                _on_screen(part, one)
            _in_table(part, words)
            _on_paper(part, store, uuid, words[:6])
        store.close()
    del app


@contextmanager
def _broken(what: str) -> Iterator[None]:
    with ExitStack() as stack:
        if what == breaking.ESCAPE:
            stack.enter_context(mock.patch.object(labels, "escape", lambda words: words))
        yield


def _words(chance: random.Random) -> str:
    return " ".join(chance.choice(PIECES) for _ in range(chance.randint(1, 6)))


def _on_screen(part: Part, words: str) -> None:
    shown = QTextDocument()
    shown.setHtml(labels.tip(words))
    if _plain(shown.toPlainText()) != _plain(words):
        part.failed(f"a tooltip shows {shown.toPlainText()!r} for {words!r}")
    label = labels.PlainLabel(words)
    if label.textFormat().name != "PlainText" or label.text() != words:
        part.failed(f"a label shows {words!r} as markup")


def _in_table(part: Part, words: list[str]) -> None:
    lines = [["Words"], *([one] for one in words)]
    part.tried += 2
    found = [row[0] for row in csv.reader(io.StringIO(tabling.written(lines, "csv", "T").decode("utf-8-sig")))][1:]
    for one, cell in zip(words, found, strict=True):
        if cell.startswith(FORMULA) or cell.removeprefix("'") != one.removeprefix("'"):
            part.failed(f"in a text table {one!r} became {cell!r}")
    book = openpyxl.load_workbook(io.BytesIO(tabling.written(lines, "xlsx", "T")))
    for one, (cell,) in zip(words, book.worksheets[0].iter_rows(min_row=2), strict=True):
        if cell.data_type == "f" or str(cell.value) != one:
            part.failed(f"in a workbook {one!r} became {cell.value!r}")


def _on_paper(part: Part, store: Store, uuid: str, words: list[str]) -> None:
    sections = ("good_at", "helps", "hard", "important", "admire", "myself")
    values = dict(zip(sections, words, strict=True))
    passports.change(store, uuid, values)
    wanted = document("passport")
    part.tried += 1
    try:
        pdf = drawing.draw(wanted, wanted.gather(store, [uuid])).pdf
    except Refused:
        return  # a letter that no face has is said
    opened = pypdfium2.PdfDocument(pdf)
    whole = _plain("".join(page.get_textpage().get_text_bounded() for page in opened))
    for one in words:
        if any(_plain(piece) not in whole for piece in one.split()):
            part.failed(f"on a passport {one!r} is not what was typed")
    if b"/URI" in pdf or b"/Launch" in pdf:
        part.failed(f"a passport leads somewhere: {words!r}")
    opened.close()


def _plain(words: str) -> str:
    return "".join(words.replace("\ufffe", "").replace("\u00ad", "").replace("\x02", "").split())
