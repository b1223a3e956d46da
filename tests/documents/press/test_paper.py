"""What holds for every document: the catalogue, the marks on each side, and what a file tells of itself."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Sequence
from io import BytesIO

import pytest
from PIL import Image

from gradesk.documents import CATALOGUE, Document
from gradesk.documents.press.blocks.portrait import prepare
from gradesk.services.paper.class_sheets import (
    ClassGridSheet,
    GovernorsSheet,
    RegisterSheet,
    SupplySheet,
    SupportMapSheet,
)
from gradesk.services.paper.meeting_sheets import (
    ActionListSheet,
    CycleSheet,
    InvitationSheet,
    MeetingSheet,
    PrepareSheet,
    ReviewSheet,
    RunningOrderSheet,
    SummarySheet,
    TargetCardSheet,
)
from gradesk.services.paper.outside_sheets import AdvisedSheet, ReferralLetterSheet, ReferralSheet
from gradesk.services.paper.register_sheets import SupportRegisterSheet
from gradesk.services.paper.sheets import DatesSheet, LanesSheet, PassportSheet, PlanSheet, Sheet, TimelineSheet
from gradesk.services.paper.support_sheets import PromisedSheet
from gradesk.services.paper.week_sheets import CoverSheet, LessonSheet, TermSheet, WeekSheet
from gradesk.services.pictures import SIDE
from tests.documents import reading, samples

BUILT: dict[type[Sheet], Sheet] = {
    PassportSheet: samples.passport(practice=True, heading=samples.heading(photo=samples.photo())),
    PlanSheet: samples.plan(4, practice=True, heading=samples.heading(photo=samples.photo())),
    TimelineSheet: samples.timeline(practice=True),
    LanesSheet: samples.lanes(practice=True),
    ClassGridSheet: samples.class_grid(practice=True),
    SupplySheet: samples.supply(practice=True),
    RegisterSheet: samples.register(practice=True),
    GovernorsSheet: samples.governors(practice=True),
    SupportRegisterSheet: samples.support_register(practice=True),
    RunningOrderSheet: samples.running_order(practice=True),
    ActionListSheet: samples.action_list(practice=True),
    ReferralSheet: samples.referral(practice=True),
    ReferralLetterSheet: samples.referral_letter(practice=True),
    AdvisedSheet: samples.advised(practice=True),
    PromisedSheet: samples.promised(practice=True),
    SupportMapSheet: samples.support_map(practice=True),
    DatesSheet: samples.dates(practice=True),
    TargetCardSheet: samples.target_card(practice=True, heading=samples.heading(photo=samples.photo())),
    CycleSheet: samples.cycle(practice=True),
    ReviewSheet: samples.review(practice=True),
    InvitationSheet: samples.invitation(practice=True),
    PrepareSheet: samples.preparation(practice=True),
    MeetingSheet: samples.meeting(practice=True),
    SummarySheet: samples.summary(practice=True),
    WeekSheet: samples.week(practice=True, heading=samples.heading()),
    LessonSheet: samples.lesson_card(practice=True),
    CoverSheet: samples.cover_sheet(practice=True),
    TermSheet: samples.term_page(practice=True),
}
every = pytest.mark.parametrize("document", CATALOGUE, ids=[document.code for document in CATALOGUE])


def drawn(document: Document) -> bytes:
    return samples.drawn(document.code, [BUILT[document.sheet], BUILT[document.sheet]]).pdf


@every
def test_every_document_prints_for_a_built_pupil(document: Document) -> None:
    assert all("AvaThompson" in page for page in reading.pages(drawn(document)))


@every
def test_every_side_of_a_practice_school_says_so(document: Document) -> None:
    assert all("PRACTICESCHOOL–inventedpeople" in page for page in reading.pages(drawn(document)))


@every
def test_every_side_is_marked_confidential_and_dated(document: Document) -> None:
    for page in reading.pages(drawn(document)):
        assert "Confidential" in page
        assert "September2026" in page
        assert "AshgrovePrimarySchool" in page


@every
def test_the_file_says_its_kind_and_producer_of_itself_and_nothing_else(document: Document) -> None:
    pdf = reading.reader(drawn(document))
    told = {key: str(value) for key, value in (pdf.metadata or {}).items()}
    assert told == {"/Title": document.title, "/Producer": "Gradesk"}
    assert "Ava" not in document.stem


@every
def test_a_batch_has_a_bookmark_for_each_sheet_and_one_sheet_none(document: Document) -> None:
    names = [mark["/Title"] for mark in reading.reader(drawn(document)).outline]
    assert len(names) == 2 and all("Ava" in name or document.scope != "pupil" for name in names)
    one = samples.drawn(document.code, [BUILT[document.sheet]])
    assert reading.reader(one).outline == []


@every
def test_two_builds_are_the_same_bytes(document: Document) -> None:
    first = drawn(document)
    time.sleep(1.1)
    assert drawn(document) == first


@every
def test_every_font_is_in_the_file(document: Document) -> None:
    for page in reading.reader(drawn(document)).pages:
        fonts = page["/Resources"]["/Font"]
        used = [font.get_object() for font in fonts.values()]
        assert used
        assert all("/FontFile2" in font["/FontDescriptor"] for font in used if "/FontDescriptor" in font)
        assert all("/FontDescriptor" in font for font in used)


@every
def test_nothing_is_written_to_disk(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a temporary file")

    drawn(document)  # the fonts that ship with Gradesk are read once, by whichever page needs them first
    for name in ("NamedTemporaryFile", "TemporaryFile", "SpooledTemporaryFile", "mkstemp", "mkdtemp", "mktemp"):
        monkeypatch.setattr(tempfile, name, refuse)
    opened: list[object] = []
    really = os.open
    monkeypatch.setattr(os, "open", lambda *a, **k: opened.append(a[0]) or really(*a, **k))
    monkeypatch.setattr("builtins.open", lambda *a, **k: refuse())
    drawn(document)
    assert opened == []


def inside(pdf: bytes) -> Sequence[Image.Image]:
    return [image.image for image in reading.reader(pdf).pages[0].images if image.image]


def test_a_photo_is_printed_small_and_square() -> None:
    for kind, size in (("JPEG", (600, 800)), ("PNG", (90, 40)), ("JPEG", (2400, 1800))):
        photo = samples.photo(*size, kind)
        (image,) = inside(samples.drawn("passport", [samples.passport(heading=samples.heading(photo=photo))]))
        assert image.size == (SIDE, SIDE)


def test_where_a_photo_was_taken_does_not_go_home_with_it() -> None:
    picture = Image.open(BytesIO(samples.photo()))
    exif = picture.getexif()
    exif[0x010F] = "CanaryPhone"
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    assert b"CanaryPhone" in out.getvalue()
    assert b"CanaryPhone" not in (prepare(out.getvalue()) or b"")


def test_a_photo_taken_sideways_is_turned_upright() -> None:
    picture = Image.new("RGB", (100, 100), "blue")
    picture.paste("red", (0, 0, 100, 50))
    exif = picture.getexif()
    exif[0x0112] = 3  # upside down
    out = BytesIO()
    picture.save(out, "JPEG", exif=exif)
    turned = Image.open(BytesIO(prepare(out.getvalue()) or b""))
    red, _, blue = turned.convert("RGB").getpixel((SIDE // 2, SIDE - 20))
    assert red > 200 > blue


def broken_photos() -> dict[str, bytes]:
    png = samples.photo(60, 60, "PNG")
    huge = bytearray(png)
    huge[16:24] = (30000).to_bytes(4, "big") * 2
    gif = BytesIO()
    Image.new("RGB", (9, 9)).save(gif, "GIF")
    return {
        "empty": b"",
        "text": b"not a picture",
        "cut jpeg": samples.photo()[:900],
        "cut png": png[: len(png) // 2],
        "garbled png": png[:40] + b"\x00" * 60 + png[100:],
        "claims to be huge": bytes(huge),
        "another kind": gif.getvalue(),
        "svg": b"<svg xmlns='http://www.w3.org/2000/svg'><image href='/etc/passwd'/></svg>",
    }


@pytest.mark.parametrize("photo", broken_photos().values(), ids=broken_photos().keys())
def test_a_broken_photo_gives_way_to_the_initial(photo: bytes) -> None:
    pdf = samples.drawn("passport", [samples.passport(heading=samples.heading(photo=photo))])
    assert inside(pdf) == []
    assert reading.pages(pdf)[0].count("A") > reading.pages(pdf)[0].count("Ava")
