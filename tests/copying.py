"""Copying a school that was built once, as the file of its own that a test wants."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

from gradesk.store.work import Store
from gradesk.system.heads import Head, HeadFile

_HEADS: dict[Path, Head] = {}


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
    return target
