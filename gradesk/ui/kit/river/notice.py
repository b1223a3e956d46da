"""What the river tells of the thing under the pointer or the focus: a card that always stands in the same place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtWidgets import QFrame

from gradesk.model.rules.days.school_year import day_words
from gradesk.model.rules.river.story import KINDS, Bar, Mark, Stage
from gradesk.ui.kit.labels import PlainLabel, restyle
from gradesk.ui.kit.layouts import column
from gradesk.ui.looks.theme import Theme

MOST_LINES = 4  # of several things that were drawn as one
LINES = 3  # high
LONGEST = 400  # characters of a detail

Thing = Stage | Bar | Mark


class NoticeCard(QFrame):
    """Title, days, and detail of one thing, or a line each of several."""

    def __init__(self, theme: Theme, hint: str) -> None:
        super().__init__()
        self.setProperty("role", "notice")
        self._hint = hint
        self.title = PlainLabel(hint, "quiet")
        self.body = PlainLabel("")
        self.written = PlainLabel("", "quiet")
        self.setLayout(column(self.title, self.body, self.written, None, margin=6, gap=1))
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Keep the room for its lines, so that nothing below moves while it is read."""
        self.setMinimumHeight(round(self.fontMetrics().lineSpacing() * LINES) + theme.px(16))

    def show_things(self, things: Sequence[Thing], today: date) -> None:
        """Tell of one thing or of several; of none it says how to find some."""
        if not things:
            self._say(self._hint, "", "")
        elif len(things) == 1:
            thing = things[0]
            written = f"Written {day_words(thing.written_on, today)}." if thing.written_on else ""
            detail = thing.detail if len(thing.detail) <= LONGEST else thing.detail[:LONGEST] + "…"
            days = when(thing, today)
            self._say(f"{days[0].upper()}{days[1:]}: {named(thing)}", detail, f"{written} Enter opens it.".strip())
        else:
            lines = [f"{day_words(_first(thing), today)}: {named(thing)}" for thing in things[:MOST_LINES]]
            more = len(things) - MOST_LINES
            lines += [f"and {more} more"] if more > 0 else []
            self._say(counts(things), "\n".join(lines), "Click or zoom in to see them apart.")

    def say(self, words: str) -> None:
        """Tell what is no thing of the story, such as which half-term is shown."""
        self._say(words, "", "")

    def _say(self, title: str, body: str, written: str) -> None:
        restyle(self.title, role="quiet" if title == self._hint else "field")
        self.title.setText(title)
        self.body.setText(body)
        self.written.setText(written)


def named(thing: Thing) -> str:
    """What a thing is called."""
    return f"{thing.label}, cycle {thing.cycle}" if isinstance(thing, Stage) else thing.label


def when(thing: Thing, today: date) -> str:
    """The days of a thing."""
    if isinstance(thing, Mark):
        return day_words(thing.day, today)
    if isinstance(thing, Stage) and not thing.begun:
        return f"planned from {day_words(thing.planned_from, today)}"
    until = f" to {day_words(thing.ends_on, today)}" if thing.ends_on else ", goes on"
    return f"from {day_words(thing.starts_on, today)}{until}"


def counts(things: Sequence[Thing]) -> str:
    """How many of each kind: "3 contacts, 1 meeting"."""
    found: dict[str, int] = {}
    for thing in things:
        kind = thing.kind if isinstance(thing, Mark) else ("cycle" if isinstance(thing, Stage) else "support")
        found[kind] = found.get(kind, 0) + 1
    words = {"cycle": "stages of cycles"}
    return ", ".join(f"{count} {words.get(kind, KINDS.label(kind).lower())}" for kind, count in found.items())


def _first(thing: Thing) -> date:
    return thing.day if isinstance(thing, Mark) else thing.starts_on
