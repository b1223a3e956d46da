"""The wrong-pupil guard: reads finished pages back and finds every pupil named where they may not be.

Names are looked up, not searched one by one, so that it takes no longer whether 30 or 6,000 are known. A full name or a
number is certain. What may be somebody else (a name cut short or half of it, a classmate's first name on a page that goes
home, forename and surname in two places) is a hit that a person may look at and let pass. Where a print hides the names
of its own pupils they are searched for in the same way.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from gradesk.documents.desk.guard_reading import IN_FILE, Place, texts_of, texts_of_picture
from gradesk.documents.press.document import FIRST, FULL, NOBODY, Naming
from gradesk.model.rules.name_forms import CUT_SHORT, like_names, same_name
from gradesk.model.rules.words.name_search import (
    Found,
    NameSearch,
    in_small_letters,
    key_of,
    longest,
    uncovered,
    words_as_written,
)
from gradesk.services.pupils.known_people import KnownPeople, KnownPupil
from gradesk.system.refusal import Refused

MOST_SAID = 5  # places in a sentence
FORENAME, SURNAME = "forename", "surname"
_TITLES = frozenset(("mr", "mrs", "ms", "miss", "mx", "dr", "sir", "madam", "prof", "professor", "rev"))
_BESIDE_TIMES = frozenset(("term", "half"))  # "Summer term", "May half term"


@dataclass(frozen=True, slots=True)
class Hit:
    """A pupil who is named where they may not be.

    `page` counts from 1, 0 is the file itself; `name` is the pupil's usual name; `what` says what was found and where.
    `doubt` says why it may be somebody or something else, so that a person can look and let it pass: an adult with the
    same full name, words in small letters, a name cut short. Empty where there is no doubt. `hidden` when it is a pupil of
    the page itself, whose name this print hides.
    """

    page: int
    pupil_id: str
    name: str
    what: str
    doubt: str = ""
    hidden: bool = False

    @property
    def may_pass(self) -> bool:
        """Whether a person may look at it and let it pass."""
        return bool(self.doubt)


class Guard:
    """Knows everybody once, then looks through any number of files."""

    def __init__(self, people: KnownPeople) -> None:
        self._search, self._single = NameSearch(), NameSearch()
        self._named: dict[str, dict[str, KnownPupil]] = defaultdict(dict)
        self._numbered: dict[str, dict[str, KnownPupil]] = defaultdict(dict)
        self._like: dict[str, dict[str, tuple[KnownPupil, str]]] = defaultdict(dict)
        self._parts: dict[str, dict[str, tuple[KnownPupil, set[str]]]] = defaultdict(dict)
        self._adults: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self._classes = {pupil.uuid: pupil.class_name for pupil in people.pupils}
        for pupil in people.pupils:
            self._know(pupil)
        for adult in people.adults:
            for key in _adult_keys(adult.name):
                self._search.add(key)
                self._adults[key].append((adult.name, adult.pupil_id))

    def _know(self, pupil: KnownPupil) -> None:
        for name in (*pupil.names, *(way for one in pupil.names for way in same_name(one))):
            for key in self._search.add(*name):
                self._named[key][pupil.uuid] = pupil
        for number in pupil.upns:
            for key in self._search.add(number):
                self._numbered[key][pupil.uuid] = pupil
        for name, why in like_names(pupil.forenames, pupil.middles, pupil.surnames):
            for key in self._search.add(*name):
                self._like[key].setdefault(pupil.uuid, (pupil, why))
        for role, parts in ((FORENAME, pupil.forenames), (SURNAME, pupil.surnames)):
            for part in parts:
                for key in self._single.add(part) if len(key_of(part)) > 1 else ():
                    self._parts[key].setdefault(pupil.uuid, (pupil, set()))[1].add(role)

    def hits(self, pdf: bytes, allowed: Sequence[Collection[str]], namings: Sequence[Naming] = ()) -> list[Hit]:
        """Everybody who is named where they may not be, each once a page and kind, in the order of the pages.

        `allowed` holds for every page the uuids of the pupils it may name, `namings` how; what belongs to the whole file may
        name all of them. Refuses a file with another number of pages, which nobody can vouch for.
        """
        return self._looked(texts_of(pdf, len(allowed)), allowed, namings)

    def hits_in_picture(self, svg: str, allowed: Collection[str], naming: Naming) -> list[Hit]:
        """The same of a picture."""
        return self._looked(texts_of_picture(svg), [allowed], [naming])

    def hits_in_table(self, lines: Iterable[str], pupil_ids: Collection[str], naming: Naming) -> list[Hit]:
        """The same of the lines of a table that is about these pupils."""
        return self._looked(((1, "the table", line) for line in lines), [pupil_ids], [naming])

    def hits_in_lines(self, lines: Iterable[str], where: str) -> list[Hit]:
        """The same of lines of a file that is to name nobody."""
        return self._looked(((IN_FILE, where, line) for line in lines), [()], [Naming(NOBODY)])

    def _looked(
        self, texts: Iterable[Place], allowed: Sequence[Collection[str]], namings: Sequence[Naming]
    ) -> list[Hit]:
        everybody = frozenset(pupil_id for page in allowed for pupil_id in page)
        pages: dict[int, _Page] = {}
        found: dict[Hit, None] = {}
        for number, where, text in texts:
            if number not in pages:
                here = frozenset(allowed[number - 1]) if number != IN_FILE else everybody
                naming = namings[max(number - 1, 0)] if namings else Naming()
                classes = frozenset(filter(None, (self._classes.get(one, "") for one in here))) if naming.home else ()
                pages[number] = _Page(number, here, naming, frozenset(classes))
            found |= dict.fromkeys(self._in_text(pages[number], where, text))
        for page in pages.values():
            named = {hit.pupil_id for hit in found if hit.page == page.number}
            found |= dict.fromkeys(hit for hit in page.put_together() if hit.pupil_id not in named)
        return sorted(found, key=lambda hit: hit.page)

    def _in_text(self, page: _Page, where: str, text: str) -> Iterator[Hit]:
        found, alone = list(self._search.find(text)), list(self._single.find(text))
        if not found and not alone:
            return
        certain = [one for one in found if not one.cut and self._bearers(one)]
        rightful = [one for one in certain if self._is_rightful(one, page)]
        others = longest(uncovered([one for one in certain if one not in rightful], rightful))
        for one in others:
            doubt = self._doubt(one, text, page.allowed)
            what = "the name" if one.key in self._named else "the UPN"
            for pupil in self._bearers(one).values():
                yield page.hit(pupil, f"{what} in {where}", doubt)
        words = words_as_written(text)
        adults = [one for one in found if self._is_adult_here(one, page)]
        like = [one for one in found if one.cut or one.key in self._like]
        like = [one for one in like if _is_name_like(words, one) and not _is_no_initial(words, one, text)]
        like = uncovered(like, [*rightful, *others, *adults])
        mine = [one for one in like if page.is_open and not page.allowed.isdisjoint(self._likes(one))]
        near = longest(uncovered([one for one in like if one not in mine], mine))
        for one in near:
            for pupil, why in self._likes(one).values():
                yield page.hit(pupil, f"the name in {where}", f"{why}, it may be somebody else")
        alone = [one for one in alone if _is_name_like(words, one) and not _is_time(words, one)]
        for one in uncovered(alone, [*rightful, *others, *adults, *mine, *near]):
            yield from self._alone(page, where, one)

    def _alone(self, page: _Page, where: str, one: Found) -> Iterator[Hit]:
        """A forename or a surname by itself."""
        bearers = self._parts[one.key]
        own = [bearers[uuid] for uuid in bearers if uuid in page.allowed]
        for pupil, roles in own:
            if page.hides(roles):
                yield page.hit(pupil, f"a part of the name in {where}", "it may be an ordinary word")
        if own:
            return
        for pupil, roles in bearers.values():
            if not (pupil.forenames and pupil.surnames):
                yield page.hit(pupil, f"the name in {where}", "it is only one word")
            elif FORENAME in roles and self._classes[pupil.uuid] in page.classes:
                yield page.hit(pupil, f"the first name in {where}", "others may have it too")
            page.note(pupil, roles, one.key)

    def _bearers(self, one: Found) -> dict[str, KnownPupil]:
        return self._named.get(one.key, {}) | self._numbered.get(one.key, {})

    def _likes(self, one: Found) -> dict[str, tuple[KnownPupil, str]]:
        if one.cut:
            return {uuid: (pupil, CUT_SHORT) for uuid, pupil in self._named.get(one.key, {}).items()}
        return self._like.get(one.key, {})

    def _is_rightful(self, one: Found, page: _Page) -> bool:
        if not page.is_open and one.key not in self._numbered:
            return False
        return not page.allowed.isdisjoint(self._bearers(one))

    def _is_adult_here(self, one: Found, page: _Page) -> bool:
        return any(not pupil_id or pupil_id in page.allowed for _, pupil_id in self._adults.get(one.key, ()))

    def _doubt(self, one: Found, text: str, allowed: frozenset[str]) -> str:
        """A member of staff, or somebody around a pupil of this page, with the same full name; or ordinary words."""
        for name, pupil_id in self._adults.get(one.key, ()):
            if not pupil_id or pupil_id in allowed:
                return f"{name} has the same name"
        if one.key in self._named and in_small_letters(text, one):
            return "in small letters it may be ordinary words"
        return ""


class _Page:
    """One page in reading: whom it may name and how, and the single names seen on it."""

    def __init__(self, number: int, allowed: frozenset[str], naming: Naming, classes: frozenset[str]) -> None:
        self.number, self.allowed, self.naming, self.classes = number, allowed, naming, classes
        self.is_open = naming.shown == FULL
        self._seen: dict[str, tuple[KnownPupil, dict[str, set[str]]]] = {}

    def hides(self, roles: Collection[str]) -> bool:
        """Whether a part of its own pupils' names may not stand on it."""
        return not self.is_open and not (self.naming.shown == FIRST and FORENAME in roles)

    def hit(self, pupil: KnownPupil, what: str, doubt: str) -> Hit:
        """What was found of a pupil."""
        return Hit(self.number, pupil.uuid, pupil.name, what, doubt, hidden=pupil.uuid in self.allowed)

    def note(self, pupil: KnownPupil, roles: Collection[str], key: str) -> None:
        """A part of a name was seen."""
        kept = self._seen.setdefault(pupil.uuid, (pupil, defaultdict(set)))[1]
        for role in roles:
            kept[role].add(key)

    def put_together(self) -> Iterator[Hit]:
        """Those whose forename and surname stand in two places of the page."""
        if self.number == IN_FILE:
            return
        for pupil, kept in self._seen.values():
            if any(first != last for first in kept[FORENAME] for last in kept[SURNAME]):
                yield self.hit(pupil, "forename and surname in two places", "they may belong to two people")


def _is_name_like(words: Sequence[str], one: Found) -> bool:
    """Whether no word of it is in small letters, and no title before it makes it an adult's."""
    before = key_of(words[one.first - 1]) if one.first else ""
    return before not in _TITLES and not any(word[0].islower() for word in words[one.first : one.last])


def _is_no_initial(words: Sequence[str], one: Found, text: str) -> bool:
    """An "I", or an "A" in front, is an initial only with its dot."""
    there = words[one.first : one.last]
    plain = "I" if "I" in there else "A" if there[0] == "A" else ""
    return bool(plain) and f"{plain}." not in text


def _is_time(words: Sequence[str], one: Found) -> bool:
    """A month beside a number, or a season before "term"."""
    before = words[one.first - 1] if one.first else ""
    after = words[one.last] if one.last < len(words) else ""
    return before.isdigit() or after.isdigit() or after.casefold() in _BESIDE_TIMES


def _adult_keys(name: str) -> set[str]:
    """An adult's full name with and without the title, and with the surname first; an initial needs its title."""
    words = name.split()
    bare = words[1:] if len(words) > 2 and key_of(words[0]) in _TITLES else words
    turned = [*bare[-1:], *bare[:-1]]
    ways = [words] if any(len(key_of(word)) == 1 for word in bare) else [words, bare, turned]
    return {key for part in ways if len(part) > 1 and (key := key_of("".join(part)))}


def sentence(hits: Sequence[Hit]) -> str:
    """What a person is told: which pupils are named on which pages; empty when there are no hits."""
    others, hidden = [hit for hit in hits if not hit.hidden], [hit for hit in hits if hit.hidden]
    return "  ".join(_about(group) for group in (others, hidden) if group)


def _about(hits: Sequence[Hit]) -> str:
    places = list(dict.fromkeys(_place(hit) for hit in hits))
    shown = "; ".join(places[:MOST_SAID])
    more = f"; and {len(places) - MOST_SAID} more" if len(places) > MOST_SAID else ""
    kept = "Nothing was saved or printed."
    who = "A name that this print hides" if all(hit.hidden for hit in hits) else "Another child"
    if all(hit.may_pass for hit in hits):
        perhaps = f"Perhaps {who[0].lower()}{who[1:]} is named here"
        return f"{perhaps}: {shown}{more}. {kept} Look, and let it pass if no child is meant."
    return f"{who} is named here: {shown}{more}. {kept} Take it out of the words and try again."


def refuse_hits(hits: Sequence[Hit]) -> None:
    """Refuse when there are hits. What is certain is said first."""
    certain = [hit for hit in hits if not hit.may_pass]
    if hits:
        raise Refused(sentence(certain or hits))


def _place(hit: Hit) -> str:
    where = f"page {hit.page}" if hit.page else "the file itself"
    return f"{hit.name} on {where} ({hit.what}{'; ' if hit.doubt else ''}{hit.doubt})"
