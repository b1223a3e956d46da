"""One step of a pan or a zoom on the river and on the lanes, painted; beside it as many plain rectangles.

Run as a process of its own; prints its times in milliseconds as JSON.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from measuring import median, milliseconds
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from gradesk.model.rules.days.school_year import typical_half_terms
from gradesk.model.rules.river.index import Index
from gradesk.model.rules.river.lanes import Lane, School
from gradesk.model.rules.river.story import SHAPES, Bar, Mark, Stage, Story
from gradesk.ui.kit.river.lanes import LanesView
from gradesk.ui.kit.river.river import River
from gradesk.ui.looks import theme

TODAY = date(2026, 11, 23)
YEARS = 10
LANES, CYCLES = 400, 10
SIZE = (1200, 700)  # pixels of the lanes; a river is as high as its rows
VIEWS = {"ten years": 3650.0, "a year": 365.0, "a month": 31.0}


def story(events: int, earlier: int = 0) -> Story:
    """Ten years with so many events, thirty cycles and forty spells of support; and so many more a year ago or before."""
    chance = Random(7)
    kinds = sorted(SHAPES)
    marks = [
        Mark(f"mark:{n}", kinds[n % len(kinds)], "Event", TODAY - timedelta(days=chance.randrange(365 * YEARS)))
        for n in range(events)
    ]
    marks += [
        Mark(
            f"old:{n}",
            kinds[n % len(kinds)],
            "Event",
            TODAY - timedelta(days=365 + chance.randrange(365 * (YEARS - 1))),
        )
        for n in range(earlier)
    ]
    bars = [
        Bar(f"bar:{n}", f"Support {n}", TODAY - timedelta(days=90 * n + 100), TODAY - timedelta(days=90 * n + 30), None)
        for n in range(40)
    ]
    terms = [term for year in range(TODAY.year - YEARS - 1, TODAY.year + 1) for term in typical_half_terms(year)]
    return Story(TODAY, stages(YEARS * 3, 121), bars, marks, terms)


def stages(cycles: int, length: int) -> list[Stage]:
    """So many cycles one after another up to today, each of so many days."""
    found, day = [], TODAY - timedelta(days=cycles * length)
    for number in range(cycles):
        for code, share in (("assess", 0.16), ("plan", 0.08), ("do", 0.6), ("review", 0.16)):
            last = day + timedelta(days=round(length * share) - 1)
            found.append(Stage(f"stage:{number}{code}", code, code.title(), number + 1, day, last, day, last))
            day = last + timedelta(days=1)
    return found


def step(widget: QWidget, pixels: QPixmap, deed: Callable[[float], None], turns: int) -> float:
    """Median time of one step there or back, with the painting it asks for."""
    took = []
    for turn in range(turns):
        share = 0.02 if turn % 2 else -0.02
        took.append(milliseconds(lambda share=share: (deed(share), widget.render(pixels))))
    return median(took[2:] or took)


def rectangles(pixels: QPixmap, count: int, turns: int) -> float:
    """Median time to paint so many plain rectangles of a mark's size."""

    def paint() -> None:
        painter = QPainter(pixels)
        colour = QColor("teal")
        for n in range(count):
            painter.fillRect(QRectF(n * 7 % 1200, n * 13 % 400, 14, 14), colour)
        painter.end()

    return median([milliseconds(paint) for _ in range(turns)])


def river(turns: int, events: int, earlier: int = 0) -> dict[str, float]:
    """A river's steps at three zooms."""
    line = River(theme.theme())
    line.resize(SIZE[0], 400)
    line.show_story(story(events, earlier))
    line.resize(SIZE[0], line.sizeHint().height())
    pixels = QPixmap(line.size())
    found = {}
    for name, days in VIEWS.items():
        line.fit()
        line.zoom(days / line.stretch.days)
        line.go_to_today()
        line.pan(-0.4)
        found[f"pan, {name}"] = step(line, pixels, line.pan, turns)
    line.fit()
    found["zoom"] = step(line, pixels, lambda share: line.zoom(1 + share), turns)
    found["rectangles"] = rectangles(pixels, events, turns)
    return found


def lanes(turns: int, count: int) -> dict[str, float]:
    """The lanes' steps, and as many rectangles as the picture had shapes."""
    told = stages(CYCLES, 91)
    made = [Lane(str(n), f"Pupil {n}", f"Class {n // 30}", "", n % 9, told) for n in range(count)]
    terms = [term for year in range(TODAY.year - 4, TODAY.year + 1) for term in typical_half_terms(year)]
    view = LanesView(theme.theme())
    view.resize(*SIZE)
    view.show_school(School(TODAY, made, Index(Story(TODAY, terms=terms))))
    view.show_days(TODAY - timedelta(days=CYCLES * 91), TODAY + timedelta(days=30))
    pixels = QPixmap(view.size())
    found = {"pan": step(view, pixels, view.pan, turns)}
    bar = view.verticalScrollBar()
    found["scroll"] = step(view, pixels, lambda share: bar.setValue(bar.value() + round(share * 4000)), turns)
    found["rectangles"] = rectangles(pixels, view.drawn, turns)
    return found


def main(turns: int, events: int, count: int) -> None:
    """Measure all of it and print it."""
    app = QApplication([])
    theme.apply(app, theme.theme())
    few = river(turns, events)
    many = river(turns, events, events * 9)
    found = {f"river {name}": value for name, value in few.items()}
    found["river crowded"] = many["pan, a month"]
    found["river calm"] = few["pan, a month"]
    found |= {f"lanes {name}": value for name, value in lanes(turns, count).items()}
    found |= {"lanes many": lanes(turns, count * 10)["pan"]}
    print(json.dumps(found))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
