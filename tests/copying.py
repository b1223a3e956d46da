"""Copying a school that was built once, as the file of its own that a test wants."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from filelock import FileLock

from gradesk.store.work import Store
from gradesk.system.kept.heads import Head, HeadFile

_HEADS: dict[Path, Head] = {}
_NOTE = "head.json"


def finished(store: Store) -> Path:
    """Close a school that was built to be copied, and give back its folder."""
    head = HeadFile(store.copy.device, store.vault.folder).read()
    assert head is not None
    folder = store.vault.folder
    store.close()
    _HEADS[folder] = head
    return folder


def copied(source: Path, target: Path) -> Path:
    """A copy that this laptop takes for the file it has always had, so that nothing is asked."""
    shutil.copytree(source, target)
    head = replace(_HEADS[source], place=str(target))
    HeadFile(head.device, target).keep(head)
    _HEADS[target] = head
    return target


def hand_on(store: Store, target: Path) -> None:
    """Close a school and put it, with what this laptop remembers of it, where other processes of the run find it."""
    folder = finished(store)
    making = target.with_name(f"{target.name} making")
    shutil.copytree(folder, making)
    (making / _NOTE).write_text(json.dumps(asdict(_HEADS[folder])), "utf-8")
    making.replace(target)


def taken_over(source: Path, target: Path) -> Path:
    """A copy of what another process handed on."""
    _HEADS[source] = Head(**json.loads((source / _NOTE).read_text("utf-8")))
    folder = copied(source, target)
    (folder / _NOTE).unlink()
    return folder


def built_once(temporary: pytest.TempPathFactory, name: str, make: Callable[[Path], Store]) -> Path:
    """A copy of a school that whichever process of the run comes first builds, and the others wait for."""
    shared = temporary.getbasetemp().parent / name
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            hand_on(make(temporary.mktemp("making")), shared)
    return taken_over(shared, temporary.mktemp("built") / "school")
