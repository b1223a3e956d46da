"""Everything that is kept about a pupil, readable: who asked, what is left out and why, then record by record with both clocks."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from gradesk.documents.pages.safekeeping import leaf
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.flow import Block
from gradesk.model.pupils.access import ACCESS_DECISIONS, ACCESS_RIGHTS
from gradesk.services.safekeeping.dossier import Dossier, Entry
from gradesk.system.words import Words

TITLE = "Everything that is kept"
SHORT = 60  # letters of a field that shares a line with others
_ON_CLOCKS = (
    "Each record has two days: the day it is about, and the moment it was typed into Gradesk. Where they lie far apart, it was "
    "written down later. Records that were deleted and are still kept are marked."
)
_RIGHTS = (
    "If something is wrong, ask the school to put it right; if you disagree with it, ask that your view is kept beside it. If you "
    "are not content with this answer, tell the school first; you may also complain to the Information Commissioner’s Office "
    "(ico.org.uk, 0303 123 1113)."
)


def draw(found: Dossier, words: Words) -> bytes:
    """As many sides of A4 as it takes, as PDF."""
    return leaf.draw(
        TITLE, "Confidential: for whoever asked, and nobody else", found.school_name, found.made_on,
        lambda bricks: _blocks(bricks, found, words), 10.5, practice=found.practice,
    )  # fmt: skip


def _blocks(bricks: Bricks, found: Dossier, words: Words) -> list[Block]:
    request = found.request
    facts = [
        ("About", found.pupil),
        ("Asked for by", request.who),
        ("For what", words.say(ACCESS_RIGHTS.label(request.which))),
        ("Received on", f"{request.happened_on:%d/%m/%Y}"),
        ("To be answered by", f"{found.due_on:%d/%m/%Y}"),
        ("Put together on", f"{found.made_on:%d/%m/%Y}"),
    ]
    if request.extended_on is not None:
        facts.insert(5, ("Extended on", f"{request.extended_on:%d/%m/%Y}: {request.extended_why}"))
    blocks: list[Block] = [bricks.heading("This answer"), *bricks.table(("What", "Which"), facts, (1, 3))]
    blocks += bricks.said(_ON_CLOCKS, quiet=True)
    blocks += [bricks.heading("What is not as it is kept"), *_refusals(bricks, found.refused)]
    for called, entries in itertools.groupby(found.going, key=lambda one: one.called):
        blocks.append(bricks.heading(called))
        for one in entries:
            blocks += bricks.labelled([(one.clocks, _told(one))])
    return [*blocks, bricks.heading("Your rights"), *bricks.said(_RIGHTS)]


def _refusals(bricks: Bricks, refused: Sequence[Entry]) -> list[Block]:
    if not refused:
        return bricks.said("Nothing was left out or changed.")
    rows = [
        (one.called, f"{one.happened_on:%d/%m/%Y}", ACCESS_DECISIONS.label(one.decision.decision), one.decision.reason)
        for one in refused
        if one.decision is not None
    ]
    return bricks.table(("What", "Of", "Decision", "Why"), rows, (1.2, 0.8, 1.1, 2.4))


def _told(one: Entry) -> str:
    """Short fields in one paragraph, long ones each in their own: three hundred records are to be read."""
    told = [f"{label}: {value}" for label, value in one.fields]
    short = [words for words in told if len(words) <= SHORT and "\n" not in words]
    return "\n".join([" · ".join(short), *(words for words in told if words not in short)]).strip()
