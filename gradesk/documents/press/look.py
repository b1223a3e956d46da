"""How a page looks and speaks: theme, letters, size, language, and for whose hands it is. One `Look` for a whole print."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from reportlab.lib.colors import Color, HexColor

from gradesk.documents.press.letters.families import FAMILIES, Face, Family
from gradesk.documents.press.letters.language import ENGLISH, Language
from gradesk.services.paper.sheets import PupilHeading
from gradesk.system.refusal import Refused

T = TypeVar("T")

SIZES = tuple(range(11, 19))  # points
WIDE_LETTERS, WIDE_WORDS, WIDE_LINES = (
    0.03,
    0.1,
    1.2,
)  # ems, ems, times: more room, in the manner of the advice on dyslexia
LEADING = 1.3  # lines apart, in type sizes

INK = HexColor("#1d2629")
QUIET = HexColor("#556367")  # 6:1 on white
RULE = HexColor("#c3d0d2")
PINE = HexColor("#17525c")
PINE_TINT = HexColor("#e6f1f1")
PINE_EDGE = HexColor("#8fb8bc")
SUN = HexColor("#7a4a00")
SUN_TINT = HexColor("#fdf3dd")
SUN_EDGE = HexColor("#e3c588")
WHITE = HexColor("#ffffff")
CREAM = HexColor("#fdf6e3")


class Theme:
    """A table of colours. `ground` is laid under the whole page where it is not white; `grey` takes the colour out of all
    that the table does not name.
    """

    def __init__(
        self, code: str, title: str, exact: Mapping[Color, Color], *, grey: bool = False, ground: Color | None = None
    ) -> None:
        self.code = code
        self.title = title
        self.exact = exact
        self.grey = grey
        self.ground = ground
        self._known: dict[Color, Color] = dict(exact)

    def paint(self, colour: Color) -> Color:
        """The theme's colour for one of the calm theme's."""
        found = self._known.get(colour)
        if found is None:
            found = self._known[colour] = _grey(colour) if self.grey else colour
        return found

    def on_cream(self) -> Theme:
        """The same on cream paper."""
        exact = {**self.exact, WHITE: CREAM, CREAM: CREAM}
        return Theme(f"{self.code}-cream", self.title, exact, grey=self.grey, ground=CREAM)


def _grey(colour: Color) -> Color:
    shade = 0.299 * colour.red + 0.587 * colour.green + 0.114 * colour.blue
    return Color(shade, shade, shade)


_BLACK = HexColor("#000000")
THEMES = (
    Theme("calm", "Calm colour", {}),
    Theme(
        "mono",
        "Black and white",
        {PINE_TINT: HexColor("#eeeeee"), SUN_TINT: WHITE, SUN_EDGE: HexColor("#8a8a8a")},
        grey=True,
    ),
    Theme(
        "contrast",
        "High contrast",
        {
            **dict.fromkeys((INK, QUIET, RULE, PINE, PINE_EDGE, SUN, SUN_EDGE), _BLACK),
            **dict.fromkeys((PINE_TINT, SUN_TINT, WHITE), WHITE),
        },
        grey=True,
    ),
)
PAPERS = (("white", "White"), ("cream", "Cream"))
SPACINGS = (("normal", "Usual"), ("wide", "Wide, for readers with dyslexia"))
NAMES = (("full", "Full name"), ("first", "First name only"), ("initials", "Initials only"))


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph looks; the size is given when it is set. `track` and `gap` are between letters and words, in ems."""

    face: Face
    colour: Color
    leading: float = LEADING
    family: Family = FAMILIES[0]
    track: float = 0.0
    gap: float = 0.0


@dataclass(frozen=True, slots=True)
class Look:
    """What a person chose for a print.

    `size` is that of running text in points; `both` sets the fixed words in English beside the other language; `name` says how
    the pupil is named. `particulars` are what a person says of this one print, by the codes a document asks for in its
    `asks`: the day and place of a meeting, say. With `family_language` what goes home speaks each family's own.
    """

    theme: Theme = THEMES[0]
    family: Family = FAMILIES[0]
    size: float = 12.0
    spacing: str = "normal"
    paper: str = "white"
    language: Language = ENGLISH
    both: bool = False
    name: str = "full"
    particulars: Mapping[str, str] = field(default_factory=dict)
    family_language: bool = False

    @property
    def tongue(self) -> str:
        """The code of the language of fixed words, for a reader aloud; empty where it is English."""
        return "" if self.language is ENGLISH else self.language.code

    @property
    def page_theme(self) -> Theme:
        """The theme on the chosen paper."""
        return self.theme.on_cream() if self.paper == "cream" else self.theme

    def style(self, face: Face, colour: Color, leading: float = LEADING) -> Style:
        """A style in the chosen letters and spacing."""
        if self.spacing == "wide":
            return Style(face, colour, leading * WIDE_LINES, self.family, WIDE_LETTERS, WIDE_WORDS)
        return Style(face, colour, leading, self.family)

    @property
    def body(self) -> Style:
        """Running text."""
        return self.style(Face.REGULAR, INK)

    @property
    def bold(self) -> Style:
        """Running text with weight."""
        return self.style(Face.BOLD, INK)

    @property
    def label(self) -> Style:
        """What names a text."""
        return self.style(Face.BOLD, PINE)

    @property
    def small(self) -> Style:
        """Furniture and remarks."""
        return self.style(Face.REGULAR, QUIET)

    @property
    def aside(self) -> Style:
        """What Gradesk says in place of a text that nobody has written."""
        return self.style(Face.ITALIC, QUIET)

    def say(self, english: str, **values: object) -> str:
        """A fixed phrase in the language of the print, or in both."""
        said = self.language.say(english, **values)
        if not self.both or self.language is ENGLISH:
            return said
        plain = ENGLISH.say(english, **values)
        return said if said == plain else f"{said} / {plain}"

    def say_of_pupil(self, english: str, word: str) -> str:
        """A fixed phrase with the school's word for a pupil in it, in each language its own."""

        def once(language: Language) -> str:
            own = language.say(word).capitalize()
            return language.say(english, pupil=own, Pupil=own)

        said, plain = once(self.language), once(ENGLISH)
        return f"{said} / {plain}" if self.both and said != plain else said

    def in_class(self, heading: PupilHeading) -> str:
        """Class and year, in a line."""
        return " · ".join(filter(None, (heading.class_name, self.say(heading.year_label))))

    def who(self, heading: PupilHeading) -> str:
        """The pupil as the print names her."""
        return pupil_name(heading, self.name)


USUAL = Look()


def pupil_name(heading: PupilHeading, how: str) -> str:
    """In full, by first name or by initials; a class or list always as it is called."""
    if heading.is_group:
        return heading.preferred_name
    if how == "first":
        return heading.preferred_name
    if how == "initials":
        return " ".join(f"{word[0]}." for word in f"{heading.preferred_name} {heading.surname}".split())
    return f"{heading.preferred_name} {heading.surname}".strip()


def theme(code: str) -> Theme:
    """The theme of a code; refuses an unknown one."""
    return _found(code, {one.code: one for one in THEMES}, "theme")


def family(code: str) -> Family:
    """The family of letters of a code; refuses an unknown one."""
    return _found(code, {one.code: one for one in FAMILIES}, "font")


def _found(code: str, known: Mapping[str, T], what: str) -> T:
    if code not in known:
        raise Refused(f"There is no {what} called “{code}”; nothing was printed. Choose one of: {', '.join(known)}.")
    return known[code]
