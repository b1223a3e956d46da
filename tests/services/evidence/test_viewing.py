"""A kept document is seen inside Gradesk: pages, pictures, words; whatever is damaged or made to be slow is one sentence."""

from __future__ import annotations

import io
import random
import zipfile
from typing import Any

import openpyxl
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from gradesk.model.rules.file_kinds import BY_EXTENSION
from gradesk.services.evidence import viewing, words_of
from gradesk.services.evidence.viewing import Page, Words
from gradesk.system.refusal import Refused

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def seen(content: bytes, ending: str) -> list[Any]:
    found: list[Any] = []
    viewing.show(content, BY_EXTENSION[ending].media_type, found.append)
    return found


def pdf(pages: int) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out)
    for number in range(1, pages + 1):
        canvas.drawString(72, 700, f"Report, side {number}")
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return out.getvalue()


DOCX = packed(word__document=f"<w:document {W}><w:body><w:p><w:r><w:t>Dear </w:t><w:t>all,</w:t></w:r></w:p>"
              "<w:p><w:r><w:t>Ava read well.</w:t></w:r></w:p></w:body></w:document>")  # fmt: skip


def test_the_pages_of_a_pdf_come_one_after_the_other_with_their_words() -> None:
    found = seen(pdf(3), "pdf")
    assert [(one.number, one.total) for one in found] == [(1, 3), (2, 3), (3, 3)]
    assert isinstance(found[0], Page) and "side 1" in found[0].words
    assert abs(Image.open(io.BytesIO(found[0].png)).width - viewing.WIDE) <= 1


def test_a_picture_stands_upright_and_is_no_larger_than_the_screen() -> None:
    out, turned = io.BytesIO(), Image.Exif()
    turned[0x0112] = 6
    Image.new("RGB", (3_000, 1_000), "red").save(out, "JPEG", exif=turned)
    (found,) = seen(out.getvalue(), "jpg")
    shown = Image.open(io.BytesIO(found.png))
    assert shown.height > shown.width and max(shown.size) <= viewing.MOST_HIGH


def test_of_other_documents_the_words_are_shown() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active.append(["Word", 12, 3.5])
    book.save(out)
    odt = packed(content='<o xmlns:text="t"><text:h>Head</text:h><text:p>One<text:tab/>two</text:p></o>')
    pptx = packed(ppt__slides__slide2='<s xmlns:a="a"><a:p><a:r><a:t>Second</a:t></a:r></a:p></s>')
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}Caf\'e9 \b bold\b0\par Next}"
    assert seen(DOCX, "docx") == [Words("Dear all,\nAva read well.")]
    assert "Word    12    3.5" in seen(out.getvalue(), "xlsx")[0].text
    assert seen(odt, "odt") == [Words("Head\nOne two")]
    assert seen(pptx, "pptx") == [Words("Slide 2\nSecond")]
    assert seen(rtf, "rtf") == [Words("Café bold\nNext")]
    polish = rb"{\rtf1\ansi\ansicpg1250 \'a3ucja \u321?\uc2\u243 oo d\'9f\uc1 \u-10179?\u-8704?.}"
    assert seen(polish, "rtf") == [Words("Łucja Łó dź😀.")]
    typed = (
        b"{\\rtf1\\ansi Ava\\rquote s plan \\endash  she said \\ldblquote yes\\rdblquote\\\n{\\uc0\\u8364 5} a week}"
    )
    assert seen(typed, "rtf") == [Words("Ava’s plan – she said “yes”\n€5 a week")]
    assert seen(rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cf\'f0\'e8\'e2\'e5\'f2}", "rtf") == [
        Words("Привет")
    ]
    assert seen("Grüße, ‏سلام".encode("utf-16"), "txt") == [Words("Grüße, ‏سلام")]


@pytest.mark.parametrize("ending", ["pdf", "png", "docx", "xlsx", "odt", "pptx"])
def test_what_is_damaged_is_said_in_a_sentence(ending: str) -> None:
    with pytest.raises(Refused, match="kept as it is"):
        seen(b"PK\x03\x04 nothing that is one of these", ending)


def test_a_part_with_declarations_or_without_an_end_is_not_read() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;">]>'
    with pytest.raises(Refused, match="safely"):
        words_of.words(
            packed(word__document=f"{bomb}<w:document {W}>&b;</w:document>"), BY_EXTENSION["docx"].media_type
        )
    huge = packed(content="<o>" + " " * (words_of.UNPACKED + 10) + "</o>")
    with pytest.raises(Refused, match="safely"):
        words_of.words(huge, BY_EXTENSION["odt"].media_type)


def test_whatever_bytes_come_the_words_are_a_text_or_a_sentence() -> None:
    dice = random.Random(11)
    rtf = rb"{\rtf1{\fonttbl x}\par{\*\x y}\'zz\'e9\u-12?}"
    for kind, sample in (("docx", DOCX), ("rtf", rtf), ("txt", "äß€".encode()), ("odt", DOCX), ("xlsx", DOCX)):
        for _ in range(120):
            raw = bytearray(sample)
            for _ in range(dice.randint(1, 6)):
                raw[dice.randrange(len(raw))] = dice.randrange(256)
            try:
                assert isinstance(words_of.words(bytes(raw), BY_EXTENSION[kind].media_type), str)
            except Refused as refused:
                assert str(refused).endswith(".")
