"""A bundle is gathered for its purpose: our pages, the attachments, the chronology; what lacks and what stays out is told."""

from __future__ import annotations

from io import BytesIO

import pikepdf
import pytest

from gradesk.documents import CATALOGUE
from gradesk.documents.desk.bundle import gathering, handing
from gradesk.documents.press.look import USUAL
from gradesk.services.custody import confidential
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.outside import reports
from gradesk.services.paper import purposes
from gradesk.services.plans import passports
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from tests.conftest import TODAY
from tests.documents import reading


def test_every_document_of_every_purpose_is_one_of_the_catalogue_in_a_variant_it_has() -> None:
    known = {one.code: one for one in CATALOGUE}
    for purpose in purposes.purposes():
        for section in purpose.sections:
            for code, variant in section.documents:
                assert known[code].scope == "pupil"
                known[code].variant(variant)


def test_it_holds_pages_attachments_and_a_chronology_and_nothing_for_staff_alone(store: Store, ava: str) -> None:
    passports.change(store, ava, {"admire": "Kind to everybody"})
    reports.add(store, ava, {"title": "Hearing test", "happened_on": TODAY})
    attachments.add(
        store, ava, TakenIn("a.txt", "text/plain", b"Hears well on both sides."), {"title": "Audiology letter"}
    )
    secret = attachments.add(store, ava, TakenIn("b.txt", "text/plain", b"Quokka"), {"title": "Quokka note"})
    confidential.mark(store, "attachment", secret, on=True)
    found = gathering.gather(store, "tribunal", ava, USUAL)
    told = handing.to_know(found)
    assert any("1 record is for staff alone and held back" in words for words in told)
    assert any("Councils usually ask for 2 reviewed cycles; 0 are there." in words for words in told)
    assert any("“Hearing test” is noted without its file" in words for words in told)
    made = handing.assembled(found, looked=True)
    text = " ".join(reading.pages(made))  # without its blanks
    assert "Kindtoeverybody" in text and "Hearswellonbothsides" in text and "Hearingtest" in text
    assert "Quokka" not in text
    with pikepdf.open(BytesIO(made)) as file:
        assert len(file.open_outline().root) > 0
        count = len(file.pages)
    assert f"Page{count}of{count}" in text


def test_an_encrypted_file_in_it_stops_it_with_its_sentence_and_nothing_is_made(store: Store, ava: str) -> None:
    passports.change(store, ava, {"admire": "Kind to everybody"})
    locked = BytesIO()
    with pikepdf.new() as file:
        file.add_blank_page()
        file.save(locked, encryption=pikepdf.Encryption(user="x", owner="y"))
    attachments.add(store, ava, TakenIn("c.pdf", "application/pdf", locked.getvalue()), {"title": "Locked report"})
    found = gathering.gather(store, "tribunal", ava, USUAL)
    assert "“Locked report” opens with a password only" in handing.to_know(found)[0]
    with pytest.raises(Refused, match="opens with a password only"):
        handing.assembled(found, looked=True)


def test_an_unknown_purpose_says_which_there_are(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match=r"Choose one of: assessment, annual_review, transfer, tribunal"):
        gathering.gather(store, "party", ava, USUAL)
