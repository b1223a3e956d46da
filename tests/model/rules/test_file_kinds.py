"""A file is what its bytes and its name both say, or it is not kept."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.rules import file_kinds
from gradesk.system.refusal import Refused

PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"


def packed(*parts: tuple[str, bytes]) -> bytes:
    """A ZIP of some parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts:
            archive.writestr(name, content)
    return out.getvalue()


DOCX = packed(("[Content_Types].xml", b"<Types/>"), ("word/document.xml", b"<w/>"))
XLSX = packed(("[Content_Types].xml", b"<Types/>"), ("xl/workbook.xml", b"<w/>"))
ODT = packed(("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", b"<o/>"))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("Report.PDF", PDF),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"x" * 20),
        ("a.png", b"\x89PNG\r\n\x1a\n" + b"x" * 20),
        ("a.docx", DOCX),
        ("a.xlsx", XLSX),
        ("a.odt", ODT),
        ("a.rtf", b"{\\rtf1 hello}"),
        ("a.txt", "Grüße, naïve".encode()),
        ("a.txt", "Grüße".encode("utf-16")),
        ("a.csv", b"name,score\r\nAva,12\r\n"),
    ],
)
def test_documents_schools_use_are_kept(name: str, content: bytes) -> None:
    file_kinds.check_content(file_kinds.check_name(name), content)


@pytest.mark.parametrize(
    "name",
    ["a.exe", "a.pdf.exe", "A.BAT", "a.cmd", "a.ps1", "a.vbs", "a.js", "a.jar", "a.msi", "a.scr", "a.lnk", "a.html",
     "a.svg", "a.docm", "a.xlsm", "a.pptm", "a.zip", "a.7z", "a.doc", "a.heic", "noending", ".pdf", "a.", "gpj\u202e.exe"],
)  # fmt: skip
def test_programs_macros_archives_and_unknown_kinds_are_refused_by_name(name: str) -> None:
    with pytest.raises(Refused, match="not taken in"):
        file_kinds.check_name(name)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"MZ\x90\x00" + PDF, "a program inside"),
        ("a.docx", b"\x7fELF\x02", "a program inside"),
        ("a.txt", b"#!/bin/sh\nrm -rf", "a program inside"),
        ("a.txt", b"\xcf\xfa\xed\xfe", "a program inside"),
        ("a.pdf", b"L\x00\x00\x00\x01\x14\x02\x00", "a program inside"),
        ("a.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old or a locked"),
        ("a.txt", b"\x1f\x8b\x08", "packed archive"),
        ("a.pdf", b"hello", "something else"),
        ("a.jpg", b"\x89PNG\r\n\x1a\n", "something else"),
        ("a.docx", XLSX, "something else"),
        ("a.docx", packed(("a.exe", b"MZ")), "something else"),
        ("a.txt", b"<html><script>", "something else"),
        ("a.csv", PDF, "something else"),
        ("a.txt", b"\x00\x01\x02", "something else"),
        (
            "a.docx",
            packed(("[Content_Types].xml", b""), ("word/document.xml", b""), ("word/vbaProject.bin", b"x")),
            "macros",
        ),
        (
            "a.xlsx",
            packed(("[Content_Types].xml", b""), ("xl/workbook.xml", b""), ("xl/macrosheets/s.xml", b"x")),
            "macros",
        ),
        ("a.pdf", b"", "empty"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused(name: str, content: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        file_kinds.check_content(file_kinds.check_name(name), content)


@given(st.binary(max_size=400), st.sampled_from(sorted(file_kinds.BY_EXTENSION)))
def test_any_bytes_under_any_name_are_kept_or_refused(content: bytes, extension: str) -> None:
    kind = file_kinds.check_name(f"a.{extension}")
    try:
        file_kinds.check_content(kind, content)
    except Refused as refusal:
        assert str(refusal).endswith(".")
    file_kinds.warnings(kind.media_type, content)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"/OpenAction 2 0 R", "when it is opened"),
        (b"<< /S /JavaScript /JS (app.alert(1)) >>", "script"),
        (b"<< /AA << /O 3 0 R >> >>", "by itself"),
        (b"/Launch", "program"),
        (b"/EmbeddedFile ", "another file"),
        (b"/XFA [", "form"),
        (b"/RichMedia\n", "film"),
        (b"/J#61vaScript ", "script"),
        (b"/Encrypt 9 0 R", "password"),
    ],
)
def test_a_pdf_that_does_something_by_itself_is_kept_with_a_warning(body: bytes, word: str) -> None:
    found = file_kinds.warnings("application/pdf", PDF + body)
    assert any(word in words for words in found)
    assert file_kinds.warning_sentence(found).endswith(".")


def test_what_hides_in_packed_objects_of_a_pdf_is_found_too() -> None:
    inside = zlib.compress(b"<< /OpenAction << /S /JavaScript /JS (x) >> >>")
    content = PDF + b"5 0 obj << /Type /ObjStm /Length 9 >> stream\n" + inside + b"\nendstream endobj"
    assert len(file_kinds.warnings("application/pdf", content)) == 2


def test_a_pdf_that_begins_streams_without_end_is_looked_through_once() -> None:
    # Quadratic, this would take hours.
    body = b"%PDF-1.7\n" + b"stream\n" * 500_000 + b"/JavaScript"
    assert file_kinds.warnings("application/pdf", body) == ("a script",)


def test_short_names_that_come_up_in_packed_pictures_are_no_warning() -> None:
    content = PDF + b"5 0 obj << /Length 9 >> stream\n\x01/AA \x02/JS \nendstream endobj"
    assert file_kinds.warnings("application/pdf", content) == ()
    assert file_kinds.warning_sentence(()) == ""


def test_the_name_of_a_copy_tells_nothing_of_the_pupil() -> None:
    assert file_kinds.neutral_name("application/pdf", "2026-11-23") == "document-2026-11-23.pdf"
    assert file_kinds.neutral_name("image/jpeg", "2026-11-23") == "picture-2026-11-23.jpg"
