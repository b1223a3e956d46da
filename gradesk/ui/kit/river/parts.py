"""What is drawn on a river, and on the lanes of many, for those who listen to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF

from gradesk.ui.kit.spoken import Parts

if TYPE_CHECKING:
    from gradesk.ui.kit.river.lanes import LanesView
    from gradesk.ui.kit.river.river import River


class RiverParts(Parts):
    """Everything of a story in order of time, in view or not."""

    def __init__(self, river: River) -> None:
        self._river = river

    def _key(self, place: int) -> str:
        return self._river.index.items[place][1]

    def count(self) -> int:
        """All there is."""
        return len(self._river.index.items)

    def words(self, place: int) -> str:
        """What it is, as the card beside the river tells it."""
        thing = self._river.index.things[self._key(place)]
        return f"{thing.label}. {thing.detail}"

    def box(self, place: int) -> QRect:
        """Where it, or what it is merged into, is drawn."""
        hit = self._river.hit_of(self._key(place))
        return QRect() if hit is None else QRectF(hit.x, hit.y, hit.width, hit.height).toAlignedRect()

    def here(self) -> int:
        """What has the focus."""
        return self._river.index.places.get(self._river.current or "", -1)

    def choose(self, place: int) -> None:
        """Give it the focus."""
        self._river.take_in_hand(self._key(place))

    def press(self, place: int) -> None:
        """Open it."""
        self.choose(place)
        self._river.opened.emit(self._key(place))


class LaneParts(Parts):
    """Everybody who has a lane."""

    def __init__(self, lanes: LanesView) -> None:
        self._lanes = lanes

    def count(self) -> int:
        """As many as there are."""
        return len(self._lanes.lanes)

    def words(self, place: int) -> str:
        """Who it is, and how the cycle stands."""
        lane = self._lanes.lanes[place]
        return f"{lane.name}, {lane.words}"

    def box(self, place: int) -> QRect:
        """The lane, where it is in view."""
        return self._lanes.box(place)

    def here(self) -> int:
        """Who has the focus."""
        return self._lanes.place

    def choose(self, place: int) -> None:
        """Give a pupil the focus."""
        self._lanes.go_to(place)

    def press(self, place: int) -> None:
        """Open the pupil's own timeline."""
        self.choose(place)
        self._lanes.opened.emit(self._lanes.lanes[place].key)
