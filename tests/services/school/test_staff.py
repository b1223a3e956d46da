"""The staff: many at once from a spreadsheet, in one step."""

from __future__ import annotations

import pytest

from gradesk.services.custody import history
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused
from gradesk.system.words import Words


def test_pasted_lines_become_people_with_the_roles_that_are_known(store: Store) -> None:
    staff.add_staff(store, {"name": "Mrs Okafor"})
    text = "Mr Ash\tTA\r\n\r\nmrs  okafor\tSENCO\nMs Beck\tRounders\nMr ASH\nMs Day\tteaching assistant\n" + "x" * 201
    found = staff.add_several(store, text, Words())
    assert (len(found.added), found.here_already, found.blank, found.too_long) == (3, 2, 1, 1)
    roles = {person.name: person.role for person in staff.staff(store)}
    assert roles == {"Mrs Okafor": "teacher", "Mr Ash": "ta", "Ms Beck": "teacher", "Ms Day": "ta"}
    history.undo(store)
    assert [person.name for person in staff.staff(store)] == ["Mrs Okafor"]


def test_more_people_than_a_school_has_are_refused_whole(store: Store) -> None:
    with pytest.raises(Refused, match="more than 2,000 lines; nothing was added"):
        staff.add_several(store, "Ms Day\n" * 2001, Words())
    assert staff.staff(store) == []
