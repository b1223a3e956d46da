"""The window is killed while somebody types: at most the last two seconds are lost, in a meeting the last one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from gradesk.services.custody import unfinished
from gradesk.services.meetings import holding
from gradesk.services.plans import passports
from gradesk.services.pupils import pupils
from gradesk.services.school import opening
from gradesk.store.work import Store
from tests.conftest import PASSPHRASE
from tests.journeys.typist import BETWEEN

KILLS = int(os.environ.get("GRADESK_KILLS", "1"))  # for each place; a long run by hand has more
PLACES = ("passport.sections.good_at", "contacts.new.summary", "timeline.records.note", "meeting.working.not")
MOST_LOST = {"meeting": 1.0}  # seconds, by the first word of the place
USUALLY_LOST = 2.0


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("turn", range(KILLS))
def test_a_kill_costs_no_more_than_two_seconds(store: Store, ava: str, tmp_path: Path, place: str, turn: int) -> None:
    folder = store.vault.folder
    where, most = place.partition(".")[0], MOST_LOST.get(place.partition(".")[0], USUALLY_LOST)
    if where == "meeting":
        holding.begin_now(store, ava, "review")
    store.close()
    moment = random.Random(f"{place} {turn}").uniform(most + 0.2, most + 2.5)  # seconds of typing
    command = [sys.executable, "-m", "tests.journeys.typist", str(folder), str(tmp_path), PASSPHRASE, ava, place]
    told: list[tuple[int, float]] = []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ) as typist:
        assert typist.stdout is not None
        for line in typist.stdout:
            told.append((int(line), time.monotonic()))
            if told[-1][1] - told[0][1] > moment:
                typist.kill()
                break
    killed = told[-1][1]
    must_be_there = max((letters for letters, at in told if killed - at > most), default=0)
    assert must_be_there > 0
    again = opening.open_school(folder, PASSPHRASE)
    try:
        kept = _kept(again, ava)
    finally:
        again.close()
    assert len(kept) >= must_be_there, f"{len(kept)} of {must_be_there} letters, {BETWEEN} ms apart"


def _kept(store: Store, pupil: str) -> str:
    found = passports.passport(store, pupil)
    words = [found.good_at] if found is not None else []
    for one in unfinished.kept(store):
        words += [str(raw) for fields in one.words.values() for raw in fields.values()]
    assert pupils.page(store, pupil)
    return max(words, key=len, default="")
