"""What was said in the meetings of the practice school, step by step."""

from __future__ import annotations

from gradesk.services.meetings import booking, holding
from gradesk.store.work import Store

# Step, sort of line, side, words. “@” makes an action, as in the window.
_SAID: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "concern": (
        ("admire", "said", "", "Notices when somebody is left out"),
        ("working", "works", "school", "Stories read aloud, with the book to follow"),
        ("working", "not", "home", "The same at bedtime: words are there one evening and gone the next"),
        ("tried", "said", "", "Large print and a ruler under the line: a little better"),
        ("next", "decision", "", "A hearing check first, then a plan if it stays as it is"),
        ("actions", "said", "", "@Mum asks the surgery for a hearing check"),
    ),
    "tac": (
        ("admire", "said", "", "Never gives up on the climbing wall"),
        ("important_to", "said", "", "Dogs, and knowing what comes next"),
        ("important_for", "said", "", "To walk to school without a grown-up by the summer"),
        ("working", "works", "pupil", "The timeline on my desk"),
        ("working", "works", "home", "Mornings, since the same person meets us at the gate"),
        ("working", "not", "school", "Changes of room without a word the day before"),
        ("next", "decision", "", "One worker is the first to ring"),
    ),
    "professionals": (
        ("working", "works", "school", "The same picture cards in every room"),
        ("tried", "said", "", "Two sounds at a time; four were too many"),
        ("next", "decision", "", "Two sounds, and the same cards at school and in the clinic"),
    ),
    "meeting": (
        ("admire", "said", "", "Made two friends in the first week"),
        ("working", "works", "pupil", "I know the way now"),
        ("next", "decision", "", "The walking group stays until the half-term"),
    ),
    "annual_review": (
        ("admire", "said", "", "Tells jokes that make the whole table laugh"),
        ("important_to", "said", "", "Time with the school guinea pigs"),
        ("working", "not", "home", "Lunch in the hall: too loud"),
        ("questions", "said", "", "Who tells the taxi when the times change?"),
        ("next", "decision", "", "Lunch in the small room, with two friends"),
        ("next", "decision", "", "The rest of the plan stays as it is"),
    ),
    "parents_evening": (
        ("admire", "said", "", "Reads to the little ones at the bus stop"),
        ("working", "not", "home", "Spelling lists of twenty words end in tears"),
        ("actions", "said", "", "@Dad practises ten words a week, not twenty"),
    ),
    "review": (
        ("admire", "said", "", "Asks before giving up"),
        ("important_to", "said", "", "A quiet seat, and my cat"),
        ("working", "works", "pupil", "The word wall, because I can look without asking"),
        ("working", "works", "home", "Homework is shorter and nobody shouts"),
        ("working", "not", "school", "Monday mornings"),
        ("next", "decision", "", "Two targets are met; the one about spelling goes on"),
        ("next", "decision", "", "Tries the homework club on Tuesdays"),
    ),
}


def minute(store: Store, meeting_id: str, kind: str) -> None:
    """Write down what was said in a meeting that is booked for the day it is, and who was there."""
    holding.begin(store, meeting_id)
    holding.all_came(store, meeting_id)
    steps = []
    for step, sort, side, words in _SAID.get(kind, ()):
        holding.add_line(store, meeting_id, step, words, {"sort": sort, "side": side})
        steps.append(step)
    for step in dict.fromkeys(steps):
        holding.agree(store, meeting_id, step)
    if kind == "tac":
        home = next((one.name for one in booking.people(store, meeting_id) if one.part == "home"), "")
        if home:
            holding.differ(store, meeting_id, "next", home, "I would rather ring whom I know already")
