"""The words a school prefers, put into the sentences of the program."""

from __future__ import annotations

import re
from dataclasses import dataclass

_TOKEN = re.compile(r"\{(Pupils|Pupil|pupils|pupil|SENCO|ILP)\}")


@dataclass(frozen=True)
class Words:
    """Pupil or student, SENCO or SENDCo, ILP or the school's own name for it."""

    pupil: str = "pupil"
    senco: str = "SENCO"
    plan: str = "ILP"

    def say(self, sentence: str) -> str:
        """Put the school's words in place of {pupil}, {pupils}, {Pupil}, {Pupils}, {SENCO} and {ILP}."""
        return _TOKEN.sub(lambda found: self._word(found.group(1)), sentence)

    def _word(self, token: str) -> str:
        if token == "SENCO":
            return self.senco
        if token == "ILP":
            return self.plan
        word = self.pupil + ("s" if token.endswith("s") else "")
        return word[:1].upper() + word[1:] if token[0].isupper() else word
