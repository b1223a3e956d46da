"""The commands' own module, which lies outside the package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def dev() -> ModuleType:
    """`packaging/dev.py` as a module."""
    return module_at("gradesk_dev", ROOT / "packaging" / "dev.py")


@pytest.fixture(scope="session")
def rules() -> ModuleType:
    """What `access` holds against what it hears."""
    return module_at("gradesk_access_rules", ROOT / "packaging" / "access" / "rules.py")


def module_at(name: str, path: Path) -> ModuleType:
    """A file outside the package as a module."""
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module  # where its data classes look for themselves
    spec.loader.exec_module(module)
    return module
