"""One practice school, built once, to be read by many tests and written by none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from gradesk.practice import building, making, marker
from gradesk.services.school import opening
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock
from tests import copying
from tests.conftest import TODAY


@pytest.fixture(scope="session")
def practice(tmp_path_factory: pytest.TempPathFactory, own_config: None) -> Iterator[Store]:
    """The practice school with its usual 60 pupils."""
    del own_config
    folder = copying.built_once(tmp_path_factory, "practice of this run", lambda making_of: made(making_of, 60, 1))
    store = opening.open_school(folder, marker.PASSPHRASE, fixed_clock(TODAY))
    yield store
    store.close()


def made(folder: Path, pupils: int, seed: int) -> Store:
    """A practice school in a folder, as it is on the tests' day."""
    clock = fixed_clock(TODAY)
    store = opening.make_school(
        folder / "school", building.NAME, marker.PASSPHRASE, clock, practice=True, cost=making.COST
    )
    building.build(store, pupils, seed)
    return store
