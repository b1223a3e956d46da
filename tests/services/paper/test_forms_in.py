"""Filled forms come back: into the right pupil's views, once, beside what is there, and refused with a reason when wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gradesk import documents
from gradesk.documents.desk import drawing
from gradesk.documents.press.look import USUAL
from gradesk.interchange import forms
from gradesk.interchange.forms import _form, _read
from gradesk.services.custody import history
from gradesk.services.paper import form_marks, forms_in
from gradesk.services.paper.forms_in import BESIDE, INSTEAD
from gradesk.services.paper.gathering import meetings as gathering_meetings
from gradesk.services.plans import cycles, plans, reviews
from gradesk.services.pupils import pupils
from gradesk.store.work import Store
from gradesk.system.progress import no_progress
from gradesk.system.refusal import Refused
from tests.services.planning import agreed_plan, whole_plan

GATHERED = {
    "pupil": gathering_meetings.pupil_preparation,
    "parent": gathering_meetings.parent_preparation,
    "teacher": gathering_meetings.teacher_preparation,
}


def blank(store: Store, pupil_id: str, kind: str) -> bytes:
    """The form as it goes out."""
    code = f"prepare-{kind}"
    return drawing.draw(documents.document(code), GATHERED[kind](store, [pupil_id]), USUAL, "form").pdf


def filled(pdf: bytes, values: Mapping[str, str]) -> bytes:
    """As a person's reader saves it: values by the end of a field's name."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as read:
        for one in read.Root.AcroForm.Fields:
            for end, value in values.items():
                if str(one.T).endswith(end):
                    one.V = pikepdf.Name("/Yes") if value == "Yes" else pikepdf.String(value)
        read.save(out)
    return out.getvalue()


def read(pdf: bytes) -> forms_in.FilledForm:
    """What the reader makes of it, without a child process."""
    return _form(_read(pdf, no_progress))


@pytest.mark.parametrize(("kind", "view"), [("pupil", "pupil_view"), ("parent", "parent_view")])
def test_answers_land_in_the_plan_as_theirs_dated_beside_what_is_there(
    store: Store, ava: str, kind: str, view: str
) -> None:
    plan_id = whole_plan(store, ava)
    plans.change(store, plan_id, {view: "Written before."})
    form = read(filled(blank(store, ava, kind), {"-q-hard": "The hall. Zażółć!", "-who": "Rosa Núñez"}))
    seen = forms_in.preview(store, form, ava)
    assert (seen.kind, seen.there, seen.made_on) == (kind, "Written before.", store.clock.today())
    assert [(one.asked, one.answer) for one in seen.answered] == [("What is hard?", "The hall. Zażółć!")]
    assert getattr(plans.page(store, plan_id).plan, view) == "Written before."
    forms_in.take(store, seen, BESIDE)
    now = getattr(plans.page(store, plan_id).plan, view)
    assert now.startswith("Written before.\n\n") and "What is hard? The hall. Zażółć!" in now
    assert ("Rosa Núñez" in now) is (kind == "parent")


def test_one_undo_takes_a_form_back_and_it_may_be_read_again(store: Store, ava: str) -> None:
    plan_id = whole_plan(store, ava)
    before = plans.page(store, plan_id).plan.parent_view
    form = read(filled(blank(store, ava, "parent"), {"-q-well": "Reading"}))
    forms_in.take(store, forms_in.preview(store, form, ava), INSTEAD)
    with pytest.raises(Refused, match="read in already"):
        forms_in.preview(store, form, ava)
    history.undo(store)
    assert plans.page(store, plan_id).plan.parent_view == before
    assert forms_in.preview(store, form, ava).answered


def test_in_a_review_the_pupils_ticks_become_the_pupils_own_ratings(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    current = cycles.current(store, ava)
    assert current is not None
    while cycles.current(store, ava).cycle.stage != "review":
        cycles.move_on(store, current.cycle.uuid)
    target = reviews.page(store, current.cycle.uuid).lines[0].target
    mark = form_marks.target_mark(target.uuid)
    form = read(filled(blank(store, ava, "pupil"), {f"-t-{mark}-4": "Yes", "-q-proud": "I read to my gran"}))
    forms_in.take(store, forms_in.preview(store, form, ava))
    found = reviews.page(store, current.cycle.uuid)
    assert found.review is not None and "I read to my gran" in found.review.pupil_view
    assert found.lines[0].outcome is not None and found.lines[0].outcome.pupil_rating == "4"


def test_a_teachers_view_goes_into_the_review(store: Store, ava: str) -> None:
    agreed_plan(store, ava)
    form = read(filled(blank(store, ava, "teacher"), {"-q-helps": "A seat near the door", "-who": "Mr Lee"}))
    seen = forms_in.preview(store, form, ava)
    forms_in.take(store, seen)
    review = reviews.page(store, seen.record).review
    assert review is not None and "A seat near the door" in review.staff_view and "Mr Lee" in review.staff_view


def test_a_form_finds_its_pupil_and_is_refused_for_another(store: Store, ava: str) -> None:
    whole_plan(store, ava)
    bo = pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek"})
    form = read(filled(blank(store, ava, "parent"), {"-q-well": "Reading"}))
    assert forms_in.preview(store, form).pupil_id == ava
    with pytest.raises(Refused, match=r"another pupil than the one you chose; nothing was changed\."):
        forms_in.preview(store, form, bo)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda form, _: replace(form, mark=form.mark[:-1] + ("0" if form.mark[-1] != "0" else "1")), "altered"),
        (lambda form, _: replace(form, mark="gradesk-00000000" + form.mark[16:]), "another school"),
        (lambda form, _: replace(form, answers={"well": "x"}), "altered"),
        (lambda form, _: replace(form, levels={"00000000": ("1",)}), "altered"),
        (lambda form, _: replace(form, answers=dict.fromkeys(form.answers, " ")), "Nobody has written anything"),
        (lambda form, _: replace(form, mark="something else"), "no form of Gradesk"),
    ],
)
def test_what_was_altered_or_is_foreign_or_empty_is_refused_with_its_reason(
    store: Store, ava: str, change: object, reason: str
) -> None:
    whole_plan(store, ava)
    form = read(filled(blank(store, ava, "parent"), {"-q-well": "Reading"}))
    with pytest.raises(Refused, match=reason):
        forms_in.preview(store, change(form, None), ava)


def test_nothing_is_written_over_what_changed_while_somebody_looked(store: Store, ava: str) -> None:
    plan_id = whole_plan(store, ava)
    seen = forms_in.preview(store, read(filled(blank(store, ava, "parent"), {"-q-well": "Reading"})), ava)
    plans.change(store, plan_id, {"parent_view": "Typed meanwhile."})
    with pytest.raises(Refused, match="changed meanwhile"):
        forms_in.take(store, seen, INSTEAD)
    assert plans.page(store, plan_id).plan.parent_view == "Typed meanwhile."


def test_without_a_plan_there_is_no_place_and_a_sentence_says_so(store: Store, ava: str) -> None:
    form = read(filled(blank(store, ava, "parent"), {"-q-well": "Reading"}))
    with pytest.raises(Refused, match="no place for these answers yet"):
        forms_in.preview(store, form, ava)


def test_a_form_is_read_in_a_process_of_its_own(store: Store, ava: str, tmp_path: Path) -> None:
    path = tmp_path / "form.pdf"
    path.write_bytes(filled(blank(store, ava, "parent"), {"-q-well": "Reading\nand sums"}))
    assert forms.read_form(path).answers["well"] == "Reading\nand sums"


def _protected(pdf: bytes) -> bytes:
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(user="secret", owner="secret"))
    return out.getvalue()


def test_an_answer_that_a_reader_keeps_as_a_stream_is_not_lost(store: Store, ava: str) -> None:
    """A value may be a string or a stream (table 228 of ISO 32000-1)."""
    out = BytesIO()
    with pikepdf.open(BytesIO(blank(store, ava, "parent"))) as pdf:
        for one in pdf.Root.AcroForm.Fields:
            if str(one.T).endswith("-q-hard"):
                one.V = pdf.make_stream("The hall\x07. Zażółć!".encode("utf-16"))
        pdf.save(out)
    assert read(out.getvalue()).answers["hard"] == "The hall . Zażółć!"


def changed(pdf: bytes, change: Callable[[Any], None]) -> bytes:
    """Each field as another program would have saved it."""
    out = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as opened:
        for one in opened.Root.AcroForm.Fields:
            change(one)
        opened.save(out)
    return out.getvalue()


@pytest.mark.parametrize("way", ["looks alone", "value alone", "another word", "a box below"])
def test_a_tick_counts_however_a_program_writes_it(store: Store, ava: str, way: str) -> None:
    agreed_plan(store, ava)

    def tick(one: Any) -> None:
        if not str(one.T).endswith("-5"):
            return
        on = pikepdf.Name("/On" if way == "another word" else "/Yes")
        if way == "a box below":
            one.Kids = pikepdf.Array([pikepdf.Dictionary(AS=on)])
            return
        if way != "value alone":
            one.AS = on
        if way != "looks alone":
            one.V = on

    form = read(changed(blank(store, ava, "parent"), tick))
    assert set(form.levels.values()) == {("5",)}
    answered = forms_in.preview(store, form, ava).answered
    assert {one.answer for one in answered} == {"Yes"}  # as the parent's box said, not "Yes, I can"


def test_fields_with_a_prefix_are_known_again_or_refused_for_the_right_reason(store: Store, ava: str) -> None:
    form = filled(blank(store, ava, "parent"), {"-q-well": "Reading"})

    def rename(to: str) -> Callable[[Any], None]:
        def change(one: Any) -> None:
            one.T = pikepdf.String(to.format(str(one.T)))

        return change

    assert read(changed(form, rename("topmost[0].{}"))).answers["well"] == "Reading"
    with pytest.raises(Refused, match="were renamed by the program that saved it"):
        read(changed(form, rename("{}_2")))


def test_files_that_are_no_filled_form_are_refused_each_with_its_reason(store: Store, ava: str, tmp_path: Path) -> None:
    form = blank(store, ava, "parent")
    two = GATHERED["parent"](store, [ava, pupils.add_pupil(store, {"legal_forename": "Bo", "legal_surname": "Ek"})])
    both = drawing.draw(documents.document("prepare-parent"), two, USUAL, "form").pdf
    paper = drawing.draw(documents.document("prepare-parent"), two[:1], USUAL, "paper").pdf
    cases = [
        (b"hello", "is no PDF"),
        (b"", "is no PDF"),
        (form[: len(form) // 3], "damaged|no form of Gradesk"),
        (_protected(form), "protected with a password"),
        (paper, "no form of Gradesk"),
        (both, "several pupils"),
        (filled(form, {"-q-well": "x" * 10_001}), "longer than 10,000"),
        (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "more than 10 MB"),
    ]
    for number, (data, reason) in enumerate(cases):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(data)
        with pytest.raises(Refused, match=reason):
            forms.read_form(path)
    with pytest.raises(Refused, match="is no file"):
        forms.read_form(tmp_path)


@given(st.binary(max_size=400))
def test_no_rubbish_does_more_than_be_refused(rubbish: bytes) -> None:
    with suppress(Refused):
        assert _read(b"%PDF-1.7\n" + rubbish, no_progress) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80).map(str.strip).filter(bool))
def test_an_answer_is_read_as_it_was_typed(store: Store, ava: str, words: str) -> None:
    if words == "Yes":
        return
    form = blank(store, ava, "parent")
    assert read(filled(form, {"-q-well": words})).answers["well"] == words
