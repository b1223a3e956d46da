"""What was just done is taken back by just what it wrote: whoever says so has done it there, or names what was written."""

from __future__ import annotations

import ast
from pathlib import Path

import gradesk

SCREENS = Path(gradesk.__file__).parent / "ui" / "screens"
# Functions that hear that it was done from one of their own, which calls them straight after its attempt.
TOLD = {"_recorded", "_check_shown"}


def _calls(node: ast.AST, name: str) -> list[ast.Call]:
    found = [one for one in ast.walk(node) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute)]
    return [one for one in found if isinstance(one.func, ast.Attribute) and one.func.attr == name]


def _says_done(call: ast.Call) -> bool:
    assert isinstance(call.func, ast.Attribute)
    return ast.unparse(call.func.value).lstrip("_").endswith("context")


def test_whatever_offers_undo_was_attempted_just_before_or_says_what_it_wrote() -> None:
    found, astray = 0, []
    for path in sorted(SCREENS.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            for call in filter(_says_done, _calls(node, "done")):
                found += 1
                attempts = [one.lineno for one in _calls(node, "attempt") if one.lineno < call.lineno]
                named = any(word.arg == "wrote" for word in call.keywords)
                if not (attempts or named or node.name in TOLD):
                    astray.append(f"{path.relative_to(SCREENS)}:{call.lineno} in {node.name}")
    assert not astray, astray
    assert found > 50
