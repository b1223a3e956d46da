"""Whoever asks gets everything about a pupil, in time, with both clocks, and nobody else’s words unless that was decided."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from gradesk.documents.pages.safekeeping import everything
from gradesk.model.meetings.meeting import MeetingPerson
from gradesk.model.meetings.minutes import MeetingLine
from gradesk.model.pupils.access import AccessRequest
from gradesk.services.custody import watching
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import booking, meetings
from gradesk.services.plans import passports
from gradesk.services.pupils import access, contacts, leaving, pupils
from gradesk.services.safekeeping import dossier, erasing
from gradesk.services.safekeeping.dossier import Dossier
from gradesk.services.term import provisions
from gradesk.services.today import due
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.system.words import Words
from tests.documents import ua

LETTER = TakenIn("letter.pdf", "application/pdf", b"%PDF-1.4 letter")


@pytest.fixture
def request_of_mum(store: Store, ava: str) -> AccessRequest:
    return noted(store, ava)


def noted(store: Store, pupil_id: str, **values: object) -> AccessRequest:
    uuid = access.begin(store, pupil_id, {"who": "Mum", **values})
    return next(one for one in access.of_pupil(store, pupil_id) if one.uuid == uuid)


def decided(store: Store, request: AccessRequest) -> Dossier:
    """Everything that waits goes in."""
    for one in dossier.gather(store, request).undecided:
        access.decide(store, request, one.item, "in", "")
    return dossier.gather(store, request)


def texts(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2026, 11, 3), date(2026, 12, 3)),
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2024, 1, 31), date(2024, 2, 29)),
        (date(2026, 12, 31), date(2027, 1, 31)),
    ],
)
def test_one_calendar_month_ends_on_the_day_of_the_same_number_or_the_last(received: date, last: date) -> None:
    assert access.months_later(received, 1) == last


@given(day=st.dates(date(1990, 1, 1), date(2099, 1, 1)), months=st.integers(0, 30))
def test_months_later_never_leaps_over_a_month(day: date, months: int) -> None:
    later = access.months_later(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day <= day.day


def test_it_is_extended_once_by_two_months_within_the_first_and_with_a_reason(
    store: Store, ava: str, request_of_mum: AccessRequest
) -> None:
    assert access.due(store, request_of_mum) == date(2026, 12, 23)
    with pytest.raises(Refused, match="Say why"):
        access.extend(store, request_of_mum, " ")
    access.extend(store, request_of_mum, "three schools have a part")
    (again,) = access.of_pupil(store, ava)
    assert access.due(store, again) == date(2027, 2, 23)
    with pytest.raises(Refused, match="once already"):
        access.extend(store, again, "more")
    late = noted(store, ava, happened_on=date(2026, 10, 1))
    with pytest.raises(Refused, match="first month is over"):
        access.extend(store, late, "more")


def test_the_educational_record_has_fifteen_school_days_and_holidays_do_not_count(store: Store, ava: str) -> None:
    request = noted(store, ava, happened_on=date(2026, 11, 23), which="record")
    last = access.due(store, request)
    weekdays = sum(
        (date(2026, 11, 23) + timedelta(days=n)).weekday() < 5 for n in range(1, (last - date(2026, 11, 23)).days + 1)
    )
    assert weekdays >= 15 and last >= date(2026, 12, 14) and last.weekday() < 5
    with pytest.raises(Refused, match="cannot be extended"):
        access.extend(store, request, "more")
    over_christmas = access.due(store, noted(store, ava, happened_on=date(2026, 11, 22), which="record"))
    assert over_christmas <= last


def test_nothing_is_noted_without_who_asks_or_before_it_came(store: Store, ava: str) -> None:
    with pytest.raises(Refused, match="Say who asks"):
        access.begin(store, ava, {"who": " "})
    with pytest.raises(Refused, match="when it has been received"):
        access.begin(store, ava, {"who": "Mum", "happened_on": date(2026, 11, 24)})


def test_today_says_by_when_also_for_somebody_who_left_until_it_is_answered(store: Store, ava: str) -> None:
    request = noted(store, ava, happened_on=date(2026, 11, 3))
    pupils.change_pupil(store, ava, {"left_on": date(2026, 11, 20)})
    (line,) = [line for line in due.due(store) if line.rule == "access_due"]
    assert (line.words, line.due, line.since) == ("Answer Mum by 03/12/2026", date(2026, 12, 3), date(2026, 11, 3))
    assert (line.place.tab, line.place.record) == ("history", request.uuid)
    access.answer(store, request)
    assert [line for line in due.due(store) if line.rule == "access_due"] == []


def test_everything_is_there_with_both_clocks_and_what_was_deleted_too(
    store: Store, ava: str, request_of_mum: AccessRequest
) -> None:
    passports.change(store, ava, {"helps": "a card to show"})
    meetings.log(store, ava, {"kind": "phone", "summary": "Mum phoned", "happened_on": date(2026, 11, 2)})
    attachments.remove(store, attachments.add(store, ava, LETTER))
    found = dossier.gather(store, request_of_mum)
    kinds = {one.kind for one in found.entries}
    assert {"pupil", "passport", "meeting", "status_period", "attachment"} <= kinds
    assert found.entries[0].kind == "pupil" and not {"access_request", "access_decision"} & kinds
    (call,) = [one for one in found.entries if one.kind == "meeting"]
    assert (
        call.clocks.startswith("02/11/2026, written on 23/11/2026 at ")
        and ("What was said", "Mum phoned") in call.fields
    )
    (letter,) = [one for one in found.entries if one.kind == "attachment"]
    assert letter.is_deleted and "deleted since, and kept" in letter.clocks


def test_what_holds_others_words_or_was_for_staff_alone_waits_for_a_decision(
    store: Store, ava: str, request_of_mum: AccessRequest
) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Abbot", "date_of_birth": date(2017, 1, 1)})
    contacts.add_person(store, ava, {"name": "Ines Núñez", "phone": "01632 960001"})
    passports.change(store, ava, {"helps": "sits away from BO ABBOT"})
    passports.change(store, bo, {"helps": "a break from Ava Núñez"})
    both = booking.book(
        store, [bo, ava], {"kind": "tac", "happened_on": date(2026, 12, 1), "summary": "the two of them"}
    )
    attachments.add(store, ava, LETTER, {"author": "Dr Raman"})
    meetings.log(store, ava, {"summary": "we were worried", "staff_only": True})
    leaving.hold(store, ava, "appeal")
    with store.work("Say") as session:
        for words, held_back in (("for us", "staff"), ("Nan said", "third"), ("for all", "")):
            session.add(MeetingLine(meeting_id=both, pupil_id=ava, step="here", words=words, held_back=held_back))
    found = dossier.gather(store, request_of_mum)
    needs = {(one.kind, one.needs) for one in found.to_decide}
    assert needs >= {
        ("contact", dossier.THIRD), ("passport", dossier.OTHERS), ("passport", dossier.ELSEWHERE),
        ("meeting", dossier.SEVERAL), ("meeting", dossier.STAFF), ("attachment", dossier.FROM_OUTSIDE),
        ("legal_hold", dossier.STAFF),
        ("meeting_line", dossier.STAFF), ("meeting_line", dossier.THIRD),
    }  # fmt: skip
    assert len(found.undecided) == len(found.to_decide)


def test_what_was_said_at_a_meeting_kept_to_staff_waits_for_a_decision_like_it(
    store: Store, ava: str, request_of_mum: AccessRequest
) -> None:
    meeting = meetings.log(store, ava, {"summary": "we were worried", "staff_only": True})
    with store.work("Say") as session:
        session.add(MeetingLine(meeting_id=meeting, pupil_id=ava, step="here", words="said among staff", held_back=""))
    found = dossier.gather(store, request_of_mum)
    (line,) = [one for one in found.entries if one.kind == "meeting_line"]
    assert line.needs == dossier.STAFF and line in found.undecided


def test_a_choice_is_told_in_the_words_of_the_school(store: Store, ava: str, request_of_mum: AccessRequest) -> None:
    meeting = booking.book(store, [ava], {"kind": "tac", "happened_on": date(2026, 12, 1)})
    with store.work("Come") as session:
        session.add(MeetingPerson(meeting_id=meeting, pupil_id=ava, name="Ava", part="pupil"))
    told = [words for one in dossier.gather(store, request_of_mum).entries for _, words in one.fields]
    assert "Pupil" in told and not [words for words in told if "{" in words]


def test_who_else_is_in_a_group_never_goes_out(store: Store, ava: str, request_of_mum: AccessRequest) -> None:
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Abbot"})
    provisions.add(store, [ava, bo], {"name": "Talk group"})
    found = decided(store, request_of_mum)
    assert len([one for one in found.entries if one.kind == "provision_member"]) == 1
    assert b"Abbot" not in dossier.as_json(found, {})


def test_each_decision_needs_its_reason_and_can_be_taken_anew(
    store: Store, ava: str, request_of_mum: AccessRequest
) -> None:
    contacts.add_person(store, ava, {"name": "Ines Núñez"})
    (one,) = dossier.gather(store, request_of_mum).to_decide
    with pytest.raises(Refused, match="Say why"):
        access.decide(store, request_of_mum, one.item, "out", " ")
    with pytest.raises(Refused, match="words that go in instead"):
        access.decide(store, request_of_mum, one.item, "redacted", "hers")
    for decision in ("out", "redacted", "in"):
        access.decide(store, request_of_mum, one.item, decision, "hers", "A parent")
        (again,) = dossier.gather(store, request_of_mum).to_decide
        assert again.decision is not None and again.decision.decision == decision
    assert len(access.decisions(store, request_of_mum.uuid)) == 1


def test_nothing_is_written_before_all_is_decided_nor_over_what_is_there(
    store: Store, ava: str, request_of_mum: AccessRequest, tmp_path: Path
) -> None:
    contacts.add_person(store, ava, {"name": "Ines Núñez"})
    found = dossier.gather(store, request_of_mum)
    with pytest.raises(Refused, match="1 items wait for a decision"):
        dossier.write(store, found, b"", tmp_path / "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "letter").write_bytes(b"")
    with pytest.raises(Refused, match="not empty"):
        dossier.write(store, decided(store, request_of_mum), b"", tmp_path / "full")


def test_the_answer_is_a_page_records_and_files_with_what_was_refused_and_why(
    store: Store, ava: str, request_of_mum: AccessRequest, tmp_path: Path
) -> None:
    meetings.log(store, ava, {"summary": "<b>Mum</b> & =1+1 said \U0001f600 fine"})
    attachments.add(store, ava, LETTER, {"author": "Dr Raman"})
    secret = attachments.add(
        store, ava, TakenIn("note.txt", "text/plain", b"kept from you"), {"author": "Nan", "title": "Nan’s"}
    )
    contacts.add_person(store, ava, {"name": "Ines Núñez", "phone": "01632 960001"})
    for one in dossier.gather(store, request_of_mum).undecided:
        if one.uuid == secret:
            access.decide(store, request_of_mum, one.item, "out", "another person’s words")
        elif one.kind == "contact":
            access.decide(store, request_of_mum, one.item, "redacted", "her number is hers", "Your mother")
        else:
            access.decide(store, request_of_mum, one.item, "in", "")
    found = dossier.gather(store, request_of_mum)
    page = everything.draw(found, Words())
    assert dossier.write(store, found, page, tmp_path / "out") == 1
    newest = watching.lines(store)[0]
    assert newest.words.startswith("Saved as a file: everything that is kept of ") and newest.pupil_id == ava
    assert {path.name for path in (tmp_path / "out").iterdir()} == {dossier.PAGE, dossier.RECORDS, dossier.FILES}
    (kept,) = (tmp_path / "out" / dossier.FILES).iterdir()
    assert kept.read_bytes() == LETTER.content and "Ava" not in kept.name
    said = texts(page)
    assert ua.faults(page) == []
    assert "another person’s words" in said and "Stays out" in said and "Your mother" in said
    assert "<b>Mum</b>" in said and "23/11/2026, written on 23/11/2026" in said and "To be answered by" in said
    told = json.loads((tmp_path / "out" / dossier.RECORDS).read_text("utf-8"))
    assert {one["reason"] for one in told["not_as_kept"]} == {"another person’s words", "her number is hers"}
    assert [one["file"] for one in told["records"] if "file" in one] == [f"files/{kept.name}"]
    for whole in (said, (tmp_path / "out" / dossier.RECORDS).read_text("utf-8")):
        assert "01632" not in whole and "Nan’s" not in whole


def test_the_file_of_the_page_names_nobody_in_its_title(store: Store, ava: str, request_of_mum: AccessRequest) -> None:
    reader = PdfReader(io.BytesIO(everything.draw(decided(store, request_of_mum), Words())))
    assert "Ava" not in str(reader.metadata) and "Mum" not in str(reader.metadata)
    del ava


def test_a_request_goes_with_the_pupil_who_is_erased(store: Store, ava: str, request_of_mum: AccessRequest) -> None:
    contacts.add_person(store, ava, {"name": "Ines Núñez"})
    decided(store, request_of_mum)
    erasing.erase(store, ava, "mistake", although_on_roll=True)
    assert access.of_pupil(store, ava) == [] and access.decisions(store, request_of_mum.uuid) == {}
    assert store.broken_seals() == 0


def test_documents_keep_their_ending_and_choices_are_told_in_the_schools_words(
    store: Store, ava: str, request_of_mum: AccessRequest, tmp_path: Path
) -> None:
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    attachments.add(store, ava, TakenIn("report.docx", word, b"PK words"), {"title": "{Pupil} as typed"})
    found = decided(store, request_of_mum)
    dossier.write(store, found, b"page", tmp_path / "answer")
    assert [one.suffix for one in (tmp_path / "answer" / dossier.FILES).iterdir()] == [".docx"]
    (one,) = [one for one in found.entries if one.kind == "attachment"]
    assert ("Belongs to", "Pupil") in one.fields and ("What it is", "{Pupil} as typed") in one.fields
