"""Documents are kept whole inside the school's file, within limits, and leave it only as a saved copy."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from PIL import Image
from PIL.ExifTags import IFD, Base
from PIL.PngImagePlugin import PngInfo
from sqlalchemy import event

from gradesk.model.evidence.attachment import Attachment
from gradesk.model.rules import file_kinds
from gradesk.services.custody import history
from gradesk.services.evidence import attachments, measures, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import meetings
from gradesk.services.pupils import pupils
from gradesk.store.vault import Vault
from gradesk.store.work import Store
from gradesk.system.progress import Cancelled
from gradesk.system.refusal import Refused
from tests.conftest import PASSPHRASE

TODAY = date(2026, 11, 23)
PDF = b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n%%EOF"


def put(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def taken(store: Store, pupil: str, content: bytes = PDF, **values: object) -> str:
    return attachments.add(store, pupil, TakenIn("Report.pdf", "application/pdf", content), values)


def photograph(side: int = 60) -> bytes:
    """A JPEG that says where it was taken and by which camera."""
    picture = Image.new("RGB", (side, side), "teal")
    exif = picture.getexif()
    exif[Base.Make] = "Spycam"
    exif.get_ifd(IFD.GPSInfo)[2] = (51.0, 25.0, 12.0)
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_document_comes_out_byte_for_byte_as_it_went_in(store: Store, ava: str, tmp_path: Path) -> None:
    content = PDF + bytes(range(256)) * 3000
    read = attachments.read_file(put(tmp_path, "Report of Ava.pdf", content))
    uuid = attachments.add(
        store, ava, read, {"title": "Speech report", "author": "SALT", "happened_on": date(2026, 11, 2)}
    )
    [row] = attachments.attachments(store, ava)
    assert (row.uuid, row.label, row.size, row.kind) == (uuid, "Speech report", len(content), "PDF")
    assert (row.happened_on, row.written_at) == (date(2026, 11, 2), store.clock.now())
    out = tmp_path / "out" / attachments.suggested_name(row)
    attachments.save_copy(store, uuid, out)
    assert out.read_bytes() == content
    assert out.name == "document-2026-11-02.pdf"


def test_nothing_of_a_document_lies_readable_beside_the_encrypted_file(store: Store, ava: str, tmp_path: Path) -> None:
    secret = b"%PDF-1.7 the canary sings"
    attachments.add(store, ava, attachments.read_file(put(tmp_path, "a.pdf", secret)))
    store.close()
    for path in store.vault.folder.rglob("*"):
        if path.is_file():
            assert b"canary" not in path.read_bytes(), path.name
    Vault.open(store.vault.folder, PASSPHRASE).close()


def test_a_file_of_two_gigabytes_is_refused_before_a_byte_is_read(tmp_path: Path) -> None:
    path = tmp_path / "film.pdf"
    with path.open("wb") as file:
        file.truncate(2 * 1024**3)  # all holes: it takes no room on the disk

    def read(done: int, total: int) -> None:
        raise AssertionError("it was read")

    with pytest.raises(Refused, match=r"2048\.0 MB.*up to 20 MB.*not taken in"):
        attachments.read_file(path, read)


def test_a_file_of_twenty_megabytes_is_kept_and_one_byte_more_is_not(store: Store, ava: str, tmp_path: Path) -> None:
    most = attachments.MOST_BYTES
    path = put(tmp_path, "a.pdf", PDF.ljust(most, b" "))
    attachments.add(store, ava, attachments.read_file(path))
    with pytest.raises(Refused, match="20 MB"):
        attachments.read_file(put(tmp_path, "b.pdf", PDF.ljust(most + 1, b" ")))
    with pytest.raises(Refused, match="20 MB"):
        attachments.add(store, ava, TakenIn("b.pdf", "application/pdf", PDF.ljust(most + 1, b" ")))
    assert len(attachments.attachments(store, ava)) == 1


def test_all_documents_together_stay_below_their_limit(store: Store, ava: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_IN_ALL", 2 * len(PDF))
    first = taken(store, ava)
    taken(store, ava)
    attachments.remove(store, first)  # it can be restored, so its room is not free
    with pytest.raises(Refused, match="500 MB"):
        taken(store, ava)
    assert len(attachments.attachments(store, ava)) == 1


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.exe", b"MZ"), ("a.pdf", b"MZ\x90"), ("a.docm", b"PK"), ("a.zip", b"PK"), ("a.txt", b"#!/bin/sh")],
)
def test_a_program_is_refused_with_a_sentence(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(Refused, match="so it was not taken in"):
        attachments.read_file(put(tmp_path, name, content))


def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "folder.pdf").mkdir()
    for path in (tmp_path / "missing.pdf", tmp_path / "folder.pdf"):
        with pytest.raises(Refused, match="not taken in"):
            attachments.read_file(path)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        attachments.read_file(put(tmp_path, "a.pdf", PDF), stop)


def test_a_photograph_loses_place_and_camera_and_keeps_its_size(tmp_path: Path) -> None:
    raw = photograph()
    assert b"Spycam" in raw
    read = attachments.read_file(put(tmp_path, "IMG_0001.JPG", raw))
    assert b"Spycam" not in read.content and b"Exif" not in read.content
    with Image.open(io.BytesIO(read.content)) as picture:
        assert (picture.size, len(picture.getexif())) == ((60, 60), 0)


def test_a_picture_keeps_its_transparency_and_loses_its_comments(tmp_path: Path) -> None:
    out = io.BytesIO()
    words = PngInfo()
    words.add_text("Author", "Spycam")
    Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(out, "PNG", pnginfo=words)
    read = attachments.read_file(put(tmp_path, "a.png", out.getvalue()))
    assert b"Spycam" not in read.content
    with Image.open(io.BytesIO(read.content)) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 0, 0)


def test_a_picture_too_large_or_damaged_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO()
    Image.new("1", (6000, 6000)).save(out, "PNG")
    with pytest.raises(Refused, match="megapixels"):
        attachments.read_file(put(tmp_path, "a.png", out.getvalue()))
    with pytest.raises(Refused, match="damaged"):
        attachments.read_file(put(tmp_path, "b.jpg", photograph()[:-200]))
    with pytest.raises(Refused, match="up to 10 MB"):
        attachments.read_file(put(tmp_path, "c.jpg", b"\xff\xd8\xff".ljust(10 * 1024 * 1024 + 1, b"x")))


def test_a_pdf_with_a_script_is_kept_and_says_so(store: Store, ava: str, tmp_path: Path) -> None:
    read = attachments.read_file(put(tmp_path, "a.pdf", PDF + b"/OpenAction << /S /JavaScript >>"))
    attachments.add(store, ava, read)
    [row] = attachments.attachments(store, ava)
    assert row.warning.startswith("This PDF holds a script and something it does when it is opened")


def test_a_hostile_name_is_kept_as_plain_words(store: Store, ava: str, tmp_path: Path) -> None:
    name = "<b>x<b>\u202egnp.\ttxt" + "y" * 100 + ".pdf"
    attachments.add(store, ava, attachments.read_file(put(tmp_path, name, PDF)))
    [row] = attachments.attachments(store, ava)
    assert row.file_name.startswith("<b>x<b>�gnp.�txt")
    assert attachments.suggested_name(row) == "document-2026-11-23.pdf"


def test_a_document_belongs_to_what_it_is_put_to(store: Store, ava: str) -> None:
    seen = observations.add(store, ava, {"place": "Maths"})
    result = measures.add_result(store, ava, "phonics", "20", {})
    log = meetings.log(store, ava, {"kind": "phone", "with_whom": "Mum", "summary": "Rang"})
    choices = dict(attachments.belongs_to(store, ava))
    assert choices["pupil:"] == "{Pupil}"
    assert choices[f"observation:{seen}"] == "Observation: 23/11/2026 Maths"
    assert choices[f"measure_result:{result}"] == "Assessment: 23/11/2026 Phonics screening check"
    assert choices[f"contact:{log}"] == "Contact: 23/11/2026 Phone call Mum"
    uuid = taken(store, ava)
    attachments.change(store, uuid, {"belongs": f"observation:{seen}", "title": "Plan of the room"})
    assert [row.uuid for row in attachments.attachments(store, ava, "observation", seen)] == [uuid]
    attachments.change(store, uuid, {"belongs": "pupil:"})
    assert attachments.attachments(store, ava, "observation", seen) == []


def test_a_document_is_never_put_to_another_pupils_record(store: Store, ava: str) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo"})
    seen = observations.add(store, bo, {"place": "Maths"})
    uuid = taken(store, ava)
    with pytest.raises(Refused, match="stays where it was"):
        attachments.change(store, uuid, {"belongs": f"observation:{seen}"})
    with pytest.raises(Refused):
        attachments.change(store, uuid, {"belongs": "observation:nobody"})
    with pytest.raises(Refused):
        attachments.change(store, uuid, {"belongs": "nonsense:1"})


@pytest.mark.parametrize("day", [date(2017, 1, 1), date(2026, 11, 24), date(2200, 1, 1)])
def test_a_document_is_of_no_day_before_birth_or_to_come(store: Store, ava: str, day: date) -> None:
    with pytest.raises(Refused):
        taken(store, ava, happened_on=day)
    uuid = taken(store, ava)
    with pytest.raises(Refused):
        attachments.change(store, uuid, {"happened_on": day})


def test_a_deleted_document_comes_back_whole(store: Store, ava: str, tmp_path: Path) -> None:
    uuid = taken(store, ava, title="Report")
    attachments.remove(store, uuid)
    assert attachments.attachments(store, ava) == []
    history.bring_back(store, Attachment.__tablename__, uuid)
    attachments.save_copy(store, uuid, tmp_path / "copy.pdf")
    assert (tmp_path / "copy.pdf").read_bytes() == PDF


def test_taking_in_is_one_step_that_undo_takes_back(store: Store, ava: str) -> None:
    taken(store, ava, title="Report")
    assert history.undo(store) == "Document of Ava"
    assert attachments.attachments(store, ava) == []


def acting() -> bytes:
    """A PDF with everything that acts by itself, each in its usual place."""
    name, text, out = pikepdf.Name, pikepdf.Dictionary, io.BytesIO()
    script = text(S=name.JavaScript, JS="app.alert(1)")
    with pikepdf.new() as pdf:
        page: Any = pdf.add_blank_page().obj
        pdf.attachments["inside.txt"] = b"hello"
        pdf.Root.Names.JavaScript = text(Names=["x", script])
        pdf.Root.OpenAction, pdf.Root.AA = script, text(WC=script)
        start = text(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=text(S=name.Launch, F="calc.exe"))
        chained = text(Type=name.Annot, Subtype=name.Link, Rect=[0, 0, 9, 9], A=text(S=name.GoTo, D="x", Next=script))
        film = text(Type=name.Annot, Subtype=name.RichMedia, Rect=[0, 0, 9, 9])
        field = text(Type=name.Annot, Subtype=name.Widget, FT=name.Tx, T="a", Rect=[0, 0, 9, 9], AA=text(K=script))
        page.Annots = pdf.make_indirect(
            pikepdf.Array([pdf.make_indirect(one) for one in (start, chained, film, field)])
        )
        page.AA = text(O=script)
        pdf.Root.AcroForm = text(Fields=[page.Annots[3]], XFA=pdf.make_stream(b"<xdp/>"))
        pdf.save(out)
    return out.getvalue()


def test_a_pdf_that_acts_leaves_without_what_acts_unless_it_is_wanted_as_it_is(
    store: Store, ava: str, tmp_path: Path
) -> None:
    content, out = acting(), tmp_path / "copy.pdf"
    read = attachments.read_file(put(tmp_path, "a.pdf", content))
    assert len(read.warnings) >= 5
    uuid = attachments.add(store, ava, read, {"title": "Report"})
    attachments.save_copy(store, uuid, out)
    assert file_kinds.warnings("application/pdf", out.read_bytes()) == ()
    with pikepdf.open(out) as opened:
        assert len(opened.pages) == 1 and len(opened.pages[0].Annots) == 3
    attachments.save_copy(store, uuid, out, as_it_is=True)
    assert out.read_bytes() == content


def test_a_pdf_that_cannot_be_made_harmless_is_refused_and_nothing_is_saved(
    store: Store, ava: str, tmp_path: Path
) -> None:
    read = attachments.read_file(put(tmp_path, "a.pdf", PDF + b"/OpenAction << /S /JavaScript >>"))
    uuid = attachments.add(store, ava, read, {"title": "Report"})
    with pytest.raises(Refused, match="could not be taken out; nothing was saved"):
        attachments.save_copy(store, uuid, tmp_path / "copy.pdf")
    assert not (tmp_path / "copy.pdf").exists()


def test_a_copy_that_cannot_be_written_says_so_and_leaves_nothing(store: Store, ava: str, tmp_path: Path) -> None:
    uuid = taken(store, ava)
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(Refused, match="cannot be written"):
        attachments.save_copy(store, uuid, tmp_path / "file" / "copy.pdf")


def test_listing_documents_reads_no_bytes(store: Store, ava: str) -> None:
    taken(store, ava)
    asked: list[str] = []
    event.listen(store.vault.engine, "before_cursor_execute", lambda *call: asked.append(call[2]))
    attachments.attachments(store, ava)
    attachments.total(store)
    assert asked and not [statement for statement in asked if "stored_file" in statement]
