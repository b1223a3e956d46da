"""What a person chose for a print, as plain words that can be kept and typed; and the look that comes of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from gradesk.documents.press.letters.families import FAMILIES
from gradesk.documents.press.letters.language import LANGUAGES, language
from gradesk.documents.press.look import NAMES, PAPERS, SIZES, SPACINGS, THEMES, Look, family, theme
from gradesk.documents.press.text import uncovered
from gradesk.services.paper import languages
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

OFFERED: dict[str, tuple[tuple[Any, str], ...]] = {
    "theme": tuple((one.code, one.title) for one in THEMES),
    "family": tuple((one.code, one.title) for one in FAMILIES),
    "size": tuple((size, f"{size} pt{' (large print)' if size >= 16 else ''}") for size in SIZES),
    "spacing": SPACINGS,
    "paper": PAPERS,
    "language": tuple((one.code, one.name) for one in LANGUAGES),
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
        words = languages.corrections(store, self.language)
        _refuse_unprinted(language(self.language).name, words.words)
        return Look(
            theme=theme(self.theme),
            family=family(self.family),
            size=float(self.size),
            spacing=self.spacing,
            paper=self.paper,
            language=language(self.language).corrected(words.words, words.checked),
            both=self.both,
            name=self.name,
        )


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
