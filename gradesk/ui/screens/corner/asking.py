"""One question on a page, in each shape it can be asked in."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QWidget

from gradesk.documents.press.symbols import symbols
from gradesk.model.plans.pupil_answer import FACES, PupilAnswer
from gradesk.model.vocabulary import PUPIL_RATINGS
from gradesk.services.plans import answers
from gradesk.services.plans.answers import HIGHEST, WISH, Question
from gradesk.ui.context import Context
from gradesk.ui.kit.buttons import button
from gradesk.ui.kit.forms.form import Form
from gradesk.ui.kit.forms.growing import GrowingText
from gradesk.ui.kit.labels import PlainLabel
from gradesk.ui.kit.layouts import column, flow
from gradesk.ui.kit.pictures.drawing import COLOURS, DrawPad
from gradesk.ui.screens.corner.tiles import Choice, Tiles, face, picture

# Pixels wide and high at the usual size of text, and wide at most: then a row of them fits a small screen.
FACE, NUMBER, PICTURE = (230, 230, 246), (98, 98, 106), (146, 140, 204)
PAD, MOST = 800, 800  # pixels wide at the usual size of text, and at any
LINES = 4  # of the box on a page of words alone


class Corner(Protocol):
    """What a page asks of the corner it stands in."""

    context: Context

    def keep(self, question: Question, values: Mapping[str, Any]) -> None:
        """Keep a part of an answer."""

    def choose(self, question: Question, values: Mapping[str, Any]) -> None:
        """Keep what was just chosen; what is refused is said, and the page shows what stands."""

    def words_form(self, question: Question) -> Form:
        """A form for the words of an answer, kept as they are typed."""


class Asking(QWidget):
    """A question, large; what is chosen under it; and a line for the words."""

    def __init__(self, corner: Corner, question: Question) -> None:
        super().__init__()
        self.corner, self.question = corner, question
        self.heading = PlainLabel(question.asks, "far")
        self.form = corner.words_form(question)
        parts: list[Any] = [self.heading]
        if question.target:
            parts.append(PlainLabel(question.target, "title"))
        body = self.body()
        parts += [*body, PlainLabel(question.more, "ask"), self.form, None]
        self.setLayout(column(*parts, gap=14))

    def body(self) -> list[QWidget]:
        """What stands between the question and the words."""
        return []

    def show_answer(self, answer: PupilAnswer | None) -> None:
        """Show what was answered; words that are being typed stay."""
        found = answer or PupilAnswer(value="", words="", pictures="", strokes="", shape=self.question.shape)
        self.form.load(found)
        self.show_chosen(found)

    def show_chosen(self, answer: PupilAnswer) -> None:
        """Show what was chosen."""

    def begin(self) -> None:
        """Put the keys where one answers first."""
        self.form.focus_on("words")


class WordsPage(Asking):
    """Words alone, with room for them."""

    def body(self) -> list[QWidget]:
        """Nothing but the words."""
        box = self.form.editors["words"].widget
        assert isinstance(box, GrowingText)
        box.at_least(LINES)
        return []


class FacesPage(Asking):
    """Five faces, each with its words."""

    terms = FACES

    def body(self) -> list[QWidget]:
        """The faces in a row."""
        choices = [Choice(term.code, term.label, face(int(term.code))) for term in self.terms]
        self.tiles = Tiles(self.corner.context.look, choices, FACE, self.question.asks)
        self.tiles.changed.connect(lambda codes: self.corner.choose(self.question, {"value": "".join(codes)}))
        return [self.tiles]

    def show_chosen(self, answer: PupilAnswer) -> None:
        """The face that was chosen."""
        self.tiles.show_chosen([answer.value])

    def begin(self) -> None:
        """On the faces."""
        self.tiles.setFocus(Qt.FocusReason.OtherFocusReason)


class TargetPage(FacesPage):
    """The faces for one target, with the words of a pupil's own rating."""

    terms = PUPIL_RATINGS


class ScalePage(Asking):
    """Large numbers, and the same once more for where one would like to be."""

    def body(self) -> list[QWidget]:
        """Two rows of numbers."""
        choices = [Choice(str(number), str(number)) for number in range(HIGHEST + 1)]
        look = self.corner.context.look
        self.now = Tiles(look, choices, NUMBER, self.question.asks)
        self.wish = Tiles(look, choices, NUMBER, self.question.wish)
        for row in (self.now, self.wish):
            row.changed.connect(lambda _codes: self._send())
        return [self.now, PlainLabel(self.question.wish, "title"), self.wish]

    def show_chosen(self, answer: PupilAnswer) -> None:
        """The two numbers."""
        now, _, wished = answer.value.partition(WISH)
        self.now.show_chosen([now])
        self.wish.show_chosen([wished])

    def begin(self) -> None:
        """On the numbers."""
        self.now.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        now, wished = "".join(self.now.chosen()), "".join(self.wish.chosen())
        self.corner.choose(self.question, {"value": f"{now}{WISH}{wished}" if wished else now})


class PicturesPage(Asking):
    """Pictures with a word, of which any number can be chosen."""

    def body(self) -> list[QWidget]:
        """The pictures."""
        paths = {symbol.name: symbol.path for symbol in symbols()}
        choices = [Choice(code, label, picture(str(paths[code]))) for code, label in self.question.pictures]
        self._labels = dict(self.question.pictures)
        self.tiles = Tiles(self.corner.context.look, choices, PICTURE, self.question.asks, many=True)
        self.tiles.changed.connect(self._send)
        return [self.tiles]

    def show_chosen(self, answer: PupilAnswer) -> None:
        """The pictures that were chosen."""
        self.tiles.show_chosen(answer.pictures.split())

    def begin(self) -> None:
        """On the pictures."""
        self.tiles.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self, codes: list[str]) -> None:
        called = ", ".join(self._labels[code] for code in codes)
        self.corner.choose(self.question, {"pictures": " ".join(codes), "value": called})


class DrawPage(Asking):
    """A sheet to draw on in a few colours."""

    def body(self) -> list[QWidget]:
        """Sheet and colours."""
        look = self.corner.context.look
        self.pad = DrawPad(look, PAD)
        look.fit(self, lambda theme: self.pad.measure(round(PAD * min(1.0, MOST / theme.px(PAD)))))
        self.pad.drawn.connect(self._send)
        self.colours: dict[str, QPushButton] = {}
        for role, name in COLOURS:
            made = button(name, partial(self._take, role), "choice")
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setAccessibleName(f"Draw in {name.lower()}")
            self.colours[role] = made
        self.colours[self.pad.colour].setChecked(True)
        self.undo = button("Take the last line back", self.pad.take_back, "link", "Ctrl+Z on the sheet")
        return [self.pad, flow(*self.colours.values(), self.undo)]

    def show_chosen(self, answer: PupilAnswer) -> None:
        """What was drawn."""
        self.pad.show_strokes(answers.strokes(answer))

    def begin(self) -> None:
        """On the sheet."""
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take(self, role: str) -> None:
        self.pad.colour = role
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        kept = json.dumps(self.pad.strokes) if self.pad.strokes else ""
        self.corner.choose(self.question, {"strokes": kept})


SHAPES: dict[str, type[Asking]] = {
    "faces": FacesPage, "scale": ScalePage, "pictures": PicturesPage, "draw": DrawPage, "words": WordsPage,
    "targets": TargetPage,
}  # fmt: skip
