"""The package's own source, parsed once, and ways to ask it questions."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "gradesk"


@dataclass(frozen=True)
class Module:
    """One file of the package; `name` is its path below the package with slashes."""

    name: str
    text: str
    tree: ast.Module

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Everything in it."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def names(self) -> tuple[tuple[str, int], ...]:
        """The dotted names it uses, each with its line."""
        return tuple((dotted(node), node.lineno) for node in self.nodes if isinstance(node, ast.Name | ast.Attribute))

    @cached_property
    def imports(self) -> tuple[tuple[str, str, int], ...]:
        """What it imports, anywhere in it: module, name ("" for the module itself), line."""
        return tuple(self._imports())

    def _imports(self) -> Iterator[tuple[str, str, int]]:
        for node in self.nodes:
            if isinstance(node, ast.Import):
                for alias in node.names:
                    yield alias.name, "", node.lineno
            elif isinstance(node, ast.ImportFrom):
                for alias in node.names:
                    yield node.module or "", alias.name, node.lineno

    @cached_property
    def called(self) -> tuple[tuple[str, ast.Call], ...]:
        """The dotted names it calls: `QLabel`, `self.setStyleSheet`, `QMessageBox.warning`."""
        return tuple((dotted(node.func), node) for node in self.nodes if isinstance(node, ast.Call))


@cache
def modules() -> tuple[Module, ...]:
    """Every module of the package, sorted by name."""
    return tuple(
        Module(path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8"), ast.parse(path.read_text("utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    )


def dotted(node: ast.expr) -> str:
    """A name with its dots; what is not a name becomes a question mark."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return "?"


def within(name: str, *places: str) -> bool:
    """Whether a module is one of some places: a file by its whole name, a folder by a name that ends with a slash."""
    return any(name == place or (place.endswith("/") and name.startswith(place)) for place in places)
