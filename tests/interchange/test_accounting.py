"""Whatever happens to a file on its way, each of its lines is taken in exactly or named with its reason.

GRADESK_DAMAGED=20000 tries as many damaged registers; without it a few hundred are tried.
"""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from tests.interchange.damaging import damaged, school, unaccounted, written

MANY = int(os.environ.get("GRADESK_DAMAGED", "400"))
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_every_line_of_a_damaged_register_is_taken_in_exactly_or_named(tmp_path: Path, part: int) -> None:
    path = tmp_path / "register.csv"
    for seed in range(part, MANY, PARTS):
        chance = random.Random(seed)
        rows = school(chance)
        data = damaged(written(rows, chance), chance)
        assert (seed, unaccounted(path, data, rows)) == (seed, "")


def test_a_register_without_damage_comes_in_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    for seed in range(60):
        chance = random.Random(seed)
        rows = school(chance)
        assert (seed, unaccounted(path, written(rows, chance), rows)) == (seed, "")
