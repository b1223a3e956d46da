"""A day with Gradesk from the first start to the lock, in a process of its own: whoever started it looks at what it leaves.

`fill` puts a school with unmistakable words into a folder; `day` goes through all of it, types such words, and lets things go
wrong that quote them; `look` only looks at everything and locks, so that nothing but Gradesk itself ever held the words.
"""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import hands
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from support import CHEAP, PASSPHRASE

from gradesk.documents import document
from gradesk.documents.desk import drawing
from gradesk.interchange.receive import make_plan, open_table
from gradesk.services.admission.admitting import apply_plan
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.custody import unfinished
from gradesk.services.evidence import attachments
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import meetings
from gradesk.services.plans import beginning, passports, plans
from gradesk.services.pupils import contacts, pupils, register
from gradesk.services.safekeeping import backups
from gradesk.services.school import opening, staff
from gradesk.store.work import Store
from gradesk.system.files import write_whole
from gradesk.system.kept import logs
from gradesk.system.laptop.guarding import guard_process
from gradesk.system.paths import config_folder
from gradesk.system.refusal import Refused
from gradesk.ui.meanwhile import anew
from gradesk.ui.screen import place_of

FIELDS = (
    "forename", "surname", "medical", "good", "helps", "strengths", "pupils words", "target", "who", "contact", "told", "title",
    "file", "letter", "half typed", "adult", "searched", "line", "error", "register",
)  # fmt: skip


def fill(folder: Path, words: dict[str, str]) -> None:
    """A school in which each word stands where such words stand."""
    store = opening.make_school(folder, "Fernhill", PASSPHRASE, practice=True, cost=CHEAP)
    uuid = pupils.add_pupil(
        store,
        {"legal_forename": words["forename"], "legal_surname": words["surname"], "medical": words["medical"]},
    )
    passports.change(store, uuid, {"good_at": words["good"], "helps": words["helps"]})
    passports.issue(store, uuid)
    plan = beginning.begin(store, uuid)
    plans.change(store, plan, {"strengths": words["strengths"], "pupil_view": words["pupils words"]})
    plans.add_target(store, plan, {"staff_wording": words["target"], "who": words["who"]})
    contacts.add_person(store, uuid, {"name": words["contact"]})
    meetings.log(store, uuid, {"summary": words["told"], "with_whom": words["contact"]})
    letter = TakenIn(f"{words['file']}.txt", "text/plain", f"A letter about {words['letter']}".encode())
    attachments.add(store, uuid, letter, {"title": words["title"]})
    staff.add_staff(store, {"name": words["adult"]})
    place = place_of({"pupil_id": uuid, "tab": "contacts"})
    assert unfinished.keep(store, f"pupil {place}", {"new": {"summary": words["half typed"]}}, {})
    store.close()


def day(folder: Path, outside: Path, words: dict[str, str]) -> None:
    """All of a day: what a person saves outside on purpose lies in `outside`."""
    with hands.window(folder, PASSPHRASE, 1) as (program, faults):
        logs.start(config_folder())
        shell: Any = program.shell
        store = program.store
        assert store is not None
        uuid = hands.first_pupil(store)
        for _ in hands.everywhere(shell, uuid):
            pass
        _type(shell, words)
        _bring_in(store, outside, words)
        _print(store, uuid, outside)
        _go_wrong(program, store, uuid, words)
        backups.make(store, outside / "stick")
        backups.drill(store, outside / "stick")
        for row in register.page(store, register.Criteria(search=words["surname"])):
            shell.go("pupil", pupil_id=row.uuid, tab="passport")
            hands.settle()
        _lock(program)
        sys.stdout.write(json.dumps({"faults": faults.found}) + "\n")


def look(folder: Path) -> None:
    """Look at everything, say so and wait until whoever listens has looked; then lock, say which process goes on, and end."""
    with hands.window(folder, PASSPHRASE, 1) as (program, _):
        store = program.store
        assert store is not None
        for _ in hands.everywhere(program.shell, hands.first_pupil(store)):
            pass
        del store
        _wait("open")
        begun: list[int] = []

        def another(folder: Path) -> int:
            begun.append(anew.begin(folder))
            return begun[0]

        program.begins_anew = another
        QApplication.quit = staticmethod(lambda: None)  # it ends by itself, below
        _lock(program)
        sys.stdout.write(f"locked {begun[0]}\n")
        sys.stdout.flush()


def _type(shell: Any, words: dict[str, str]) -> None:
    shell.finder.open()
    QTest.keyClicks(shell.finder.line, words["searched"])
    hands.settle(200)
    shell.finder._close()
    shell.capture.open()
    QTest.keyClicks(shell.capture.line, words["line"])
    hands.settle(200)
    shell.capture.shut()


def _bring_in(store: Store, outside: Path, words: dict[str, str]) -> None:
    path = outside / "register.csv"
    path.write_text(
        f"Legal Forename,Legal Surname,DOB\n{words['register']},Hill,01/02/2017\n,,{words['error']}\n", "utf-8"
    )
    memory = import_memory(store)
    with suppress(Refused):
        apply_plan(store, make_plan(open_table(path, memory), known_pupils(store), memory, today=store.clock.today()))


def _print(store: Store, uuid: str, outside: Path) -> None:
    for code in ("passport", "plan", "timeline", "register"):
        wanted = document(code)
        with suppress(Refused):
            if sheets := wanted.gather(store, [uuid]):
                write_whole(outside / f"{code}.pdf", drawing.draw(wanted, sheets).pdf)


def _go_wrong(program: Any, store: Store, uuid: str, words: dict[str, str]) -> None:
    for deed in (
        lambda: int(words["error"]),
        lambda: pupils.change_pupil(store, uuid, {"date_of_birth": words["error"]}),
        lambda: open_table(Path("/nowhere") / words["error"]),
        lambda: {}[words["error"]],
        lambda: store.vault.engine.connect().exec_driver_sql(f"SELECT * FROM {words['error']}"),
    ):
        try:
            deed()
        except Exception as error:
            program.fault(type(error), error, error.__traceback__)
    hands.settle(50)


def _lock(program: Any) -> None:
    program.shell.flush()
    program.lock()
    hands.settle(100)
    QTest.qWait(200)
    if program.shell is not None:
        raise RuntimeError("it was not locked")


def _wait(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
    sys.stdin.readline()


def main() -> None:
    """Do what is named."""
    guard_process()
    what, folder = sys.argv[1], Path(sys.argv[2])
    if what == "look":
        look(folder)
        return
    words = json.loads(sys.stdin.readline())
    if what == "fill":
        fill(folder, words)
    else:
        day(folder, Path(sys.argv[3]), words)


if __name__ == "__main__":
    main()
