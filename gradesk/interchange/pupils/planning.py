"""The plan of an import: every pupil of the file and of the school in one of six groups."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from gradesk.interchange.pupils.compare import changes_of
from gradesk.interchange.pupils.matching import Match, Matcher
from gradesk.interchange.pupils.rows import IncomingPupil
from gradesk.services.admission.admission import Group, KnownPupil, Level, PlanRow, Problem
from gradesk.system.progress import Progress

_PART_LIST_SHARE, _PART_LIST_COUNT = 0.10, 20
_REPORT_EVERY = 500


def plan_rows(
    incoming: Sequence[IncomingPupil], known: Sequence[KnownPupil], today: date, progress: Progress
) -> tuple[list[PlanRow], list[str]]:
    """Put every pupil into its group; also say what holds for the plan as a whole.

    Lines that are stopped still count as present: a pupil with an unreadable line has not left.
    """
    there = [pupil for pupil in known if pupil.deleted_on is None]
    matcher, gone = Matcher(there), Matcher(pupil for pupil in known if pupil.deleted_on is not None)
    matches = {pupil.line: matcher.match(pupil.values) for pupil in incoming}
    claims = Counter(match.pupil.uuid for match in matches.values() if match.pupil)
    present = {one.uuid for match in matches.values() for one in (match.pupil, *match.candidates) if one}
    mentioned = (matcher.match({"upn": pupil.mentions}) for pupil in incoming if pupil.mentions)
    present |= {match.pupil.uuid for match in mentioned if match.pupil}
    taken = set(claims)
    rows = []
    for place, pupil in enumerate(incoming):
        if place % _REPORT_EVERY == 0:
            progress(place, len(incoming))
        match = matches[pupil.line]
        if match.pupil and claims[match.pupil.uuid] > 1:
            match = Match(candidates=(match.pupil,), doubt="Two lines of the file mean the same pupil in Gradesk.")
        if match.pupil is None and not match.candidates:
            match = _deleted(gone.match(pupil.values))
        if match.pupil is None and not match.candidates:
            match = matcher.similar(pupil.values, taken)
            present |= {one.uuid for one in match.candidates}
        rows.append(plan_row(pupil, match, today))
    progress(len(incoming), len(incoming))
    missing, warnings = _missing(there, present, today)
    return rows + missing, warnings


def _deleted(match: Match) -> Match:
    """A match among the pupils who were deleted: a person says whether the pupil comes back or is another."""
    found = (match.pupil,) if match.pupil else match.candidates
    if not found:
        return Match()
    days = sorted({f"{pupil.deleted_on:%d/%m/%Y}" for pupil in found if pupil.deleted_on})
    return Match(candidates=found, doubt=f"This pupil was deleted in Gradesk on {' and '.join(days)}: bring back?")


def plan_row(pupil: IncomingPupil, match: Match, today: date) -> PlanRow:
    """The row of one incoming pupil; problems are judged before anything is compared."""
    known = match.pupil
    changes = changes_of(known, pupil.values, today) if known else ()
    problems = pupil.problems
    if match.candidates:
        names = "; ".join(one.name for one in match.candidates)
        problems = (*problems, Problem(Level.ASK, f"{match.doubt} ({names})"))
    levels = {problem.level for problem in problems}
    ticked = True
    if Level.STOP in levels:
        group, ticked = Group.REJECTED, False
    elif Level.ASK in levels:
        group, ticked = Group.DECISION, False
    elif known:
        group = Group.CHANGED if changes else Group.UNCHANGED
    else:
        group = Group.NEW
        # Somebody who has already left is not admitted without a word.
        ticked = pupil.values.get("enrolment") != "leaver" and not _gone(pupil, today)
    return PlanRow(
        group=group,
        line=pupil.line,
        raw=pupil.raw,
        name=pupil.name,
        pupil_uuid=known.uuid if known else None,
        values=pupil.values,
        changes=changes,
        problems=problems,
        candidates=tuple(one.uuid for one in match.candidates),
        ticked=ticked,
        lines=pupil.lines or (pupil.line,),
    )


def decided(row: PlanRow, pupil: KnownPupil | None, today: date) -> PlanRow:
    """A row after a person has said which pupil it means, or that it is a new one (None).

    What the line asks besides (a word nobody knows) stays out of the values until its question is answered.
    """
    changes = changes_of(pupil, row.values, today) if pupil else ()
    back = pupil is not None and pupil.deleted_on is not None
    return replace(row, pupil_uuid=pupil.uuid if pupil else None, changes=changes, ticked=True, brings_back=back)


def _gone(pupil: IncomingPupil, today: date) -> bool:
    left = pupil.values.get("left_on")
    return isinstance(left, date) and left <= today


def _missing(known: Sequence[KnownPupil], present: set[str], today: date) -> tuple[list[PlanRow], list[str]]:
    """Pupils on the roll who are not in the file; never ticked, because a list may be of one year only."""
    on_roll = [pupil for pupil in known if pupil.left_on is None or pupil.left_on > today]
    absent = [pupil for pupil in on_roll if pupil.uuid not in present]
    warnings = []
    if len(absent) > _PART_LIST_COUNT or len(absent) > _PART_LIST_SHARE * len(on_roll):
        warnings.append(
            f"This looks like a part list: {len(absent)} of {len(on_roll)} pupils in Gradesk are not in the file. "
            "Mark them as leavers only if they have left."
        )
    rows = [
        PlanRow(Group.MISSING, 0, "", pupil.name, pupil.uuid, ticked=False)
        for pupil in sorted(absent, key=lambda one: (one.name.casefold(), one.uuid))
    ]
    return rows, warnings
