"""The model of a disk by which the battery judges what a power cut leaves: it promises what was synced, and nothing else."""

from __future__ import annotations

import random
from types import ModuleType

import pytest

from tests.packaging.conftest import ROOT, module_at


@pytest.fixture(scope="module")
def tracing() -> ModuleType:
    """The module, which is no part of a package."""
    return module_at("gradesk_battery_tracing", ROOT / "packaging" / "battery" / "tracing.py")


def deeds(tracing: ModuleType, *told: tuple[int, str, str, int, bytes]) -> list[object]:
    """Deeds, numbered from 1."""
    return [tracing.Deed(number, *one) for number, one in enumerate(told, 1)]


def done(tracing: ModuleType, files: dict[str, bytes], *told: tuple[int, str, str, int, bytes]) -> object:
    """A disk on which they were done."""
    disk = tracing.Disk(files)
    for deed in deeds(tracing, *told):
        disk.do(deed)
    return disk


def test_what_was_synced_is_there_and_what_was_written_since_may_be_missing_or_torn(tracing: ModuleType) -> None:
    disk = done(
        tracing,
        {"/s/db": b"old"},
        (tracing.WRITE, "/s/db", "", 0, b"new"),
        (tracing.SYNC, "/s/db", "", 0, b""),
        (tracing.WRITE, "/s/db", "", 0, b"x" * 1024),
    )
    assert [deed.number for deed in disk.unsure()] == [3]
    assert tracing.state(disk, {3: ()}) == {"/s/db": b"new"}
    assert tracing.state(disk, {3: (False, True)}) == {"/s/db": b"new" + bytes(509) + b"x" * 512}
    assert tracing.state(disk, {}) == {"/s/db": b"x" * 1024}


def test_a_cut_may_not_have_happened_and_a_later_write_is_there_all_the_same(tracing: ModuleType) -> None:
    disk = done(
        tracing,
        {"/s/log": b"abcdef"},
        (tracing.CUT, "/s/log", "", 0, b""),
        (tracing.WRITE, "/s/log", "", 0, b"XY"),
    )
    assert tracing.state(disk, {1: ()}) == {"/s/log": b"XYcdef"}
    assert tracing.state(disk, {}) == {"/s/log": b"XY"}


def test_a_new_name_is_sure_only_when_its_folder_was_synced_and_then_may_lead_to_nothing(tracing: ModuleType) -> None:
    made = (
        (tracing.MAKE, "/s/keys.making", "", 0, b""),
        (tracing.WRITE, "/s/keys.making", "", 0, b"keys"),
        (tracing.RENAME, "/s/keys.making", "/s/keys", 0, b""),
    )
    disk = done(tracing, {"/s/keys": b"before"}, *made)
    assert tracing.state(disk, {1: ()}) == {"/s/keys": b"before"}
    disk = done(tracing, {"/s/keys": b"before"}, *made, (tracing.SYNC, "/s", "", 0, b""))
    assert tracing.state(disk, {2: ()}) == {"/s/keys": b""}, "renamed before its content was on the disk"


def test_every_fate_leaves_what_was_synced(tracing: ModuleType) -> None:
    disk = done(
        tracing,
        {"/s/db": b"a" * 2048},
        *((tracing.WRITE, "/s/db", "", place * 512, b"b" * 512) for place in range(4)),
    )
    chance = random.Random(1)
    seen = {tracing.state(disk, tracing.fates(disk.unsure(), chance))["/s/db"] for _ in range(300)}
    assert {b"a" * 2048, b"b" * 2048} <= seen and len(seen) == 16
