"""In the window: what stands on the wrong pupil’s page is moved from there, and the banner takes it back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QPushButton

from gradesk.app import Gradesk
from gradesk.services.custody import history
from gradesk.services.evidence import attachments, measure_catalogue, measures, observations
from gradesk.services.evidence.attachments import TakenIn
from gradesk.services.meetings import actions, meetings
from gradesk.services.plans import plans, progress
from gradesk.services.pupils import pupils
from gradesk.services.timeline import happenings
from gradesk.store.work import Store
from gradesk.ui.kit.layouts import is_gone
from tests.services.planning import agreed_plan
from tests.window import Answers


@pytest.mark.parametrize("kind", ["contact", "action", "observation", "event", "note", "result", "document"])
def test_it_is_moved_to_the_pupil_that_is_chosen(
    opened: Gradesk, store: Store, ava: str, answers: Answers, kind: str
) -> None:
    ben = pupils.add_pupil(store, {"legal_forename": "Ben", "legal_surname": "Zed"})
    tab = {"contact": "contacts", "action": "contacts", "event": "timeline", "note": "plan"}
    uuid = ""
    if kind == "contact":
        meetings.log(store, ava, {"summary": "happy"})
    elif kind == "action":
        actions.add(store, ava, {"what": "print"})
    elif kind == "observation":
        observations.add(store, ava, {"finding": "calm"})
    elif kind == "event":
        uuid = happenings.add(store, ava, {"title": "TAC"})
    elif kind == "result":
        measures.add_result(store, ava, measure_catalogue.add(store, {"name": "Steps"}), "4", {"informant": "self"})
    elif kind == "document":
        attachments.add(store, ava, TakenIn("letter.pdf", "application/pdf", b"%PDF-"), {"title": "Letter"})
    else:
        agreed_plan(store, ben)
        progress.note(store, plans.page(store, agreed_plan(store, ava)).targets[0].uuid, "3/5 today")
    shell: Any = opened.shell
    shell.go("pupil", pupil_id=ava, tab=tab.get(kind, "evidence"))
    panel = shell.current.panel(tab.get(kind, "evidence"))
    if uuid:
        panel.records.open("happening", uuid)
    before = [len(count(store, ava)) for count in COUNTED]
    answers.lines = ["Ben Zed"]
    act = next(
        one
        for one in panel.findChildren(QPushButton)
        if one.accessibleName().startswith("Move to another pupil") and not is_gone(one)
    )
    act.click()
    assert shell.banner.words == "Moved to Ben Zed."
    assert [len(count(store, ava)) for count in COUNTED] != before
    for whose, said in ((ava, "moved to another pupil"), (ben, "moved here from another pupil")):
        told = history.entries(store, whose)
        assert said in {change.label for change in told[0].changes}
    assert any(not one.label.startswith("Move") for one in history.entries(store, ben)[1:])
    undo = next(one for one in shell.banner.findChildren(QPushButton) if one.text() == "Undo")
    undo.click()
    assert [len(count(store, ava)) for count in COUNTED] == before


def notes_of(store: Store, pupil_id: str) -> list[object]:
    targets = [one.uuid for plan in plans.plans(store, pupil_id) for one in plans.page(store, plan.uuid).targets]
    return [note for notes in progress.points(store, targets).values() for note in notes]


COUNTED = (
    meetings.of_pupil,
    actions.of_pupil,
    observations.observations,
    happenings.happenings,
    notes_of,
    measures.results,
    attachments.attachments,
)
