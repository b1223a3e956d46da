"""Which modules a package has, in all of its rooms."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules


def modules_of(*packages: str) -> Iterator[str]:
    """The names of all modules of packages, those of their rooms first: what stands in a room is used above it."""
    for package in packages:
        inside = iter_modules(import_module(package).__path__, f"{package}.")
        for found in sorted(inside, key=lambda one: not one.ispkg):
            if found.ispkg:
                yield from modules_of(found.name)
            else:
                yield found.name
