"""What the catalogue says of each kind of document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from gradesk.documents.press.look import Look
from gradesk.documents.press.paper import Format, Paper
from gradesk.services.paper.sheets import Sheet
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

STAFF, PARENT = ("staff", "Staff copy"), ("parent", "Parent’s copy")
FULL, FIRST, NOBODY = "full", "first", "none"


@dataclass(frozen=True, slots=True)
class Naming:
    """How the pupils of a page may be named on it: `shown` is a manner of `look.NAMES`, or nobody. `home` says that the page
    goes home."""

    shown: str = FULL
    home: bool = False


@dataclass(frozen=True, slots=True)
class Which:
    """What a document can be of, besides pupils: a day, a colleague. `offered` gives keys and names; none is `usual`.

    `named` gives the name of a key that is asked for from elsewhere without being offered; empty where there is no such thing.
    """

    label: str
    usual: str
    offered: Callable[[Store], Sequence[tuple[str, str]]]
    named: Callable[[Store, str], str] = lambda _store, _key: ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One kind of document.

    `scope` is "pupil", "class" for one that shows many pupils together, or "school". `gather` reads the sheets of pupils
    from the file; a pupil without such a thing gives none. `draw` puts one sheet on paper, from its values alone, in one of
    the `variants` (code and title; the first is the usual one); `forms` says on what paper, where it is not upright A4
    (under a variant's code, or "" for all). `texts` gives every typed text of a sheet with the name of its place.

    `asks` are what a person may say of one print, code and label, in one line each; they go into `Look.particulars`.

    `which` says that it is of one thing of a list, whose key `gather` is told as a third argument.

    `stem` is the suggested file name without its ending and the print job's title; it never names a pupil. `picture` makes
    an SVG of a sheet, and `table` its lines for a workbook, where there is one;
    `opening` reads what the first side of a long one holds, or gives None. `hides` says of a variant that it names
    pupils in a manner of its own, and `for_staff` that no variant of it goes home.
    """

    code: str
    title: str
    scope: str
    stem: str
    sheet: type[Sheet]
    gather: Callable[..., Sequence[Any]]
    draw: Callable[[Paper, Any, str], None]
    texts: Callable[[Any], Iterable[tuple[str, str]]]
    forms: Mapping[str, Format] = field(default_factory=dict)
    picture: Callable[[Any, Look], str] | None = None
    opening: Callable[[Store, Sequence[str], str], Any] | None = None
    table: Callable[[Any, Look, str], list[list[str]]] | None = None
    variants: tuple[tuple[str, str], ...] = ()
    asks: tuple[tuple[str, str], ...] = ()
    hides: Mapping[str, str] = field(default_factory=dict)
    for_staff: bool = False
    which: Which | None = None

    def sheets(self, store: Store, pupil_ids: Sequence[str], which: str = "") -> Sequence[Any]:
        """The sheets of some pupils, of the thing with this key where the document is of one of a list."""
        return self.gather(store, pupil_ids, which) if self.which is not None else self.gather(store, pupil_ids)

    def naming(self, variant: str, look: Look) -> Naming:
        """How the pages of a variant may name their pupils."""
        goes_home = self.scope == "pupil" and not self.for_staff and variant != STAFF[0]
        return Naming(self.hides.get(variant, look.name), goes_home)

    def form(self, variant: str) -> Format:
        """The paper of a variant."""
        return self.forms.get(variant) or self.forms.get("") or Format()

    def variant(self, code: str) -> str:
        """The variant of a code, the usual one for none; refuses an unknown one."""
        if not code:
            return self.variants[0][0] if self.variants else ""
        known = [found for found, _ in self.variants]
        if code not in known:
            offered = f"Choose one of: {', '.join(known)}." if known else "It has none: leave it out."
            raise Refused(f"“{self.title}” has no variant “{code}”; nothing was printed. {offered}")
        return code
