"""No words of a school stay in memory for speed's sake once its file is closed."""

from __future__ import annotations

import ast
from pathlib import Path

import gradesk
from gradesk.documents.press.letters import fonts
from gradesk.documents.press.letters.families import FAMILIES, Face
from gradesk.model.rules.words.reading_age import reading_age
from gradesk.store.work import Store


def test_closing_the_file_forgets_what_was_worked_out_from_its_words(store: Store) -> None:
    assert reading_age("Ava reads to her little brother.") is not None
    store.close()
    assert reading_age.cache_info().currsize == 0


def test_words_that_were_laid_out_on_paper_are_forgotten_with_their_widths(store: Store) -> None:
    assert fonts.known(FAMILIES[0], Face.REGULAR)["Featherby"]
    store.close()
    assert fonts.known.cache_info().currsize == 0


def test_whatever_remembers_typed_words_is_forgotten_on_closing() -> None:
    found, astray = 0, []
    for path in sorted(Path(gradesk.__file__).parent.rglob("*.py")):
        # What a function inside another remembers goes with it; only what stands in a module outlives the file.
        for node in ast.parse(path.read_text("utf-8")).body:
            if not isinstance(node, ast.FunctionDef) or "text" not in [one.arg for one in node.args.args]:
                continue
            marks = [ast.unparse(one) for one in node.decorator_list]
            if any("cache" in mark for mark in marks):
                found += 1
                astray += [] if "forgotten_on_closing" in marks else [f"{path.name}: {node.name}"]
    assert not astray, astray
    assert found >= 4
