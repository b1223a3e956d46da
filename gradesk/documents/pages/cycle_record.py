"""One cycle of assess, plan, do, review: what was planned and what was, from the starting points to the decision.

The parent's copy leaves out what staff write for staff: the notes of the stages, results, observations and their own view.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from gradesk.documents.press import served
from gradesk.documents.press.blocks import leaves
from gradesk.documents.press.blocks.bricks import Bricks
from gradesk.documents.press.blocks.cards import KEY, PLAIN, WARM
from gradesk.documents.press.blocks.flow import Block
from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Paper
from gradesk.services.paper.meeting_sheets import CycleSheet
from gradesk.services.paper.sheets import TargetSheet

TITLE = "Assess, plan, do, review"
SIDES = 2


def draw(paper: Paper, sheet: CycleSheet, variant: str) -> None:
    """For staff, or for home."""
    look = paper.look
    about = " · ".join(filter(None, (look.in_class(sheet.heading), look.say("Cycle {number}", number=sheet.number))))
    lead = look.say("Led by {name}", name=sheet.lead) if sheet.lead.strip() else ""
    title = leaves.for_hands(look, look.say(TITLE), variant)
    head = leaves.Head(sheet, look, title, look.who(sheet.heading), (about, lead), paper.room)
    sides, _ = leaves.fitted(
        paper,
        head,
        lambda size: _Record(sheet, Bricks(look, paper.room, size), for_staff=variant == "staff").groups(),
        look.size,
        SIDES,
    )
    leaves.draw(paper, sheet, head, sides)


class _Record:
    """The groups of blocks in printed order, one for each stage."""

    def __init__(self, sheet: CycleSheet, bricks: Bricks, *, for_staff: bool) -> None:
        self.sheet, self.bricks, self.for_staff = sheet, bricks, for_staff
        self.look = bricks.look
        self._notes = {stage.code: stage.note for stage in sheet.stages} if for_staff else {}

    def groups(self) -> list[list[Block]]:
        say = self.look.say
        groups = [
            self.bricks.panels([(say("Strengths"), self.sheet.strengths)], WARM),
            self._stages(),
            *self._assess(),
            *self._plan(),
            *self._do(),
            *self._review(),
        ]
        return [part for group in groups for part in _loose(group)]

    def _stages(self) -> list[Block]:
        look, say = self.look, self.look.say
        titles = [say("Stage"), say("Planned"), say("As it was")]
        rows = [
            (
                say(stage.title),
                _span(look, stage.planned_from, stage.planned_to),
                _span(look, stage.started_on, stage.ended_on) or say("Not yet"),
            )
            for stage in self.sheet.stages
        ]
        return [*self.bricks.table(titles, rows, (1.6, 4.2, 4.2)), *self._gap()]

    def _gap(self) -> list[Block]:
        return [self.bricks.gap(8)]

    def _head(self, stage: str, what: str) -> Block:
        return self.bricks.heading(f"{self.look.say(stage)}: {self.look.say(what)}")

    def _assess(self) -> list[list[Block]]:
        sheet, say, bricks = self.sheet, self.look.say, self.bricks
        pupil = self.look.say_of_pupil("{Pupil}’s view", sheet.pupil_word)
        views = bricks.panels(
            [(pupil, sheet.pupil_view), (say("Parent carer’s view"), sheet.parent_view)],
            PLAIN,
            absence=say("not recorded yet"),
            level=3,
        )
        groups = [[self._head("Assess", "What we know"), *bricks.text(self._notes.get("assess", "")), *views]]
        if not self.for_staff:
            return groups
        day = self.look.language.date
        if sheet.seen:
            rows = [(day(one.on), one.words) for one in sheet.seen]
            groups.append(
                [*bricks.table([say("Date"), say("What was seen and what came")], rows, (2, 8)), *self._gap()]
            )
        if sheet.scores:
            rows_of = [(score.measure, score.result, day(score.on), score.meaning) for score in sheet.scores]
            titles = [say(title) for title in ("Measure", "Result", "Date", "What it says")]
            table = bricks.table(titles, rows_of, (3, 2, 2, 3))
            groups.append([bricks.heading(say("Results, for staff only"), 3), *table, *self._gap()])
        return groups

    def _plan(self) -> list[list[Block]]:
        say = self.look.say
        rows = [(_wording(target), target.baseline, target.success_criterion) for target in self.sheet.targets]
        titles = [say("Targets"), say("Starting point"), say("How we will know")]
        return [self._stage("Plan", "What we agreed", titles, rows, (4, 3, 3))]

    def _do(self) -> list[list[Block]]:
        say = self.look.say
        rows = [
            (
                _wording(target),
                target.support_given or served.what(target),
                " · ".join(filter(None, (served.who(target), served.often(target, self.look)))),
            )
            for target in self.sheet.targets
        ]
        titles = [say("Targets"), say("Support given"), say("Who")]
        group = self._stage("Do", "What was done", titles, rows, (4, 4, 3))
        return [group + self.bricks.labelled([(say("Support beyond the targets"), self.sheet.provision)])]

    def _stage(
        self, stage: str, what: str, titles: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]
    ) -> list[Block]:
        quiet = self.bricks.said(self.look.say("not recorded yet"), quiet=True)
        table = self.bricks.table(titles, rows, shares) if rows else quiet
        return [
            self._head(stage, what),
            *self.bricks.text(self._notes.get(stage.lower(), "")),
            *table,
            *self._gap(),
        ]

    def _review(self) -> list[list[Block]]:
        sheet, say, bricks = self.sheet, self.look.say, self.bricks
        rows = [
            (_wording(target), target.baseline, say(target.outcome) if target.outcome else "", target.evidence)
            for target in sheet.targets
            if target.outcome or target.evidence
        ]
        titles = [say("Targets"), say("Starting point"), say("What came of it"), say("What shows it")]
        group = self._stage("Review", "What we found", titles, rows, (4, 3, 2, 3))
        if self.for_staff:
            group += bricks.labelled([(say("Staff’s view"), sheet.staff_view)])
        decided = "\n".join(filter(None, (say(sheet.decision) if sheet.decision else "", sheet.reason)))
        following = self.look.language.date(sheet.next_review_on) if sheet.next_review_on else ""
        last = bricks.panels([(say("What we decided"), decided)], KEY, level=3) if decided else []
        if following:
            last += bricks.said(say("Next review on {date}", date=following))
        return [group, last]


def _loose(group: list[Block]) -> list[list[Block]]:
    """A long table may go over the side: its heading stays with its first rows, the others follow one by one."""
    return [part for part in (group[:4], *([block] for block in group[4:])) if part]


def _wording(target: TargetSheet) -> str:
    return f"{target.number}. {target.pupil_wording.strip() or target.staff_wording.strip() or '–'}"


def _span(look: Look, begins: date | None, ends: date | None) -> str:
    """From a day to a day; a stage that is still running has no end."""
    if begins is None:
        return ""
    if ends is None:
        return look.say("Since {date}", date=look.language.date(begins))
    return f"{look.language.date(begins)} – {look.language.date(ends)}"


def texts(sheet: CycleSheet) -> Iterator[tuple[str, str]]:
    """Every typed text with the name of its place."""
    who = sheet.heading
    yield "the heading", f"{who.preferred_name} {who.surname} {who.class_name} {who.year_label} {sheet.lead}"
    yield "the school's name", f"{sheet.school_name} {sheet.pupil_word}"
    yield "the views", f"{sheet.strengths} {sheet.pupil_view} {sheet.parent_view} {sheet.staff_view}"
    for stage in sheet.stages:
        yield f"the note of {stage.title}", stage.note
    for seen in sheet.seen:
        yield "the evidence", seen.words
    for score in sheet.scores:
        yield "the results", f"{score.measure} {score.result} {score.meaning}"
    yield from target_texts(sheet.targets)
    yield "the decision", f"{sheet.decision} {sheet.reason} {sheet.provision}"


def target_texts(targets: Sequence[TargetSheet]) -> Iterator[tuple[str, str]]:
    """What is typed of each target, with its place."""
    for target in targets:
        values = (
            target.pupil_wording, target.staff_wording, target.baseline, target.success_criterion, target.how, target.who,
            target.how_often, target.outcome, target.evidence, target.support_given, served.texts(target),
        )  # fmt: skip
        yield f"Target {target.number}", " ".join(values)
