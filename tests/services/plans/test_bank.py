"""The bank: what is shipped is sound, everything is found by its words, and what the school adds names nobody."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from itertools import combinations

import pytest

from gradesk.model.plans.target import Target
from gradesk.model.rules.words.blanks import blanks
from gradesk.model.rules.words.reading_age import reading_age
from gradesk.model.rules.words.target_words import criterion
from gradesk.model.rules.words.wording import PlanText, look
from gradesk.model.vocabulary import ADULTHOOD, AREAS, BANK_PLACES, CRITERIA, PROMPTS
from gradesk.services.custody import history
from gradesk.services.plans import bank, beginning, checking, plans
from gradesk.services.plans.bank import Entry
from gradesk.services.pupils import contacts, pupils
from gradesk.services.school import staff
from gradesk.store.work import Store
from gradesk.system.refusal import Refused

PHASES = ((2, 5), (5, 7), (7, 11), (11, 14), (14, 16), (16, 19))


@pytest.fixture(scope="module")
def shipped() -> tuple[Entry, ...]:
    """Everything Gradesk ships."""
    return tuple(row.entry for row in bank._shipped())


def kind_of(entries: tuple[Entry, ...], kind: str) -> list[Entry]:
    return [entry for entry in entries if entry.kind == kind]


def filled(text: str) -> str:
    """A text with every suggestion taken."""
    return re.sub(r"\[([^\[\]]*)\]", r"\1", text)


def stems(text: str) -> frozenset[str]:
    """The words that carry a text, cut short."""
    return frozenset(word[:5] for word in re.findall(r"[a-z]{4,}", text.casefold()))


@pytest.mark.parametrize("kind", ["target", "strategy"])
def test_there_are_hundreds_over_all_areas_and_ages(shipped: tuple[Entry, ...], kind: str) -> None:
    entries = kind_of(shipped, kind)
    assert len(entries) >= 205
    areas = Counter(entry.area for entry in entries)
    assert set(areas) == set(AREAS.codes) and min(areas.values()) >= 40
    for area in areas:
        for first, last in PHASES:
            here = [e for e in entries if e.area == area and e.from_age < last and e.to_age > first]
            assert len(here) >= 7, (area, first, last)


def test_no_two_entries_say_the_same(shipped: tuple[Entry, ...]) -> None:
    for kind in ("target", "strategy"):
        entries = kind_of(shipped, kind)
        for text in ("words", "pupil_words", "passport_words"):
            said = [getattr(entry, text).casefold() for entry in entries if getattr(entry, text)]
            assert [words for words, count in Counter(said).items() if count > 1] == []
        alike = [
            (a.words, b.words)
            for a, b in combinations(entries, 2)
            if len((x := stems(f"{a.words} {a.given}")) & (y := stems(f"{b.words} {b.given}"))) > 0.6 * len(x | y)
        ]
        assert alike == []


def test_every_target_is_whole(shipped: tuple[Entry, ...]) -> None:
    for entry in kind_of(shipped, "target"):
        for name in ("words", "given", "standard", "pupil_words", "baseline", "criterion", "strategy"):
            text = getattr(entry, name)
            assert text.strip() == text != "", (entry.words, name)
            assert text.count("[") == text.count("]") == len(blanks(text)), text
        assert 2 <= entry.from_age < entry.to_age <= 19, entry.words
        assert entry.criterion_form in CRITERIA
        assert not entry.adulthood or entry.adulthood in ADULTHOOD
        if entry.criterion_form == "prompt":
            assert entry.prompt in PROMPTS and entry.goal is None
        else:
            assert entry.goal is not None and f"[{entry.goal:g}]" in entry.standard, entry.words
        assert (entry.of is not None) == (entry.criterion_form == "tries")
        assert criterion(entry.criterion_form, entry.goal, entry.of, entry.prompt)
        assert blanks(entry.baseline) or entry.criterion_form == "prompt", entry.baseline
        assert entry.pupil_words.startswith("I ") and entry.words[0].islower()


def test_every_strategy_is_short_and_can_be_seen(shipped: tuple[Entry, ...]) -> None:
    for entry in kind_of(shipped, "strategy"):
        assert len(entry.words) < 160 and entry.words.rstrip("”").endswith((".", "?")) and entry.words[0].isupper()
        assert entry.where in BANK_PLACES and entry.passport_words
        assert 2 <= entry.from_age < entry.to_age <= 19
        assert len(entry.passport_words) < 100 and re.search(r"\b(?:I|me|my)\b", entry.passport_words, re.I)


def as_target(entry: Entry) -> Target:
    """A shipped entry as it stands in a plan once its suggestions are taken."""
    goal = entry.kind == "target"
    return Target(
        uuid="t",
        learner="Ava",
        does=filled(entry.words) if goal else "read a page aloud",
        given=filled(entry.given),
        standard=filled(entry.standard) or "in 4 of 5 tries",
        staff_wording="",
        baseline=filled(entry.baseline) or "2 of 5",
        baseline_value=None,
        success_criterion=filled(entry.criterion) or "4 of 5 tries",
        criterion_prompt=entry.prompt,
        pupil_wording=entry.pupil_words or entry.passport_words,
        how=entry.strategy or entry.words,
        who="Mrs Lane",
        how_often="3 times a week",
        how_long="15 minutes",
        place="",
        home_part="",
        by_when=date(2026, 12, 18),
    )


def test_everything_shipped_passes_the_schools_own_checks(shipped: tuple[Entry, ...]) -> None:
    for entry in shipped:
        plan = PlanText({}, (checking.target_text(as_target(entry)),), age=entry.from_age + 2)
        assert [(f.rule, f.field, f.words) for f in look(checking.rulebook(), plan)] == [], entry.words


def test_pupils_can_read_their_own_wording(shipped: tuple[Entry, ...]) -> None:
    for entry in kind_of(shipped, "target"):
        age = reading_age(entry.pupil_words)
        assert age is not None and age <= max(7, entry.from_age + 2), (round(age or 0, 1), entry.pupil_words)


def test_every_typed_word_must_be_there_somewhere_and_accents_do_not_matter(store: Store) -> None:
    assert {entry.words for entry in bank.find(store, "target", "SCISSORS  café")} == set()
    found = bank.find(store, "target", "Cut líne")
    assert found and found[0].words.startswith("cut along a curved line")
    assert bank.find(store, "target", "zzzz") == ()


def test_the_best_hit_comes_first(store: Store) -> None:
    found = bank.find(store, "target", "spell")
    assert "spell" in found[0].words
    first_without = next((n for n, entry in enumerate(found) if "spell" not in entry.words), len(found))
    assert all("spell" not in entry.words for entry in found[first_without:])


def test_kind_area_and_age_narrow(store: Store) -> None:
    for entry in bank.find(store, "strategy", area="S&P", age=6):
        assert entry.kind == "strategy" and entry.area == "S&P" and entry.from_age <= 6 <= entry.to_age
    assert len(bank.find(store)) == len(bank.find(store, "target")) + len(bank.find(store, "strategy"))


def test_the_schools_own_come_first_and_can_be_changed_deleted_and_brought_back(store: Store) -> None:
    uuid = bank.add(store, {"kind": "target", "area": "C&I", "words": "tell a joke about scissors"})
    assert bank.find(store, "target", "scissors")[0].uuid == uuid
    bank.change(store, uuid, {"words": "tell a riddle", "from_age": 6.0, "to_age": 9.0})
    (entry,) = bank.find(store, "target", "riddle")
    assert (entry.own, entry.from_age, entry.to_age, entry.area) == (True, 6, 9, "C&I")
    bank.remove(store, uuid)
    assert bank.find(store, "target", "riddle") == ()
    history.undo(store)
    assert [entry.uuid for entry in bank.find(store, "target", "riddle")] == [uuid]


def test_ages_that_cannot_be_are_refused_and_the_old_ones_kept(store: Store) -> None:
    uuid = bank.add(store, {"words": "tell a riddle", "from_age": 6, "to_age": 9})
    for wrong in ({"from_age": 12}, {"to_age": 99}, {"from_age": None}):
        with pytest.raises(Refused):
            bank.change(store, uuid, wrong)
    assert (bank.record(store, uuid).from_age, bank.record(store, uuid).to_age) == (6, 9)


def test_a_shipped_entry_is_copied_whole(store: Store, shipped: tuple[Entry, ...]) -> None:
    for entry in (kind_of(shipped, "target")[0], kind_of(shipped, "strategy")[0]):
        uuid = bank.copy(store, entry)
        (mine,) = [found for found in bank.find(store, entry.kind) if found.uuid == uuid]
        for name in Entry.__dataclass_fields__:
            if name not in ("uuid", "own"):
                assert getattr(mine, name) == getattr(entry, name), name


def test_a_target_that_served_well_is_kept_without_a_name(store: Store, ava: str) -> None:
    other = pupils.add_pupil(store, {"legal_forename": "Rosalind", "legal_surname": "Will"})
    staff.add_staff(store, {"name": "Mrs Okafor"})
    contacts.add_person(store, other, {"name": "Theo Brand"})
    plan = beginning.begin(store, ava)
    uuid = plans.add_target(
        store,
        plan,
        {
            "does": "play tag with Rosalind’s team and Mrs Okafor",
            "given": "at lunch, when Theo is there,",
            "standard": "in 4 of 5 games",
            "pupil_wording": "I, Ava, can play with Rosalind.",
            "baseline": "Ava joins 1 of 5; she will watch NÚÑEZ cousins",
            "criterion_form": "tries",
            "criterion_goal": 4.0,
            "criterion_of": 5.0,
            "success_criterion": "4 of 5 games",
            "how": "ava chooses the game",
            "area": "SEMH",
        },
    )
    (target,) = [one for one in plans.page(store, plan).targets if one.uuid == uuid]
    kept = bank.record(store, bank.keep_from_target(store, target))
    said = " | ".join((kept.words, kept.given, kept.pupil_words, kept.baseline, kept.criterion, kept.strategy))
    for name in ("ava", "rosalind", "okafor", "theo", "núñez"):
        assert name not in said.casefold()
    assert kept.words == "play tag with [name]’s team and Mrs [name]"
    assert kept.standard == "in [4] of [5] games" and kept.baseline.startswith("The pupil joins [1] of [5]; she will")
    assert (kept.area, kept.criterion_goal, kept.from_age, kept.to_age) == ("SEMH", 4.0, 7, 11)
    with pytest.raises(Refused, match="already"):
        bank.keep_from_target(store, target)


def test_a_target_without_a_deed_is_not_kept(store: Store, ava: str) -> None:
    plan = beginning.begin(store, ava)
    plans.add_target(store, plan, {})
    with pytest.raises(Refused, match="nothing was kept"):
        bank.keep_from_target(store, plans.page(store, plan).targets[0])
