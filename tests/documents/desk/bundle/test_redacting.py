"""What is blacked out is gone: from what is seen, copied, read aloud, named, packed, and from every earlier version."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from gradesk.documents.desk.bundle import redacting, searching
from gradesk.documents.desk.bundle.assembling import assemble
from gradesk.documents.desk.bundle.contents import Part
from gradesk.documents.desk.bundle.finding import Words
from gradesk.documents.press.letters.fonts import body_font, font
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.documents import reading, samples
from tests.documents.desk.bundle import made

SECRET = "Quillfeather"
FORMS = (SECRET, SECRET.lower(), SECRET.upper())
ENCODINGS = ("utf-8", "utf-16-be", "utf-16-le", "latin-1")


def everything(pdf: bytes) -> bytes:
    """The file as it is, and again with every stream unpacked; with every string of it, whatever its coding."""
    out = BytesIO()
    strings: list[str] = []
    with pikepdf.open(BytesIO(pdf)) as opened:
        for one in opened.objects:
            if isinstance(one, pikepdf.Stream):
                out.write(one.read_raw_bytes())
                if "/DCTDecode" not in str(one.get("/Filter", "")):
                    out.write(one.read_bytes())
            strings += re.findall(r"[^\n]+", repr(one))
        kept = BytesIO()
        opened.save(kept, qdf=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return pdf + out.getvalue() + kept.getvalue() + "\n".join(strings).encode()


def is_gone(pdf: bytes, forms: Sequence[str] = FORMS) -> bool:
    found = everything(pdf)
    coded = [form.encode(encoding, "ignore") for form in forms for encoding in ENCODINGS]
    coded += [form.encode("utf-16-be").hex().upper().encode() for form in forms]
    seen = " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(pdf)).pages) + "".join(reading.pages(pdf))
    return not any(one in found for one in coded) and not any(form in seen for form in forms)


def dressed() -> bytes:
    """A letter that says the word everywhere a PDF can say one: on its first page, and in all that is not seen."""

    def dress(canvas: Canvas) -> None:
        canvas.setTitle(f"About {SECRET}")
        canvas.setSubject(SECRET)
        canvas.setKeywords(SECRET)
        canvas.bookmarkPage("here")
        canvas.addOutlineEntry(f"Letter to {SECRET}", "here")
        canvas.acroForm.textfield(name=f"of {SECRET}", tooltip=SECRET, value=f"{SECRET} junior", x=60, y=300, width=300)
        canvas.textAnnotation(f"ask {SECRET}", (60, 200, 90, 220))

    pdf = made.letter(1, (f"Dear {SECRET},", "thank you for your visit."), dress=dress)

    def more(opened: pikepdf.Pdf) -> None:
        root: Any = opened.Root
        opened.attachments["note.txt"] = pikepdf.AttachedFileSpec(
            opened, f"of {SECRET}".encode(), filename=f"{SECRET}.txt"
        )
        root.Metadata = opened.make_stream(
            f"<x>{SECRET}</x>".encode(), Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        root.StructTreeRoot = opened.make_indirect(
            pikepdf.Dictionary(
                K=opened.make_indirect(pikepdf.Dictionary(S=pikepdf.Name.Figure, Alt=f"A photo of {SECRET}"))
            )
        )
        page: Any = opened.pages[0].obj
        page.PieceInfo = pikepdf.Dictionary(Who=pikepdf.String(SECRET))
        page.Resources.XObject = pikepdf.Dictionary(
            Unused=opened.make_stream(f"({SECRET}) Tj".encode(), Subtype=pikepdf.Name.Form)
        )

    return made.changed(pdf, more)


@pytest.fixture(scope="module")
def gone() -> bytes:
    """The letter blacked out, after an earlier version of it was left at its beginning."""
    return redacting.redact(dressed(), [SECRET])


def test_the_letter_says_it_before(gone: bytes) -> None:
    assert not is_gone(dressed())
    assert searching.places(dressed(), Words([SECRET]))


def test_the_word_is_in_no_byte_stream_string_or_text_of_the_result(gone: bytes) -> None:
    assert is_gone(gone)
    assert searching.places(gone, Words([SECRET])) == []


def test_notes_files_forms_tags_and_metadata_are_gone_and_bookmarks_stay_without_the_word(gone: bytes) -> None:
    with pikepdf.open(BytesIO(gone)) as opened:
        root: Any = opened.Root
        assert not {"/AcroForm", "/Names", "/StructTreeRoot", "/OpenAction", "/AF"} & {key for key, _ in root.items()}
        assert "/Annots" not in opened.pages[0].obj
        assert str(opened.trailer.Info.Title) == redacting.TITLE and "/Author" not in opened.trailer.Info
        with opened.open_outline() as outline:
            assert [one.title for one in outline.root] == ["Letter to [redacted]"]


def test_what_stays_can_still_be_searched_and_stands_where_it_stood(gone: bytes) -> None:
    assert "Dear" in reading.pages(gone)[0] and "thankyouforyourvisit." in reading.pages(gone)[0]
    assert "junior" in reading.pages(gone)[0], "what stood in the form is part of the page"
    before, after = place(dressed(), "visit"), place(gone, "visit")
    assert all(abs(one - other) < 6 for one, other in zip(before, after, strict=True))


def place(pdf: bytes, word: str) -> tuple[float, ...]:
    """Where a word begins on the first page."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    text = page.get_textpage()
    found = text.search(word).get_next()
    box = text.get_charbox(found[0])
    document.close()
    return tuple(box[:2])


def test_the_box_is_burnt_into_the_picture(gone: bytes) -> None:
    left, bottom = place(dressed(), SECRET)
    shown = reading.picture(gone, 0, dpi=72)
    around = shown.crop((int(left) + 1, shown.height - int(bottom) - 7, int(left) + 60, shown.height - int(bottom) - 2))
    assert around.convert("L").getextrema()[1] < 60
    with pikepdf.open(BytesIO(gone)) as opened:
        (picture,) = (
            one for one in opened.objects if isinstance(one, pikepdf.Stream) and one.get("/Subtype") == "/Image"
        )
        seen = pikepdf.PdfImage(picture).as_pil_image().convert("L")
    assert seen.width == round(595.2756 * 200 / 72)
    by = 200 / 72
    spot = (
        int(left * by) + 3,
        int(seen.height - (bottom + 7) * by),
        int((left + 60) * by),
        int(seen.height - (bottom + 2) * by),
    )
    assert seen.crop(spot).getextrema()[1] < 40


def test_an_earlier_version_of_the_file_is_gone() -> None:
    first = made.letter(1, (f"Dear {SECRET},",))
    second = made.letter(1, ("Dear reader,",))
    joined = first + second
    out = redacting.redact(joined, [SECRET])
    assert is_gone(out) and "Dearreader" in reading.pages(out)[0]


def test_pages_without_the_word_stay_as_sharp_as_they_were() -> None:
    pdf = made.letter(2, ("Nothing to hide",))

    def write(opened: pikepdf.Pdf) -> None:
        opened.pages[1].contents_add(f"BT /F1 12 Tf 60 100 Td ({SECRET}) Tj ET".encode())

    out = redacting.redact(made.changed(pdf, write), [SECRET])
    with pikepdf.open(BytesIO(out)) as opened:
        assert "/Font" in opened.pages[0].obj.Resources and "/XObject" not in opened.pages[0].obj.Resources
        assert "/XObject" in opened.pages[1].obj.Resources


@pytest.mark.parametrize("degrees", [0, 90, 180, 270])
def test_pages_that_were_turned_and_cut_are_covered_at_the_right_place(degrees: int) -> None:
    pdf = made.turned(made.letter(1, (f"Dear {SECRET},",)), degrees)
    out = redacting._redacted((pdf, (SECRET,)), lambda _told: None)
    assert is_gone(out)
    before, after = reading.picture(pdf, 0, 72).convert("L"), reading.picture(out, 0, 72).convert("L")
    assert before.size == after.size
    black = after.point(lambda shade: 255 if shade < 30 else 0).getbbox()
    left, bottom = place(made.letter(1, (f"Dear {SECRET},",)), SECRET)
    wide, high = 595, 842
    spot = (left + 20, high - bottom - 4)
    seen = {
        0: spot,
        90: (high - spot[1], spot[0]),
        180: (wide - spot[0], high - spot[1]),
        270: (spot[1], wide - spot[0]),
    }
    assert after.getpixel(tuple(map(int, seen[degrees]))) < 30 and black is not None


def test_a_whole_bundle_of_tagged_pages_loses_the_name_and_keeps_its_links() -> None:
    words = {"good_at": f"Drawing with {SECRET}"}
    part = Part("Passport", samples.drawn("passport", [samples.passport(words)]).pdf, date(2025, 1, 1))
    pdf = assemble(made.bundle([part, made.foreign()[0]], who=SECRET, chronology=()))
    out = redacting.redact(pdf, [SECRET])
    assert is_gone(out)
    with pikepdf.open(BytesIO(out)) as opened:
        links: list[Any] = list(opened.pages[1].obj.Annots)
        assert [link.Dest[0].objgen for link in links] == [opened.pages[at].obj.objgen for at in (2, 3)]


def test_a_word_that_has_no_place_to_cover_refuses() -> None:
    def say(opened: pikepdf.Pdf) -> None:
        opened.pages[0].contents_add(f"/Span <</ActualText ({SECRET})>> BDC 9 9 9 9 re f EMC".encode())

    with pytest.raises(Refused, match="written on page 1 in a manner that has no place to cover"):
        redacting.redact(made.changed(made.letter(), say), [SECRET])


def test_a_word_that_is_left_after_all_refuses_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        redacting.finishing, "describe", lambda into, title, accessible: into.docinfo.update({"/Title": SECRET})
    )
    with pytest.raises(Refused, match="still found in the title or its neighbours"):
        redacting._redacted((made.letter(1, (SECRET,)), (SECRET,)), lambda _told: None)


def test_a_word_in_the_head_of_a_photograph_is_found() -> None:
    photo = BytesIO()
    Image.new("RGB", (40, 40), "green").save(photo, "JPEG", comment=f"by {SECRET}".encode())

    def show(opened: pikepdf.Pdf) -> None:
        image = pikepdf.Stream(opened, photo.getvalue(), Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image, Width=40, Height=40,
                               ColorSpace=pikepdf.Name.DeviceRGB, BitsPerComponent=8, Filter=pikepdf.Name.DCTDecode)  # fmt: skip
        opened.pages[0].obj.Resources.XObject = pikepdf.Dictionary(Photo=image)
        opened.pages[0].contents_add(b"q 40 0 0 40 90 90 cm /Photo Do Q")

    with pytest.raises(Refused, match="still found in packed data"):
        redacting.redact(made.changed(made.letter(), show), [SECRET])


@pytest.mark.parametrize("word", ["Li", "Roman", "Page", "Asa", "Mac", "Bo", "Do", "Alt", "Lang", "Ann"])
def test_names_that_are_also_words_of_the_format_do_not_refuse(word: str) -> None:
    pdf = made.letter(1, (f"Dear {word},", "as a rule"))
    out = redacting._redacted(
        (made.changed(pdf, lambda opened: opened.pages.append(opened.pages[0])), (word,)), lambda _told: None
    )
    assert len(reading.pages(out)) == 2 and f"Dear{word}" not in "".join(reading.pages(out))
    other = redacting._redacted((made.letter(1, ("Nobody is named",)), (word,)), lambda _told: None)
    assert "Nobodyisnamed" in reading.pages(other)[0]


def test_locked_and_broken_files_refuse_and_so_does_nothing_to_hide() -> None:
    for pdf, words, said in (
        (made.locked(made.letter()), [SECRET], "password"),
        (b"%PDF-1.7 no", [SECRET], "damaged"),
        (made.letter(), [], "No word was given"),
    ):
        with pytest.raises(Refused, match=said):
            redacting.redact(pdf, words)


def test_pages_that_are_pictures_without_words_are_told() -> None:
    scan = samples.photo()

    def picture(canvas: Canvas) -> None:
        canvas.drawImage(ImageReader(BytesIO(scan)), 0, 0, 100, 100)

    mixed = made.letter(1, (), dress=picture)
    assert redacting.pages_to_look_at(mixed) == ()

    def only(opened: pikepdf.Pdf) -> None:
        content = opened.pages[0].Contents.read_bytes()
        opened.pages[0].obj.Contents = opened.make_stream(re.sub(rb"BT.*?ET", b"", content, flags=re.S))

    assert redacting.pages_to_look_at(made.changed(mixed, only)) == (1,)


def test_blacking_out_can_be_stopped() -> None:
    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        redacting.redact(made.letter(), [SECRET], stop)


NAMES = st.text("abcdefghklmnoprstuvzàâäåçéèëíîïñóôöøúûüýžšđłæœ", min_size=5, max_size=9).map(str.capitalize)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(NAMES, st.sampled_from(("NFC", "NFD", "ligature", "upper")))
def test_any_name_with_accents_or_ligatures_is_gone(name: str, form: str) -> None:
    written = {
        "ligature": name.replace("fi", "\ufb01").replace("fl", "\ufb02"),
        "upper": name.upper(),
    }.get(form) or unicodedata.normalize("NFC", name)
    font(body_font())

    def write(canvas: Canvas) -> None:
        canvas.setFont(body_font(), 13)
        canvas.drawString(60, 200, f"With {written}, and others.")

    pdf = made.letter(1, ("First line",), dress=write)
    out = redacting._redacted((pdf, (name,)), lambda _told: None)
    assert is_gone(out, (written, name, name.upper()))
    assert "andothers" in reading.pages(out)[0]
