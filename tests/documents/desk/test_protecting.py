"""Protected copies: encrypted whole, opened by the password alone, and unchanged inside."""

from __future__ import annotations

import math
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.desk import protecting
from gradesk.documents.desk.protecting import protect
from gradesk.system.refusal import Refused

PASSWORD = "maple-river-comet"


@pytest.fixture(scope="module")
def page() -> bytes:
    """A page with words, a title, a language, a mark of tags and metadata, each to be looked for in the bytes."""
    made, marked = BytesIO(), BytesIO()
    canvas = Canvas(made, pageCompression=0, lang="cy")
    canvas.setTitle("Title-to-look-for")
    canvas.drawString(100, 700, "Words-to-look-for")
    canvas.save()
    with pikepdf.open(BytesIO(made.getvalue())) as pdf:
        pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        pdf.Root.StructTreeRoot = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot, K=pikepdf.Array())
        )
        pdf.Root.Metadata = pikepdf.Stream(pdf, b"<x>Metadata-to-look-for</x>")
        pdf.save(marked, compress_streams=False, fix_metadata_version=False)
    return marked.getvalue()


def test_nothing_of_the_page_can_be_read_in_the_bytes(page: bytes) -> None:
    for word in (b"Title-to-look-for", b"Words-to-look-for", b"Metadata-to-look-for"):
        assert word in page
        assert word not in protect(page, PASSWORD)


def test_the_lock_is_aes_256_of_revision_6_over_the_metadata_too(page: bytes) -> None:
    with pikepdf.open(BytesIO(protect(page, PASSWORD)), password=PASSWORD) as pdf:
        lock = pdf.encryption
        assert (lock.V, lock.R, lock.bits) == (5, 6, 256)
        assert lock.stream_method.name == lock.string_method.name == "aesv3"
        raw = pdf.trailer.Encrypt
        assert raw.V == 5 and raw.R == 6 and raw.get("/EncryptMetadata", True)


def test_the_password_opens_it_and_nothing_else_does(page: bytes) -> None:
    locked = protect(page, f"  {PASSWORD}\n")
    document = pypdfium2.PdfDocument(locked, password=PASSWORD)
    assert "Words-to-look-for" in document[0].get_textpage().get_text_range()
    document.close()
    for wrong in ("", "maple-river-comes", PASSWORD.upper()):
        with pytest.raises(pikepdf.PasswordError):
            pikepdf.open(BytesIO(locked), password=wrong)


def test_tags_language_and_title_stay_and_no_permission_is_pretended(page: bytes) -> None:
    with pikepdf.open(BytesIO(protect(page, PASSWORD)), password=PASSWORD) as pdf:
        assert pdf.Root.MarkInfo.Marked and pdf.Root.StructTreeRoot.Type == "/StructTreeRoot"
        assert pdf.Root.Lang == "cy" and str(pdf.docinfo.Title) == "Title-to-look-for"
        assert pdf.Root.Metadata.read_bytes() == b"<x>Metadata-to-look-for</x>"
        assert all(pdf.allow)


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("", "needs a password"),
        (" \n ", "needs a password"),
        ("short", "of 5 characters is soon guessed"),
        ("maple\x00river-comet", "nobody sees or types"),
        ("maple-river-\ud800comet", "nobody sees or types"),
        ("maple-river\u200b-comet", "nobody sees or types"),
        ("maple-river-❤\ufe0f-comet", "nobody sees or types"),
        ("é" * 64, "longer than a PDF can hold"),
    ],
)
def test_a_password_that_protects_nothing_is_refused(page: bytes, password: str, why: str) -> None:
    with pytest.raises(Refused, match=f"{why}.*nothing was saved"):
        protect(page, password)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(password=st.text(st.characters(categories=("L", "N", "P", "Zs")), min_size=12, max_size=30))
def test_every_password_that_is_taken_opens_the_copy(page: bytes, password: str) -> None:
    try:
        word = protecting.checked(password)
    except Refused:
        return
    with pikepdf.open(BytesIO(protect(page, password)), password=word) as pdf:
        assert len(pdf.pages) == 1


def test_a_suggested_password_is_six_plain_words_and_never_the_same() -> None:
    words = protecting.plain_words()
    assert len(set(words)) == len(words) and all(word.isascii() and word.islower() for word in words)
    assert protecting.SUGGESTED_WORDS * math.log2(len(words)) > 56  # bits
    suggested = {protecting.suggested_password() for _ in range(50)}
    assert len(suggested) == 50
    assert all(set(one.split("-")) <= set(words) and protecting.checked(one) == one for one in suggested)
