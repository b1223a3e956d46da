"""What a person chose for a print, as plain words that can be kept and typed; and the look that comes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from gradesk.documents.press.letters.families import FAMILIES
from gradesk.documents.press.letters.language import LANGUAGES, Language, language
from gradesk.documents.press.look import NAMES, PAPERS, SIZES, SPACINGS, THEMES, Look, family, theme
from gradesk.documents.press.text import uncovered
from gradesk.services.paper import languages
from gradesk.services.paper.gathering.meetings import wishes
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

AT_HOME = "home"  # in place of a language: of each family that which is noted of it

OFFERED: dict[str, tuple[tuple[Any, str], ...]] = {
    "theme": tuple((one.code, one.title) for one in THEMES),
    "family": tuple((one.code, one.title) for one in FAMILIES),
    "size": tuple((size, f"{size} pt{' (large print)' if size >= 16 else ''}") for size in SIZES),
    "spacing": SPACINGS,
    "paper": PAPERS,
    "language": (*((one.code, one.name) for one in LANGUAGES), (AT_HOME, "Each family’s own, as noted")),
    "name": NAMES,
}


@dataclass(frozen=True, slots=True)
class Choices:
    """Codes of `OFFERED`; `both` sets the fixed words in English beside the other language."""

    theme: str = "calm"
    family: str = "atkinson"
    size: int = 12
    spacing: str = "normal"
    paper: str = "white"
    language: str = "en"
    both: bool = False
    name: str = "full"

    def kept(self) -> dict[str, Any]:
        """As plain values."""
        return asdict(self)

    def look(self, store: Store) -> Look:
        """The look, with the school's corrections of the language. Refuses what is not offered, and words no font has."""
        for name, offered in OFFERED.items():
            known = [code for code, _ in offered]
            if getattr(self, name) not in known:
                raise Refused(
                    f"There is no {name} “{getattr(self, name)}”; nothing was printed. "
                    f"Choose one of: {', '.join(map(str, known))}."
                )
        return Look(
            theme=theme(self.theme),
            family=family(self.family),
            size=float(self.size),
            spacing=self.spacing,
            paper=self.paper,
            language=_language(store, "en" if self.language == AT_HOME else self.language),
            both=self.both,
            name=self.name,
            family_language=self.language == AT_HOME,
        )


def family_languages(store: Store, pupil_ids: Sequence[str]) -> dict[str, Language]:
    """By pupil, the language on paper that is noted of somebody with parental responsibility, where there is one."""
    codes = {
        pupil_id: next((code for one in said for code in one.codes if code != "en"), "")
        for pupil_id, said in wishes(store, pupil_ids).items()
    }
    made = {code: _language(store, code) for code in set(codes.values()) if code}
    return {pupil_id: made[code] for pupil_id, code in codes.items() if code}


def _language(store: Store, code: str) -> Language:
    """A language with the school's corrections; refuses words that no font has."""
    words = languages.corrections(store, code)
    _refuse_unprinted(language(code).name, words.words)
    return language(code).corrected(words.words, words.checked)


def _refuse_unprinted(name: str, words: Mapping[str, str]) -> None:
    for english, own in words.items():
        if lacking := uncovered(own):
            raise Refused(
                f"Your school’s words in {name} for “{english}” have {' '.join(lacking)}, which no font of Gradesk can print; "
                "nothing was printed and they are kept. Write them another way under School, “Languages on paper”."
            )


def remembered(kept: Mapping[str, Any]) -> Choices:
    """Choices that were kept; what is not offered any more falls back to the usual."""
    usual = Choices()
    values: dict[str, Any] = {}
    for one in fields(Choices):
        value = kept.get(one.name, getattr(usual, one.name))
        offered = [code for code, _ in OFFERED[one.name]] if one.name in OFFERED else [True, False]
        values[one.name] = value if value in offered else getattr(usual, one.name)
    return Choices(**values)
