"""Invented sheets to print."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from typing import Any

from PIL import Image, ImageDraw

from gradesk import documents
from gradesk.documents.desk import drawing
from gradesk.documents.press.look import USUAL, Look
from gradesk.documents.press.paper import Drawn
from gradesk.model.rules.days.school_year import typical_half_terms
from gradesk.model.rules.days.slots import clock
from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.lanes import Lane, School
from gradesk.model.rules.river.story import SHAPES, Bar, Mark, Stage, Story
from gradesk.model.rules.suppression import Shown
from gradesk.services.paper import form_marks
from gradesk.services.paper.class_sheets import (
    AwayRow,
    ClassGridSheet,
    Column,
    Count,
    CountTable,
    GovernorsSheet,
    GridRow,
    MapPart,
    MapResult,
    MapRow,
    MapTable,
    Often,
    RegisterLine,
    RegisterSheet,
    SupplyRow,
    SupplySheet,
    SupportMapSheet,
    SupportPart,
    SupportRow,
    YearInNumbers,
)
from gradesk.services.paper.meeting_sheets import (
    ActionLine,
    ActionListSheet,
    Arranged,
    CycleSheet,
    DecisionLine,
    InvitationSheet,
    MeetingSheet,
    NewTargetLine,
    Point,
    PrepareSheet,
    PromiseLine,
    ReviewSheet,
    RunningLine,
    RunningOrderSheet,
    SaidLine,
    SeenLine,
    SideLine,
    StageLine,
    SummarySheet,
    TargetCardSheet,
)
from gradesk.services.paper.outside_sheets import (
    AdvisedLine,
    AdvisedSheet,
    ReferralLetterSheet,
    ReferralSheet,
    TriedLine,
)
from gradesk.services.paper.register_sheets import GroupPart, MarkRow, SessionColumn, SupportRegisterSheet
from gradesk.services.paper.sheets import (
    PASSPORT_SECTIONS,
    DateLine,
    DatesSheet,
    LanesSheet,
    PassportSheet,
    PlanSheet,
    PupilHeading,
    ScoreLine,
    Sheet,
    SheetSection,
    TargetSheet,
    TimelineSheet,
)
from gradesk.services.paper.support_sheets import PromisedLine, PromisedSheet
from gradesk.services.paper.week_sheets import (
    CoverSheet,
    LessonSheet,
    OutOfClass,
    Pause,
    TermLine,
    TermPart,
    TermSheet,
    TermWeek,
    WeekDay,
    WeekSheet,
    WeekSlot,
)
from gradesk.system.paths import resource

WORDS = {
    "admire": "I am kind and I always notice when someone is on their own. My friends say I am the funniest person in "
    "our class.",
    "important": "My nan and my dog Biscuit\nKnowing what is going to happen next\nSwimming on Saturdays",
    "good_at": "Drawing comics\nRemembering facts about space\nLooking after the little ones at lunch",
    "hard": "Noisy places like the hall\nWriting a lot at once\nWhen plans change and nobody tells me",
    "helps": "- Give me one thing to do at a time and wait while I think.\n- Let me use the laptop for long writing.\n"
    "- When the hall is noisy I put my ear defenders on. Wait until I take them off, then ask me one thing at a time."
    "\n- Tell me before something changes.",
    "does_not_help": "Shouting across the room\nAsking me to read aloud without a warning\nTaking my break away",
    "myself": "I use my timetable strip.\nI show my orange card when I need five minutes outside.",
}


def photo(width: int = 600, height: int = 800, kind: str = "JPEG") -> bytes:
    """A drawn face."""
    picture = Image.new("RGB", (width, height), "#9cc3d8")
    pen = ImageDraw.Draw(picture)
    w, h = width, height
    pen.ellipse((w * 0.08, h * 0.68, w * 0.92, h * 1.4), fill="#3d5a80")
    pen.ellipse((w * 0.25, h * 0.16, w * 0.75, h * 0.72), fill="#e0b08c")
    pen.pieslice((w * 0.22, h * 0.1, w * 0.78, h * 0.62), 180, 360, fill="#4a3226")
    for x in (0.4, 0.6):
        pen.ellipse((w * (x - 0.03), h * 0.42, w * (x + 0.03), h * 0.46), fill="#222222")
    pen.arc((w * 0.4, h * 0.48, w * 0.6, h * 0.6), 20, 160, fill="#7a3b2e", width=8)
    out = BytesIO()
    picture.save(out, kind)
    return out.getvalue()


def heading(**changes: object) -> PupilHeading:
    """Ava, in 4B."""
    values: dict[str, object] = {
        "preferred_name": "Ava",
        "surname": "Thompson",
        "class_name": "Class 4B",
        "year_label": "Year 4",
        "key_adult": "Mrs Okafor",
        "date_of_birth": date(2018, 5, 3),
    }
    return PupilHeading(**(values | changes))


def passport(words: dict[str, str] | None = None, **changes: object) -> PassportSheet:
    """A typical passport, version 2."""
    words = WORDS if words is None else words
    values: dict[str, object] = {
        "heading": heading(),
        "school_name": "Ashgrove Primary School",
        "made_on": date(2026, 9, 7),
        "version": 2,
        "review_on": date(2027, 2, 12),
        "sections": tuple(SheetSection(code, title, words.get(code, "")) for code, title in PASSPORT_SECTIONS),
        "who_to_go_to": "Mrs Okafor (before school in the library), or Mr Lee if she is away",
    }
    return PassportSheet(**(values | changes))


def target(number: int = 1, **changes: object) -> TargetSheet:
    """A measurable target."""
    values: dict[str, object] = {
        "number": number,
        "pupil_wording": "I can tell an adult when I need a break, before I get cross.",
        "staff_wording": "Ava will use her orange card to ask for a five-minute break in class, on four of five "
        "occasions when she is unsettled, by the end of the autumn term.",
        "area": "Social, emotional and mental health",
        "baseline": "Uses the card once in five with a reminder (tally, week of 7 September).",
        "success_criterion": "Four times in five without a reminder, over ten school days in a row.",
        "how": "Practise with the card every morning.\nAll adults answer the card at once, without a question.",
        "who": "Mrs Okafor (TA), every adult in 4B",
        "how_often": "Daily, 5 minutes after registration",
        "by_when": date(2026, 12, 18),
    }
    return TargetSheet(**(values | changes))


def plan(count: int = 3, **changes: object) -> PlanSheet:
    """A typical plan, version 1."""
    values: dict[str, object] = {
        "heading": heading(),
        "school_name": "Ashgrove Primary School",
        "made_on": date(2026, 9, 14),
        "version": 1,
        "state": "Agreed",
        "starts_on": date(2026, 9, 14),
        "review_on": date(2026, 12, 18),
        "strengths": "Ava is kind and notices when others are alone.\nShe remembers facts about space and draws "
        "comics that make the whole class laugh.",
        "pupil_view": "I like it when I know what is next. The hall is too loud. I want to sit with Maya.",
        "parent_view": "At home she tells us when it is too much. We would like her to be able to do it at school as "
        "well. We will use the same orange card at home.",
        "blocks": (SheetSection("helps", "What already helps", "A quiet place to work; one instruction at a time."),),
        "targets": tuple(target(number + 1) for number in range(count)),
    }
    return PlanSheet(**(values | changes))


def story(years: int = 2) -> Story:
    """Cycles, support and every kind of mark over some years."""
    today, stages = date(2026, 9, 14), []
    first = today - timedelta(days=365 * years)
    for number in range(years * 3):
        for place, code in enumerate(("assess", "plan", "do", "review")):
            begin = first + timedelta(days=120 * number + 28 * place)
            end = begin + timedelta(days=27)
            outcome = "Continue as it is. It works" if code == "review" else ""
            stages.append(
                Stage(f"{number}{code}", code, code.title(), number + 1, begin, end, begin, end, outcome=outcome)
            )
    bars = [Bar("lego", "Brick club", first, today - timedelta(days=30), None), Bar("elsa", "ELSA", first, None, today)]
    marks = [
        Mark(kind, kind, f"A {kind}", first + timedelta(days=20 * place), "As it was")
        for place, kind in enumerate(SHAPES)
    ]
    return Story(today, stages, bars, marks, typical_half_terms(2025) + typical_half_terms(2026))


def timeline(**changes: object) -> TimelineSheet:
    """Ava's story on one page."""
    values: dict[str, object] = {
        "heading": heading(), "school_name": "Ashgrove Primary School", "made_on": date(2026, 9, 14), "story": story(),
    }  # fmt: skip
    return TimelineSheet(**(values | changes))


def lanes(count: int = 3, **changes: object) -> LanesSheet:
    """The cycles of a class in which everybody is called alike."""
    told = story()
    made = [Lane(str(place), "Ava Thompson", "", "Class 4B", place, told.stages) for place in range(count)]
    values: dict[str, object] = {
        "heading": PupilHeading(preferred_name="Class 4B"), "school_name": "Ashgrove Primary School",
        "made_on": date(2026, 9, 14), "school": School(told.today, made, Index(told)),
        "headings": {lane.key: heading() for lane in made},
    }  # fmt: skip
    return LanesSheet(**(values | changes))


def dates(**changes: Any) -> DatesSheet:
    """The next dates of a family."""
    lines = (
        DateLine(date(2026, 10, 23), "Last day before the holiday"),
        DateLine(date(2026, 11, 2), "School starts again"),
        DateLine(date(2026, 12, 18), "We look at the plan together again"),
    )
    values: dict[str, Any] = {
        "heading": heading(),
        "school_name": "Ashgrove Primary School",
        "made_on": date(2026, 9, 7),
        "dates": lines,
        "at_home": ("Practise with the card every morning.", "Read together for ten minutes"),
        "ask": "Mrs Okafor",
    }
    return DatesSheet(**{**values, **changes})


def _about(changes: dict[str, object], **values: object) -> dict[str, object]:
    fixed = {"heading": heading(), "school_name": "Ashgrove Primary School", "made_on": date(2026, 9, 14)}
    return fixed | values | changes


def reviewed(number: int = 1, **changes: object) -> TargetSheet:
    """A target with what its review found."""
    values: dict[str, object] = {
        "uuid": f"{number:08d}-0000-4000-8000-000000000000",
        "outcome": "Partly met",
        "own_rating": "Mostly",
        "evidence": "Three in five, seen by two adults.",
        "support_given": "Eleven of twelve sessions.",
    }
    return target(number, **(values | changes))


def actions() -> tuple[ActionLine, ...]:
    """One that is open, and one that is done."""
    return (
        ActionLine(what="Send the word list home", who="Mr Lee", by=date(2026, 9, 21)),
        ActionLine(what="Ring the nurse", who="Mrs Okafor", done_on=date(2026, 9, 12)),
    )


def target_card(count: int = 3, **changes: object) -> TargetCardSheet:
    """Ava's own targets."""
    targets = tuple(reviewed(number + 1) for number in range(count))
    own = {"good_at": WORDS["good_at"], "myself": WORDS["myself"], "look_again_on": date(2026, 12, 18)}
    return TargetCardSheet(**_about(changes, targets=targets, **own))


def cycle(count: int = 3, **changes: object) -> CycleSheet:
    """A cycle that was reviewed."""
    day, stages = date(2026, 6, 1), []
    for place, code in enumerate(("assess", "plan", "do", "review")):
        begins = day + timedelta(days=21 * place)
        ends = begins + timedelta(days=20)
        stages.append(
            StageLine(
                code=code, title=code.title(), planned_from=begins, planned_to=ends, started_on=begins,
                ended_on=None if code == "review" else ends, note=f"Staff wrote of {code}.",
            )
        )  # fmt: skip
    values: dict[str, object] = {
        "number": 2,
        "stages": tuple(stages),
        "lead": "Ms Hill",
        "strengths": "Ava draws comics.",
        "pupil_view": "I like my orange card.",
        "parent_view": "We use the card at home.",
        "staff_view": "Staff see fewer upsets.",
        "provision": "Brick club on Tuesdays.",
        "targets": tuple(reviewed(number + 1) for number in range(count)),
        "seen": (SeenLine(on=date(2026, 6, 4), words="Works best near the window – Miss Fair"),),
        "scores": (ScoreLine(measure="Reading age", result="7 years 4 months", on=date(2026, 6, 5), meaning="rising"),),
        "reviewed_on": date(2026, 9, 10),
        "decision": "Continue as it is",
        "reason": "It works.",
        "next_review_on": date(2026, 12, 18),
    }
    return CycleSheet(**_about(changes, **values))


def review(count: int = 3, **changes: object) -> ReviewSheet:
    """A recorded review."""
    values: dict[str, object] = {
        "held_on": date(2026, 9, 10),
        "pupil_view": "I like my orange card.",
        "parent_view": "We use the card at home.",
        "staff_view": "Staff see fewer upsets.",
        "home_done": "Ten minutes of reading.",
        "targets": tuple(reviewed(number + 1) for number in range(count)),
        "decision": "Continue as it is",
        "reason": "It works.",
        "next_review_on": date(2026, 12, 18),
        "actions": actions(),
    }
    return ReviewSheet(**_about(changes, **values))


def invitation(**changes: object) -> InvitationSheet:
    """A letter to two parents."""
    values: dict[str, object] = {"parents": ("Rosa Núñez", "Tom Thompson"), "writes": "Ms Hill"}
    return InvitationSheet(**_about(changes, **values))


def preparation(kind: str = "parent", count: int = 3, **changes: object) -> PrepareSheet:
    """A sheet of questions."""
    targets = tuple(reviewed(number + 1) for number in range(count))
    marks = [form_marks.target_mark(one.uuid) for one in targets]
    values: dict[str, object] = {
        "kind": kind,
        "questions": form_marks.questions(kind),
        "targets": targets,
        "mark": form_marks.mark("key", kind, "ava", date(2026, 9, 14), marks),
    }
    return PrepareSheet(**_about(changes, **values))


def meeting(count: int = 3, **changes: object) -> MeetingSheet:
    """A record to fill in by hand."""
    values: dict[str, object] = {
        "admire": WORDS["admire"],
        "important": WORDS["important"],
        "hopes": "To go on every trip.",
        "works": "A quiet place.",
        "does_not_work": "Surprises.",
        "targets": tuple(reviewed(number + 1) for number in range(count)),
        "actions": actions(),
    }
    return MeetingSheet(**_about(changes, **values))


def summary(count: int = 3, **changes: object) -> SummarySheet:
    """A meeting that was held, with everything that can stand on its page."""
    values: dict[str, object] = {
        "kind": "Review meeting",
        "held_on": date(2026, 9, 14),
        "there": ("Ava", "Rosa Núñez", "Ms Hill"),
        "absent": (("Dr Lee", "More of the picture cards, please."), ("Tom Thompson", "")),
        "said": (
            SaidLine(title="What we like and admire about {name}", lines=("Kind", "Asks before giving up")),
            SaidLine(title="What is important to {name} now", lines=("Her dog",)),
        ),
        "sides": (
            SideLine(side="pupil", works="The word wall"),
            SideLine(side="home", works="Homework", does_not_work="Mornings\nPacking the bag"),
        ),
        "targets": tuple(reviewed(number + 1) for number in range(count)),
        "new_targets": (
            NewTargetLine(
                words="Reads ten words", success_criterion="8 of 10", who="Mrs Ali", by_when=date(2026, 12, 18)
            ),
            NewTargetLine(words="Asks a friend to play"),
        ),
        "outcome": "Continue as it is",
        "reason": "It begins to work",
        "decisions": (
            DecisionLine(words="Homework club", against=(("Rosa Núñez", "I want it at home"),)),
            DecisionLine(words="The plan stays"),
        ),
        "against": (("Ava", "Not on Mondays"),),
        "actions": actions(),
        "next_on": date(2026, 12, 18),
        "next_at": "15:30",
        "asks": "Ms Hill",
        "parents": ("Rosa Núñez",),
        "signed": (("Rosa Núñez", "[[[0.1, 0.5], [0.4, 0.2], [0.8, 0.6]], [[0.5, 0.5]]]"), ("Ms Hill", "")),
    }
    return SummarySheet(**_about(changes, **values))


def drawn(code: str, sheets: Sequence[Sheet], look: Look = USUAL, variant: str = "") -> Drawn:
    """What the document of a code makes of sheets."""
    return drawing.draw(documents.document(code), sheets, look, variant)


def _ours(**changes: object) -> dict[str, object]:
    """What all pages about Class 4B share."""
    values: dict[str, object] = {
        "heading": PupilHeading(preferred_name="Class 4B", is_group=True),
        "school_name": "Ashgrove Primary School",
        "made_on": date(2026, 9, 14),
    }
    return values | changes


def class_grid(count: int = 3, **changes: object) -> ClassGridSheet:
    """A class in which everybody is called alike, with a column that stays inside."""
    columns = (
        Column("helps", "What helps"),
        Column("does_not_help", "What to avoid"),
        Column("health", "Health to know about", is_outside=False),
        Column("go_to", "Who to go to"),
    )
    texts = (WORDS["helps"], WORDS["does_not_help"], "Adrenaline pen in the office", "Mrs Okafor")
    rows = tuple(GridRow(heading(), texts) for _ in range(count))
    return ClassGridSheet(**(_ours(columns=columns, rows=rows, others=2) | changes))


def supply(count: int = 3, **changes: object) -> SupplySheet:
    """Class 4B on a day."""
    row = SupplyRow(
        heading(), WORDS["helps"], ("Laptop for long writing",), WORDS["does_not_help"], "Adrenaline pen in the office",
        "Mrs Okafor",
    )  # fmt: skip
    values = _ours(
        every_day=tuple(f"What all adults do, number {number}" for number in range(1, 8)),
        rows=(row,) * count,
        away=(AwayRow(heading(), "Precision teaching", "Mr Lee", Often(3, 10)),),
        others=2,
    )
    return SupplySheet(**(values | changes))


def register(count: int = 3, **changes: object) -> RegisterSheet:
    """A register of pupils who are called alike, with every column."""
    codes = ("class", "year", "status", "layer", "needs", "lead", "plan", "review", "contacts", "born", "key_adult")
    line = RegisterLine(
        heading(), "SEN support", "Some", ("Hearing impairment", "Physical disability"), "Mr Lee", "Active",
        date(2026, 9, 1), 1, 3,
    )  # fmt: skip
    values = _ours(columns=tuple(Column(code, code.title()) for code in codes), lines=(line,) * count)
    return RegisterSheet(**(values | changes))


ARRANGED = Arranged(
    day=date(2026, 12, 1), at="15:30", place="Library", people=("Rosa Núñez", "Ms Hill"), about="The next two terms"
)


def running_order(count: int = 8, **changes: object) -> RunningOrderSheet:
    """A day of meetings with a break after the second."""
    points = (Point("Promised", "Mr Lee: the word list"), Point("Target", "Reads 40 words – not yet rated"))
    people = (("Rosa Núñez", "Comes"), ("Ms Hill", ""))
    starts = [9 * 60 + 30 * place + 15 * (place > 1) for place in range(count)]
    lines = tuple(
        RunningLine(
            at=clock(at), until=clock(at + 30), place="Library", kind="Review meeting", heading=heading(),
            people=people, points=points,
        )
        for at in starts
    )  # fmt: skip
    return RunningOrderSheet(**(_ours(day=date(2026, 12, 1), lines=lines) | changes))


def support_register(count: int = 4, days: int = 18, **changes: object) -> SupportRegisterSheet:
    """A group on weekdays of a half-term, half marked, with a session that was put on."""
    columns = [
        SessionColumn(date(2026, 11, 2) + timedelta(days=place // 5 * 7 + place % 5), place == 7)
        for place in range(days)
    ]
    rows = [
        MarkRow(
            heading(),
            tuple(None if row == at else ("H", "A", "P 10", "")[at % 4] for at in range(days)),
            tuple(
                f"gradesk-0a1b2c3d-r20261123-0123456789abcdef-c-0a1b2c3d-{one.day:%Y%m%d}u-{row:08x}" for one in columns
            ),
        )
        for row in range(count)
    ]
    part = GroupPart(
        name="Brick club", led_by="Mrs Okafor", at="9:10", minutes=20, columns=tuple(columns), rows=tuple(rows)
    )
    usual = _ours(about="Brick club", first=columns[0].day, last=columns[-1].day, parts=(part,))
    return SupportRegisterSheet(**(usual | changes))


def action_list(count: int = 3, **changes: object) -> ActionListSheet:
    """What one colleague has promised."""
    line = PromiseLine(
        what="Send the word list home", heading=heading(), by=date(2026, 9, 21), agreed_on=date(2026, 9, 7)
    )
    nobody = PromiseLine(what="Book the hall", heading=None, by=None, agreed_on=date(2026, 9, 7))
    return ActionListSheet(**(_ours(to="Mr Lee", lines=((line,) * count + (nobody,)), writes="Ms Hill") | changes))


def referral(count: int = 3, **changes: object) -> ReferralSheet:
    """A request for advice about Ava."""
    tried = TriedLine(
        what="Sound games, 15 minutes, 3 a week", starts_on=date(2026, 1, 12), ends_on=date(2026, 3, 20),
        result="Hears the first sound of a word now; the last is still lost.",
    )  # fmt: skip
    values = _ours(
        heading=heading(), to="Rosa Lindqvist, Northgate Speech and Language",
        reason="Sounds at the end of words are lost; two cycles have helped a little.", question="What would help most?",
        route="Their form", reference="NSL 4711", consent="Inés Thompson, 01/09/2026", sent_on=date(2026, 9, 3),
        strengths="Tells stories with puppets.", needs=("Speech, language and communication needs",), tried=(tried,) * count,
        pupil_view="I want to be understood.", parent_view="At home we understand her.", writes="Ms Hill",
    )  # fmt: skip
    return ReferralSheet(**(values | changes))


def referral_letter(**changes: object) -> ReferralLetterSheet:
    """The letter that asks where it stands."""
    values = _ours(
        heading=heading(), to="Rosa Lindqvist, Northgate Speech and Language", sent_on=date(2026, 6, 3),
        heard_on=date(2026, 6, 12), reference="NSL 4711", question="What would help most?", writes="Ms Hill",
    )  # fmt: skip
    return ReferralLetterSheet(**(values | changes))


def advised(count: int = 3, **changes: object) -> AdvisedSheet:
    """What was advised about Ava."""
    line = AdvisedLine(
        words="Show the steps of a task as pictures on the desk.", source="Rosa Lindqvist, Assessment",
        dated=date(2026, 6, 30), owner="Mrs Okafor", by=date(2026, 9, 30), state="to be put in place (support)",
    )  # fmt: skip
    done = replace(line, state="in place since 01/09/2026 (everyday adjustment)", lives_in="Pictures on the desk")
    return AdvisedSheet(**(_ours(heading=heading(), open=(line,) * count, settled=(done,) * count) | changes))


def governors(**changes: object) -> GovernorsSheet:
    """A year in numbers, of a school that is called like a pupil."""
    year = YearInNumbers("2026/27", Shown(41), Shown(62), Shown(118), 123, Shown(44), 71, Shown(9))
    counts = (Count("SEN support", Shown(33)), Count("EHC plan", Shown(8)))
    values = _ours(
        heading=PupilHeading(preferred_name="Ava Thompson School", is_group=True),
        year=year,
        tables=(
            CountTable("status", "Status", counts, Shown(41)),
            CountTable("need", "Type of need", (Count("Hearing impairment", Shown(is_few=True)),), Shown(41)),
            CountTable("progress", "The year so far", (Count("Plans agreed", Shown(), 41),)),
        ),
    )
    return GovernorsSheet(**(values | changes))


def support_map(count: int = 2, **changes: object) -> SupportMapSheet:
    """What Ava gets beyond the class."""
    day = date(2026, 9, 7)
    row = SupportRow(
        "Precision teaching", "One to one", "Mr Lee", Often(3, 10), day, date(2026, 12, 18), pupils=(heading(),) * count
    )
    values = _ours(
        heading=heading(),
        parts=(SupportPart("Cognition and learning", (row,) * count, ("I can read 50 words in a minute.",)),),
        ended=(SupportRow("Brick club", starts_on=day, until=day, outcome="Two friends to play with"),),
    )
    return SupportMapSheet(**(values | changes))


def provision_map(count: int = 2, *, costed: bool = True, **changes: object) -> SupportMapSheet:
    """The same in the columns of the school, all of which stand there."""
    day, who = date(2026, 9, 7), (heading(),) * count
    row = MapRow(
        what="Precision teaching", form="One to one", area="C&L", led_by="" if costed else "Mr Lee", size=4,
        role="Teaching assistant", weeks=(6, 12), minutes=20, times=3.0, starts_on=day, until=date(2026, 12, 18),
        aim="Words at sight", targets=("I can read 50 words in a minute.",), ends_when="50 words twice",
        outcome="Reads with her class", money="Top-up", measure="Reading age", pupils=who, planned=720, given=600,
        planned_cost=20684, given_cost=17237, each=(5171, 5171), bought=1250,
        results=tuple(MapResult(who=one, before="7:00", after="7:08") for one in who),
    )  # fmt: skip
    codes = tuple(MAP_COLUMNS["map-costed" if costed else "map"].items())
    table = MapTable(
        columns=tuple(Column(code, title) for code, title in codes),
        parts=(
            MapPart(title="Cognition and learning", rows=(row,) * count, is_fixed=True),
            MapPart(title="4 Oak", rows=(MapRow(what="Brick club", has_rate=False, pupils=who),)),
        ),
        costed=costed,
    )
    return SupportMapSheet(**(_ours(heading=heading(), map=table) | changes))


def promised(count: int = 2, **changes: object) -> PromisedSheet:
    """What Ava was promised this year, with everything that can become of it."""
    line = PromisedLine(
        what="Precision teaching", form="One to one", led_by="Mr Lee", often=Often(3, 20), starts_on=date(2026, 9, 7),
        until=date(2026, 12, 18), targets=("I can read 50 words in a minute.",), due=12, had=8,
        fell_out=(("Adult was ill", 2), ("No room", 1)), away=1, extra=1, unnoted=1, owed=40, planned_extra=20,
        measure="Reading age", before="7:00", after="7:08",
    )  # fmt: skip
    ended = PromisedLine(
        what="Brick club", starts_on=date(2026, 9, 7), until=date(2026, 10, 2), has_ended=True, due=4, had=4
    )
    coming = PromisedLine(what="Talk time", starts_on=date(2027, 1, 11), often=Often(1, 30))
    values = _ours(heading=heading(), year="2026/27", lines=(line,) * count + (ended, coming), asks="Ms Hill")
    return PromisedSheet(**(values | changes))


def week_slot(**changes: Any) -> WeekSlot:
    """A group in the morning."""
    values: dict[str, Any] = {
        "what": "Precision teaching", "form": "In a group", "at": 9 * 60, "minutes": 20, "adult": "Mrs Okafor",
        "room": "Library", "classes": ("Class 4B",), "pupils": (heading(), heading()), "takes_out": True,
    }  # fmt: skip
    return WeekSlot(**(values | changes))


def week(of: str = "adult", each: int = 2, **changes: Any) -> WeekSheet:
    """A week with a lesson, groups, a duty, talk and cover, one session without its time, and a closed Friday."""
    monday = date(2026, 11, 30)
    groups = [week_slot(at=9 * 60 + 25 * place) for place in range(each)]
    lesson = week_slot(what="English", kind="lesson", form="", minutes=50, pupils=(), takes_out=False)
    talk = week_slot(what="Teacher and TA talk", kind="talk", is_fixed=True, form="", at=520, minutes=10, pupils=(),
                     with_whom="Mrs Okafor", adult="Mr Lee")  # fmt: skip
    settled = [
        week_slot(at=660, how="taken", away="Mr Lee", taken_by="Mrs Okafor", rule="free at that time"),
        week_slot(at=690, how="suspended", away="Mrs Okafor", rule="nobody takes it"),
        week_slot(at=780, how="moved", away="Mr Lee", taken_by="", others=3),
    ]
    days = [
        WeekDay(monday, (talk, lesson, *groups)), WeekDay(date(2026, 12, 1), (*settled, week_slot(at=None))),
        WeekDay(date(2026, 12, 2), (lesson,)), WeekDay(date(2026, 12, 3)),
        WeekDay(date(2026, 12, 4), (), is_open=False, reason="Training of staff"),
    ]  # fmt: skip
    fixed: dict[str, Any] = {
        "heading": PupilHeading(preferred_name="Mrs Okafor", is_group=True), "of": of, "days": tuple(days), "letter": "A",
        "pauses": (Pause("Break", 640, 660), Pause("Lunch", 720, 780)), "marks": (530, 540, 640, 660, 720, 780, 915),
        "unplaced": (("Brick club", 2), ("Talk time", 1)),
    }  # fmt: skip
    return WeekSheet(**(_ours(**fixed) | changes))


def cover_sheet(count: int = 3, **changes: Any) -> CoverSheet:
    """A day with two away: sessions that are taken, moved, suspended and open."""
    taken = {"away": "Mr Lee", "adult": "Mrs Okafor", "taken_by": "Mrs Okafor", "rule": "free at that time"}
    sessions = tuple(week_slot(at=540 + 20 * place, how="taken", **taken) for place in range(count))
    others = (
        week_slot(at=660, how="moved", **taken), week_slot(at=690, how="suspended", away="Mr Lee"), week_slot(at=None),
        week_slot(at=700, how="taken", away="Mr Lee", taken_by="Ms Hill", room="", what="Gate", kind="duty", form=""),
    )  # fmt: skip
    return CoverSheet(
        **(_ours(day=date(2026, 12, 1), away=(("Mr Lee", (*sessions, *others)), ("Ms Fox", ()))) | changes)
    )


def lesson_card(count: int = 3, **changes: Any) -> LessonSheet:
    """Maths of Class 4B with two who are out and one who comes in."""
    out = tuple(OutOfClass(date(2026, 11, 30) + timedelta(days=at), week_slot()) for at in range(3))
    comes_in = (OutOfClass(date(2026, 12, 1), week_slot(what="Support in class", kind="class_support", is_fixed=True)),)
    rows = supply(count).rows
    return LessonSheet(**(_ours(lesson="Maths", adult="Mr Lee", rows=rows, out=out, comes_in=comes_in) | changes))


def term_page(each: int = 3, parts: int = 3, **changes: Any) -> TermSheet:
    """A half-term of seven weeks with a closed day and a closed week; bars that begin early and late."""
    monday = date(2026, 11, 2)
    weeks = tuple(
        TermWeek(monday + timedelta(weeks=at), (at != 4,) * 4 + (at not in (2, 4),)) for at in range(7)
    )  # fmt: skip
    line = TermLine(what="Precision teaching", form="One to one", led_by="Mr Lee", times=3.0, minutes=20, first=0, last=6,
                    starts_on=monday, pupils=(heading(),), sessions=18)  # fmt: skip
    late = TermLine(what="Brick club", first=5, last=6, starts_on=date(2026, 12, 7), until=date(2026, 12, 16))
    made = tuple(TermPart(title=f"Mr Lee {at}", minutes=60, lines=(line,) * each + (late,)) for at in range(parts))
    nobody = TermPart(title="Nobody leads it yet", is_fixed=True, lines=(late,))
    fixed: dict[str, Any] = {
        "heading": PupilHeading(preferred_name="Autumn 2", is_group=True), "first": monday, "last": date(2026, 12, 18),
        "weeks": weeks, "parts": (*made, nobody), "is_draft": True,
    }  # fmt: skip
    return TermSheet(**(_ours(**fixed) | changes))


def _columns() -> dict[str, dict[str, str]]:
    raw = tomllib.loads(resource("school", "layouts.toml").read_text("utf-8"))["document"]
    return {one["code"]: {each["code"]: each["heading"] for each in one["section"]} for one in raw}


MAP_COLUMNS = _columns()
