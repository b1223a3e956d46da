"""Which layer of the graduated approach support belongs to, by its form and by how many have it.

All: in class, for everybody in it. Some: a group. Few: one to one, or a group of two at most, which is one to one but for
the other child (founding guide, F1 and F2). Where a group has one child on record, the others are not on the register, and
it is a group all the same. The layer is proposed to people and decides nothing: a child on an EHC plan may well
have nothing but a group.
"""

from __future__ import annotations

from collections.abc import Iterable

VERY_SMALL = 2  # pupils in what is hardly a group any more
ORDER = ("all", "some", "few")


def layer_of(form: str, members: int) -> str:
    """The layer of one support that so many have."""
    if form == "class":
        return "all"
    return "few" if form == "one_to_one" or members == VERY_SMALL else "some"


def proposed(support: Iterable[tuple[str, int]]) -> str:
    """The layer of somebody who has all this, each as its form and how many have it; empty where there is none."""
    return max((layer_of(form, members) for form, members in support), key=ORDER.index, default="")
