"""The plan of an import: who is meant, what would change, and what a person has to decide."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gradesk.interchange.columns.mapping import How
from gradesk.interchange.preview import choose_columns
from gradesk.interchange.pupils.planning import decided
from gradesk.interchange.receive import make_plan, open_table
from gradesk.services.admission.admission import ContactCard, FieldChange, Group, ImportMemory, KnownPupil, fingerprint
from tests.interchange.builders import HEADERS, TODAY, csv_bytes, known_from, only, plan_of, row, upn

IDA = KnownPupil(
    uuid="ida",
    upn=upn(1),
    legal_surname="Holt",
    legal_forename="Ida",
    date_of_birth=date(2017, 3, 2),
    sex="F",
    year_group="5",
    class_name="5 Oak",
    status="K",
    needs=("SLCN", "MLD"),
)


def line(**changes: str) -> list[str]:
    """Ida's line of a register under `HEADERS`."""
    return row(1, **({"surname": "Holt", "forename": "Ida", "dob": "02/03/2017", "status": "K"} | changes))


def changes(
    folder: Path, known: KnownPupil, extra: dict[str, str] | None = None, **line_changes: str
) -> list[FieldChange]:
    """What one line would change about one pupil."""
    extra = extra or {}
    data = csv_bytes([*HEADERS, *extra], [*line(**line_changes), *extra.values()])
    return list(only(plan_of(folder, data, [known])).changes)


def test_nothing_changes_when_the_file_says_the_same(tmp_path: Path) -> None:
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, line(surname=" HOLT ", form="5  oak")), [IDA]))
    assert (found.group, found.changes) == (Group.UNCHANGED, ())


def test_a_change_shows_the_old_and_the_new_value(tmp_path: Path) -> None:
    assert changes(tmp_path, IDA, form="5 Ash") == [FieldChange("class_name", "5 Oak", "5 Ash")]


def test_blanks_never_wipe(tmp_path: Path) -> None:
    assert changes(tmp_path, IDA, {"SEN Need Type": "", "EAL": "-"}, form="", status="N/A", year="") == []


def test_what_lowers_support_is_not_ticked(tmp_path: Path) -> None:
    assert changes(tmp_path, IDA, status="N") == [FieldChange("status", "K", "N", ticked=False)]
    assert changes(tmp_path, replace(IDA, status="E")) == [FieldChange("status", "E", "K", ticked=False)]
    assert changes(tmp_path, IDA, status="E") == [FieldChange("status", "K", "E")]


def test_needs_keep_the_ranks_the_file_does_not_speak_of(tmp_path: Path) -> None:
    assert changes(tmp_path, IDA, {"Primary Need": "SLCN"}) == []
    assert changes(tmp_path, IDA, {"Primary Need": "ASD"}) == [
        FieldChange("needs", ("SLCN", "MLD"), ("ASD", "MLD"), ticked=False)
    ]
    assert changes(tmp_path, replace(IDA, needs=()), {"Primary Need": "ASD"}) == [FieldChange("needs", (), ("ASD",))]


def test_what_was_typed_since_the_last_import_is_not_ticked(tmp_path: Path) -> None:
    typed = replace(IDA, typed=frozenset({"class_name"}))
    assert changes(tmp_path, typed, form="5 Ash") == [FieldChange("class_name", "5 Oak", "5 Ash", ticked=False)]


def test_the_watch_list_is_not_ended_by_a_register_that_does_not_know_it(tmp_path: Path) -> None:
    assert changes(tmp_path, replace(IDA, status="W"), status="N") == []


def test_a_new_upn_keeps_the_old_one_as_former(tmp_path: Path) -> None:
    temporary = replace(IDA, upn="D83845122501A", former_upn="")
    assert [(one.field, one.new) for one in changes(tmp_path, temporary)] == [
        ("upn", upn(1)),
        ("former_upn", "D83845122501A"),
    ]


def test_contacts_are_added_and_filled_in_but_never_removed(tmp_path: Path) -> None:
    known = replace(
        IDA, contacts=(ContactCard("Ann Holt", "Mother", "07000 1", "a@example.org"), ContactCard("Bo Holt"))
    )
    (change,) = changes(tmp_path, known, {"Contact 1 Name": "ANN HOLT", "Contact 1 Mobile": "07000 2"})
    assert change.new == (ContactCard("Ann Holt", "Mother", "07000 2", "a@example.org"), ContactCard("Bo Holt"))
    assert changes(tmp_path, known, {"Contact 1 Name": "Ann Holt"}) == []


def test_a_preferred_name_equal_to_the_legal_one_says_nothing(tmp_path: Path) -> None:
    assert changes(tmp_path, IDA, {"Preferred Forename": "Ida"}) == []


def test_a_leaver_who_is_on_the_list_again_is_offered_as_back(tmp_path: Path) -> None:
    gone = replace(IDA, left_on=date(2026, 7, 20))
    assert changes(tmp_path, gone) == [FieldChange("left_on", date(2026, 7, 20), None, ticked=False)]
    assert changes(tmp_path, gone, {"Enrolment Status": "C"})[0].ticked


def test_a_pupil_is_found_by_former_upn_number_and_name(tmp_path: Path) -> None:
    for known in (
        replace(IDA, upn="", former_upn=upn(1)),
        replace(IDA, upn="D83845122501A", admission_number="1234"),
        replace(IDA, upn=""),
    ):
        plan = plan_of(tmp_path, csv_bytes([*HEADERS, "Adno"], [*line(), "001234"]), [known])
        assert only(plan).pupil_uuid == "ida"


@pytest.mark.parametrize(
    ("known", "words"),
    [
        (replace(IDA, date_of_birth=date(2016, 5, 5)), "born on 05/05/2016"),
        (replace(IDA, upn=upn(77)), "another UPN"),
        (replace(IDA, upn="", legal_forename="Idah"), "similar name"),
        (replace(IDA, upn="", legal_surname="Marsh", admission_number="9", date_of_birth=None), "This number belongs"),
    ],
)
def test_a_doubtful_match_is_a_decision_with_the_pupil_named(tmp_path: Path, known: KnownPupil, words: str) -> None:
    found = only(plan_of(tmp_path, csv_bytes([*HEADERS, "Adno"], [*line(), "9"]), [known]))
    assert (found.group, found.candidates, found.ticked) == (Group.DECISION, ("ida",), False)
    assert words in found.reason


def test_two_pupils_of_one_name_and_birthday_are_a_decision(tmp_path: Path) -> None:
    twins = [replace(IDA, upn="", uuid=uuid) for uuid in ("one", "two")]
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, line()), twins))
    assert found.candidates == ("one", "two")


def test_a_decision_can_be_taken_either_way(tmp_path: Path) -> None:
    known = replace(IDA, upn=upn(77), class_name="4 Elm")
    found = only(plan_of(tmp_path, csv_bytes(HEADERS, line()), [known]))
    same = decided(found, known, TODAY)
    assert (same.ticked, same.pupil_uuid) == (True, "ida")
    assert FieldChange("class_name", "4 Elm", "5 Oak") in same.changes
    assert (decided(found, None, TODAY).ticked, decided(found, None, TODAY).pupil_uuid) == (True, None)


def test_two_lines_never_share_one_pupil(tmp_path: Path) -> None:
    known = replace(IDA, former_upn=upn(2))
    plan = plan_of(tmp_path, csv_bytes(HEADERS, line(), line(upn=upn(2), forename="Idaline")), [known])
    assert [one.group for one in plan.rows] == [Group.DECISION, Group.DECISION]


def test_a_pupil_who_is_not_in_the_file_is_offered_as_a_leaver_and_never_ticked(tmp_path: Path) -> None:
    known = [*known_from(plan_of(tmp_path, csv_bytes(HEADERS, *(row(n) for n in range(2, 40))))), IDA]
    plan = plan_of(tmp_path, csv_bytes(HEADERS, *(row(n) for n in range(2, 40))), known)
    (missing,) = plan.group(Group.MISSING)
    assert (missing.name, missing.ticked, missing.line) == ("Holt, Ida", False, 0)
    assert plan.warnings == ()


@pytest.mark.parametrize("there", [35, 900 - 21])
def test_a_part_list_says_so(tmp_path: Path, there: int) -> None:
    everyone = [row(n) for n in range(40 if there == 35 else 900)]
    known = known_from(plan_of(tmp_path, csv_bytes(HEADERS, *everyone)))
    plan = plan_of(tmp_path, csv_bytes(HEADERS, *everyone[:there]), known)
    assert "looks like a part list" in plan.warnings[0]
    assert plan.counts[Group.MISSING] == len(everyone) - there


def test_a_rejected_line_does_not_make_its_pupil_a_leaver(tmp_path: Path) -> None:
    plan = plan_of(tmp_path, csv_bytes(HEADERS, line(dob="02/03/2027")), [IDA])
    assert plan.counts[Group.MISSING] == 0


def test_the_order_of_lines_does_not_matter(tmp_path: Path) -> None:
    lines = [row(n) for n in range(30)] + [row(3, form="9Z"), row(4, status="Yes"), row(5, dob="01/01/2030")]
    known = known_from(plan_of(tmp_path, csv_bytes(HEADERS, *lines[5:25])))

    def summary(several: list[list[str]]) -> list[tuple[str, str, tuple[FieldChange, ...]]]:
        plan = plan_of(tmp_path, csv_bytes(HEADERS, *several), known)
        return sorted((str(one.group), one.raw, one.changes) for one in plan.rows)

    shuffled = random.Random(4).sample(lines, len(lines))
    assert summary(shuffled) == summary(lines)


def test_an_unknown_status_is_asked_once_and_the_answer_holds(tmp_path: Path) -> None:
    data = csv_bytes(HEADERS, row(1, status="Yes"), row(2, status="yes "), row(3, status="N"))
    plan = plan_of(tmp_path, data)
    assert [one.group for one in plan.rows] == [Group.DECISION, Group.DECISION, Group.NEW]
    (question,) = plan.questions
    assert (question.field, question.value, question.lines) == ("status", "yes", 2)
    answered = plan_of(tmp_path, data, memory=ImportMemory(answers={("status", "yes"): "K"}))
    assert [one.values["status"] for one in answered.rows] == ["K", "K", "N"]
    assert not answered.questions
    left = plan_of(tmp_path, data, memory=ImportMemory(answers={("status", "yes"): ""}))
    assert [one.values.get("status") for one in left.rows] == [None, None, "N"]


def test_a_flag_column_called_sen_is_asked_about(tmp_path: Path) -> None:
    data = csv_bytes(["Name", "DOB", "SEN"], ["Holt, Ida", "02/03/2017", "Y"])
    assert only(plan_of(tmp_path, data)).group is Group.DECISION


def test_a_column_can_be_corrected_and_is_remembered_for_its_set_of_headers(tmp_path: Path) -> None:
    data = csv_bytes(["Name", "DOB", "Group"], ["Holt, Ida", "02/03/2017", "5 Oak"])
    (tmp_path / "a.csv").write_bytes(data)
    preview = open_table(tmp_path / "a.csv")
    assert preview.columns[2].how is How.UNUSED
    plan = make_plan(choose_columns(preview, {"group": "class_name"}), [], today=TODAY)
    assert only(plan).values["class_name"] == "5 Oak"
    (tmp_path / "b.csv").write_bytes(csv_bytes(["DOB", "GROUP ", "Name"], ["02/03/2017", "5 Oak", "Holt, Ida"]))
    again = open_table(tmp_path / "b.csv", ImportMemory(mappings={plan.header_key: plan.mapping}))
    assert [column.field for column in again.columns] == ["date_of_birth", "class_name", "full_name"]
    assert again.columns[1].how is How.REMEMBERED


def test_two_columns_of_one_name_are_both_shown_and_one_is_used(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(
        csv_bytes(["UPN", "Name", "DOB", "House", "House"], [upn(1), "Holt, Ida", "1/2/17", "R", "B"])
    )
    preview = open_table(tmp_path / "a.csv")
    assert [column.key for column in preview.columns][3:] == ["house", "house#2"]
    assert preview.columns[4].rival == "house"
    swapped = choose_columns(preview, {"house": "", "house#2": "house"})
    assert only(make_plan(swapped, [], today=TODAY)).values["house"] == "B"


def test_plain_names_beside_legal_ones_are_the_preferred_ones(tmp_path: Path) -> None:
    header = ["UPN", "Legal Surname", "Legal Forename", "Surname", "Forename"]
    values = only(plan_of(tmp_path, csv_bytes(header, [upn(1), "Holt", "Ida", "Holt", "Idie"]))).values
    assert (values["legal_forename"], values["preferred_forename"]) == ("Ida", "Idie")
    assert "preferred_surname" not in values


def test_a_file_that_was_imported_before_is_recognised(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(csv_bytes(HEADERS, row(1)))
    source = open_table(tmp_path / "a.csv").source
    memory = ImportMemory(seen={source.sha256: date(2026, 9, 4)})
    assert open_table(tmp_path / "a.csv", memory).imported_on == date(2026, 9, 4)
    assert source.name == "a.csv"


def test_the_fingerprint_changes_with_any_pupil_and_not_with_their_order() -> None:
    other = replace(IDA, uuid="other")
    assert fingerprint([IDA, other]) == fingerprint([other, IDA])
    assert fingerprint([IDA]) != fingerprint([replace(IDA, class_name="5 Ash")])
    assert fingerprint([IDA]) != fingerprint([replace(IDA, typed=frozenset({"house"}))])
