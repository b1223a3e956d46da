"""Every verb does its work, says so, and ends with 0; or refuses with one sentence and 1."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pikepdf
import pytest

from gradesk.__main__ import main
from gradesk.cli import verbs
from gradesk.practice import marker
from gradesk.services.meetings import actions, booking
from gradesk.services.pupils import register
from gradesk.services.school import opening
from gradesk.services.today import due
from tests.cli.conftest import Result, Run
from tests.conftest import PASSPHRASE
from tests.documents import reading

PUPIL_KEYS = [
    "uuid",
    "upn",
    "legal_name",
    "preferred_name",
    "date_of_birth",
    "year_group",
    "class",
    "status",
    "layer",
    "primary_need",
    "key_adult",
    "lead",
    "plan_state",
    "cycle",
    "stage",
    "next_review",
    "passport",
    "passport_checked",
]
REGISTER = (
    "UPN,Surname,Forename,DOB,Year,Reg Group,SEN Status\n"
    "L867200126001,Núñez,Ava,14/03/2018,4,4 Oak,K\n"
    "K867201826014,O’Briain,Séan,02/05/2017,5,5 Elm,\n"
    "M867301419087,,,03/05/2016,5,5 Elm,\n"
)


def refused(result: Result) -> bool:
    """Exit 1, nothing on standard output, one line without a traceback on standard error."""
    return result.code == 1 and result.out == "" and result.err.count("\n") == 1 and "Traceback" not in result.err


def test_pupils_are_given_as_json_with_every_field(run: Run, practice_folder: Path) -> None:
    result = run("--data", practice_folder, "pupils", "--json")
    rows = json.loads(result.out)
    assert result.code == 0
    assert len(rows) == 16
    assert all(list(row) == PUPIL_KEYS for row in rows)


def test_options_stand_before_or_after_the_verb(run: Run, practice_folder: Path) -> None:
    assert run("pupils", "--data", practice_folder).out == run("--data", practice_folder, "pupils").out != ""


def test_what_is_due_can_be_asked_for_another_day(run: Run, practice_folder: Path) -> None:
    now = json.loads(run("due", "--json", "--data", practice_folder).out)
    later = json.loads(run("due", "--json", "--on", "2031-01-15", "--data", practice_folder).out)
    told = {"uuid", "name", "class", "rule", "title", "subject", "words", "since", "due"}
    assert set(now[0]) == told | {"put_off_until", "put_off_because"}
    assert sum(item["rule"] == "review_overdue" for item in later) > sum(
        item["rule"] == "review_overdue" for item in now
    )


def test_what_is_due_on_the_practice_school_is_what_today_shows(run: Run, practice_folder: Path) -> None:
    told = json.loads(run("due", "--json", "--data", practice_folder).out)
    store = opening.open_school(practice_folder, marker.PASSPHRASE)
    shown = due.due(store)
    store.close()
    assert [(row["rule"], row["uuid"], row["subject"], row["words"]) for row in told] == [
        (item.rule, item.pupil_id, item.subject, item.words) for item in shown
    ]
    assert [row["put_off_until"] is not None for row in told] == [item.put_off is not None for item in shown]
    one = json.loads(run("due", "--json", "--rule", "captured", "--data", practice_folder).out)
    assert [row["title"] for row in one] == ["Waiting for a name"] * 2
    assert "no rule “late”" in run("due", "--rule", "late", "--data", practice_folder).err


def test_meetings_and_actions_are_told_as_the_screens_show_them(run: Run, practice_folder: Path) -> None:
    told = json.loads(run("meetings", "--json", "--data", practice_folder).out)
    store = opening.open_school(practice_folder, marker.PASSPHRASE)
    owed, today = actions.by_person(store), store.clock.today()
    ahead = {one.meeting.uuid for row in register.everyone(store) for one in booking.ahead(store, row.uuid)}
    store.close()
    assert {row["uuid"] for row in told if row["state"] == "booked"} == ahead
    assert {"tac", "annual_review", "review", "phone"} <= {row["kind"] for row in told}
    assert not any(row["counts"] for row in told if row["state"] != "held")
    assert any(row["people"] and row["people"][0]["invited_on"] for row in told)
    assert any(one["agreed_by"] and one["not_agreed_by"] for row in told for one in row["decisions"])
    day = next(row["on"] for row in told if row["uuid"] in ahead and row["on"] > today.isoformat())
    of_day = json.loads(run("meetings", "--json", "--on", day, "--data", practice_folder).out)
    assert of_day and {row["on"] for row in of_day} == {day}
    assert "meetings and contacts." in run("meetings", "--data", practice_folder).out
    promised = json.loads(run("actions", "--json", "--data", practice_folder).out)
    assert [row["uuid"] for row in promised] == [one.action.uuid for some in owed.values() for one in some]
    who = promised[0]["owner"]
    mine = json.loads(run("actions", "--json", "--owner", who.upper(), "--data", practice_folder).out)
    assert {row["owner"] for row in mine} == {who} and mine[0]["age_days"] >= 0


def test_the_calendar_is_written_as_a_file_without_names(run: Run, practice_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "dates.ics"
    assert "no name of a child" in run("calendar", "--ics", out, "--data", practice_folder).out
    written = out.read_bytes().decode()
    assert written.startswith("BEGIN:VCALENDAR\r\n")
    names = {row["preferred_name"] for row in json.loads(run("pupils", "--json", "--data", practice_folder).out)}
    assert not any(name.split()[0] in written or name.split()[-1] in written for name in names)
    assert run("calendar", "--ics", out, "--initials", "--data", practice_folder).err.startswith("Initials")
    (tmp_path / "mine.txt").write_text("mine")
    assert "is not a calendar file" in run("calendar", "--ics", tmp_path / "mine.txt", "--data", practice_folder).err


def test_a_day_that_is_none_is_wrong_usage(practice_folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["due", "--on", "yesterday", "--data", str(practice_folder)])
    assert ended.value.code == 2
    for day in ("0001-01-01", "9999-12-31"):
        with pytest.raises(SystemExit) as ended:
            main(["due", "--on", day, "--data", str(practice_folder)])
        assert ended.value.code == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "words", [["nonsense"], ["print"], ["init"], ["demo", "--pupils", "0"], ["print", "plan", "--out", "x"]]
)
def test_wrong_usage_ends_with_2(words: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(words)
    assert ended.value.code == 2


def test_the_evidence_of_a_pupil_is_shown_with_what_is_missing(run: Run, practice_folder: Path) -> None:
    pupils = [
        row for row in json.loads(run("pupils", "--json", "--data", practice_folder).out) if row["status"] in "KE"
    ]
    found = [
        json.loads(run("evidence", "--json", "--pupil", row["upn"], "--data", practice_folder).out) for row in pupils
    ]
    assert any(one["results"] and one["observations"] for one in found)
    assert any("Hearing not checked" in one["missing"] for one in found)
    told = run("evidence", "--pupil", pupils[0]["upn"], "--data", practice_folder).out
    assert "{" not in told


def test_documents_are_listed_without_a_file(run: Run) -> None:
    found = json.loads(run("documents", "--json").out)
    assert {"passport", "plan"} <= {one["id"] for one in found}
    assert all(set(one) == {"id", "title", "about", "variants", "asks", "which", "languages"} for one in found)
    assert {one["about"] for one in found} <= {"pupil", "class", "school"}
    assert [one["id"] for one in next(one for one in found if one["id"] == "passport")["variants"]] == [
        "a4",
        "a5",
        "pocket",
    ]
    assert {"en", "cy", "pl", "ur", "ar", "bn", "pa", "ro", "uk", "pt", "so", "tr"} == set(found[0]["languages"])


def test_a_document_prints_in_a_variant_a_language_and_a_size_and_protected(
    run: Run, practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.pdf"
    more = ("--variant", "a5", "--language", "pl", "--font-size", "14", "--theme", "mono", "--data", practice_folder)
    assert run("print", "passport", "--class", "4 Sycamore", "--looked", "--out", out, *more).code == 0
    assert "Paszport" in "".join(reading.pages(out.read_bytes()))
    monkeypatch.setenv("GRADESK_FILE_PASSWORD", "six plain words are enough here")
    kept = tmp_path / "kept.pdf"
    assert run("print", "passport", "--class", "4 Sycamore", "--looked", "--out", kept, "--protect", *more).code == 0
    assert b"Paszport" not in kept.read_bytes()
    with pikepdf.open(kept, password="six plain words are enough here") as opened:
        assert opened.encryption.R == 6


@pytest.mark.parametrize(
    "wrong",
    [("--variant", "a3"), ("--language", "fr"), ("--theme", "neon"), ("--font", "comic"), ("--paper", "pink")],
)
def test_what_is_not_offered_is_a_refusal_and_nothing_is_written(
    run: Run, practice_folder: Path, tmp_path: Path, wrong: tuple[str, str]
) -> None:
    out = tmp_path / "out.pdf"
    assert refused(run("print", "passport", "--all", "--out", out, "--data", practice_folder, *wrong))
    assert not out.exists()


def test_a_sound_file_is_verified(run: Run, practice_folder: Path) -> None:
    result = run("verify", "--data", practice_folder)
    assert result.code == 0
    assert "sound" in result.out


def test_a_damaged_file_is_a_refusal(run: Run, practice_folder: Path) -> None:
    path = practice_folder / "gradesk.db"
    content = bytearray(path.read_bytes())
    content[-5000] ^= 0xFF
    path.write_bytes(content)
    assert refused(run("verify", "--data", practice_folder))


def test_init_makes_a_private_file_once(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADESK_PASSPHRASE", "correct horse battery staple")
    folder = tmp_path / "school"
    assert run("init", "--school", "Fernhill", "--data", folder).code == 0
    if os.name == "posix":
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert stat.S_IMODE((folder / "gradesk.db").stat().st_mode) == 0o600
    before = (folder / "gradesk.db").read_bytes()
    assert refused(run("init", "--school", "Other", "--data", folder))
    assert (folder / "gradesk.db").read_bytes() == before
    assert json.loads(run("pupils", "--json", "--data", folder).out) == []


def test_init_refuses_a_weak_passphrase(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADESK_PASSPHRASE", "password1")
    assert refused(run("init", "--school", "Fernhill", "--data", tmp_path / "school"))
    assert not (tmp_path / "school").exists()


def test_a_wrong_passphrase_is_one_sentence(run: Run, real: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GRADESK_PASSPHRASE", "not this one")
    result = run("pupils", "--json", "--data", real)
    assert refused(result)
    assert "passphrase" in result.err


def test_the_passphrase_can_come_from_a_file(run: Run, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "passphrase.txt"
    secret.write_text(f"{PASSPHRASE}\r\n", "utf-8-sig")
    assert run("--passphrase-file", secret, "pupils", "--data", folder).code == 0
    assert refused(run("--passphrase-file", tmp_path / "none.txt", "pupils", "--data", folder))


def test_without_a_terminal_a_missing_passphrase_is_said(run: Run, folder: Path) -> None:
    assert refused(run("pupils", "--data", folder))


def test_a_folder_without_a_file_is_said_before_any_passphrase(run: Run, tmp_path: Path) -> None:
    assert refused(run("pupils", "--data", tmp_path / "nowhere"))
    assert not (tmp_path / "nowhere").exists()


def test_a_register_comes_in_and_the_same_file_changes_nothing(run: Run, real: Path, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_text(REGISTER, "utf-8-sig")
    tried = json.loads(run("import", path, "--dry-run", "--json", "--data", real).out)
    assert json.loads(run("pupils", "--json", "--data", real).out) == []
    done = json.loads(run("import", path, "--json", "--data", real).out)
    assert tried["counts"] == done["counts"]
    assert set(done["counts"]) == {"new", "changed", "unchanged", "missing", "decision", "rejected"}
    assert done["counts"]["rejected"] == len(done["rejected"]) > 0
    assert all(row["reason"] and row["line"] for row in done["rejected"])
    again = json.loads(run("import", path, "--json", "--data", real).out)
    assert again["counts"]["new"] == again["counts"]["changed"] == 0
    names = {row["legal_name"] for row in json.loads(run("pupils", "--json", "--data", real).out)}
    assert {"Ava Núñez", "Séan O’Briain"} <= names


def test_a_list_nobody_knows_is_mapped_by_hand_once_and_remembered(run: Run, real: Path, tmp_path: Path) -> None:
    path = tmp_path / "liste.csv"
    path.write_text(
        "Liste\nFamname;Rufname;Geburt;Stufe\nHolt;Ida;14/03/2017;Otter\nReed;Kai;05/09/2016;Otter\n", "utf-8"
    )
    told = run("import", path, "--data", real)
    assert refused(told)
    assert "--header-line" in told.err and "1 “Famname”" in told.err
    columns = ["--column", "Famname=surname", "--column", "2=Forename", "--column", "Geburt=date_of_birth"]
    first = run("import", path, "--dry-run", *columns, "--column", "Stufe=year_group", "--data", real)
    assert "headers in line 2" in first.out and "“Rufname”: Forename" in first.out
    assert "Answer with --answer 'year_group:Otter=…'" in first.out
    taught = [*columns, "--column", "Stufe=year_group", "--answer", "year_group:Otter=3"]
    done = json.loads(run("import", path, "--json", *taught, "--data", real).out)
    assert (done["counts"]["new"], done["passed_over"], done["header_line"]) == (2, [1], 2)
    assert {row["year_group"] for row in json.loads(run("pupils", "--json", "--data", real).out)} == {"3"}
    again = json.loads(run("import", path, "--json", "--data", real).out)
    assert (again["counts"]["unchanged"], again["questions"]) == (2, [])
    assert refused(run("import", path, "--column", "Nase=surname", "--data", real))
    assert refused(run("import", path, "--column", "1=nose", "--data", real))
    assert refused(run("import", path, "--answer", "year_group:Otter=99", "--data", real))
    assert refused(run("import", path, "--encoding", "klingon", "--data", real))


def test_a_list_without_headers_is_mapped_by_the_number_of_its_columns(run: Run, real: Path, tmp_path: Path) -> None:
    path = tmp_path / "bare.csv"
    path.write_text("Holt,Ida,14/03/2017\nReed,Kai,05/09/2016\n", "utf-8")
    columns = ["--column", "1=surname", "--column", "2=forename", "--column", "3=date_of_birth"]
    done = json.loads(run("import", path, "--json", "--header-line", 0, *columns, "--data", real).out)
    assert (done["counts"]["new"], done["header_line"], done["passed_over"]) == (2, 0, [])
    path.write_text("Moss,Ada,14/03/2018\n", "utf-8")
    assert json.loads(run("import", path, "--json", "--data", real).out)["counts"]["new"] == 1


def test_nobody_is_marked_as_a_leaver_by_the_command_line(run: Run, practice_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    # Without numbers, since the first is that of an invented pupil too.
    path.write_text(REGISTER.replace("L867200126001", "").replace("K867201826014", ""), "utf-8-sig")
    result = json.loads(run("import", path, "--json", "--data", practice_folder).out)
    assert result["counts"]["missing"] == 16
    assert len(json.loads(run("pupils", "--json", "--data", practice_folder).out)) == 16 + result["counts"]["new"]


def test_a_register_that_is_none_is_refused(run: Run, real: Path, tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    path.write_bytes(b"")
    assert refused(run("import", path, "--json", "--data", real))
    assert refused(run("import", tmp_path / "none.csv", "--data", real))


def test_a_fault_is_logged_by_kind_and_place_only(
    run: Run, practice_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(options: object) -> None:
        raise ValueError("Ava Núñez")

    monkeypatch.setitem(verbs.VERBS, "pupils", fail)
    result = run("pupils", "--data", practice_folder)
    assert refused(result)
    assert "Ava" not in result.err
    log = next(tmp_path.rglob("gradesk.log")).read_text("utf-8")
    assert "ValueError" in log
    assert "Ava" not in log


def test_an_interrupt_ends_quietly(run: Run, practice_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(options: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setitem(verbs.VERBS, "pupils", interrupt)
    result = run("pupils", "--data", practice_folder)
    assert result.code == 130
    assert "Traceback" not in result.err


class TestPrint:
    """The verb `print`."""

    def test_one_pupil_by_upn_or_uuid(self, run: Run, practice_folder: Path, tmp_path: Path) -> None:
        rows = json.loads(run("pupils", "--json", "--data", practice_folder).out)
        row = next(row for row in rows if row["plan_state"] == "active")
        for name in (row["upn"].lower(), row["uuid"]):
            out = tmp_path / f"{len(name)}.pdf"
            assert run("print", "plan", "--pupil", name, "--looked", "--out", out, "--data", practice_folder).code == 0
            assert reading.squeezed(row["preferred_name"]) in reading.pages(out.read_bytes())[0]

    def test_a_class_into_a_folder_under_neutral_names(self, run: Run, practice_folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        assert run("print", "passport", "--all", "--looked", "--out", out, "--data", practice_folder).code == 0
        names = sorted(path.name for path in out.iterdir())
        assert names[0] == "pupil-passport-001.pdf"
        assert all(path.read_bytes().startswith(b"%PDF") for path in out.iterdir())

    def test_an_unknown_pupil_class_or_document_is_refused(
        self, run: Run, practice_folder: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "x.pdf"
        for words in (["plan", "--pupil", "nobody"], ["plan", "--class", "9 Zebra"], ["poster", "--all"]):
            assert refused(run("print", *words, "--out", out, "--data", practice_folder))
        assert not out.exists()

    def test_only_a_pdf_is_written_over(self, run: Run, practice_folder: Path, tmp_path: Path) -> None:
        out = tmp_path / "x.pdf"
        out.write_text("my thesis")
        assert refused(run("print", "passport", "--all", "--out", out, "--data", practice_folder))
        assert out.read_text() == "my thesis"
        out.write_bytes(b"%PDF-1.4 older")
        assert run("print", "passport", "--all", "--looked", "--out", out, "--data", practice_folder).code == 0
        assert len(out.read_bytes()) > 1000
        assert [path.name for path in tmp_path.glob(".gradesk-*")] == []

    def test_a_place_that_cannot_be_written_is_refused(self, run: Run, practice_folder: Path, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        out = tmp_path / "file" / "x.pdf"
        assert refused(run("print", "passport", "--all", "--out", out, "--data", practice_folder))

    def test_what_may_be_nobody_is_let_pass_only_when_asked_for(
        self, run: Run, practice_folder: Path, tmp_path: Path
    ) -> None:
        out = tmp_path / "x.pdf"
        words = ("print", "passport", "--all", "--out", out, "--data", practice_folder)
        told = run(*words)
        assert refused(told) and "Perhaps another child is named here" in told.err and not out.exists()
        assert told.err.strip().endswith("--looked lets it pass.")
        assert run(*words, "--looked").code == 0
        assert run(*words, "--insist").code == 0


def test_the_sen_register_of_all_holds_whom_the_school_supports(
    run: Run, practice_folder: Path, tmp_path: Path
) -> None:
    out = tmp_path / "register.pdf"
    assert run("print", "register", "--all", "--out", out, "--data", practice_folder).code == 0
    said = "".join(reading.pages(out.read_bytes()))
    rows = json.loads(run("pupils", "--json", "--data", practice_folder).out)
    supported = {row["preferred_name"].split()[-1] for row in rows if row["status"] in ("K", "E")}
    assert supported and len(supported) < len(rows)
    for surname in {row["preferred_name"].split()[-1] for row in rows}:
        assert (reading.squeezed(surname) in said) == (surname in supported), surname


def test_the_papers_of_a_day_are_told_which_day(run: Run, practice_folder: Path, tmp_path: Path) -> None:
    """The running order of a day, and the invitations of those who meet then, each in its family’s language."""
    out, more = tmp_path / "day.pdf", ("--data", practice_folder)
    unknown = run("print", "running-order", "--all", "--which", "soon", "--out", out, *more)
    assert refused(unknown)
    day = next(word.strip(",.") for word in unknown.err.split() if word[:2] == "20")
    for words in (("running-order",), ("invitation", "--language", "home")):
        assert run("print", *words, "--all", "--which", day, "--looked", "--out", out, *more).code == 0
        assert out.read_bytes().startswith(b"%PDF-")
    assert refused(run("print", "passport", "--all", "--which", day, "--out", out, *more))


def test_support_of_a_class_that_is_not_there_is_refused_and_of_one_that_is_listed(
    run: Run, practice_folder: Path
) -> None:
    named = {row["class"] for row in json.loads(run("--data", practice_folder, "pupils", "--json").out)}
    room = sorted(filter(None, named))[0]
    assert run("--data", practice_folder, "provision", "--class", f" {room.upper()} ").code == 0
    for none in ("nosuch", ""):
        refused = run("--data", practice_folder, "provision", "--class", none)
        assert refused.code == 1 and "There is no such class on the roll" in refused.err
