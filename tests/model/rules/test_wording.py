"""Each check of wording finds what it is for, says why, and lets good wording alone."""

from __future__ import annotations

import string
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gradesk.model.plans.target import Target
from gradesk.model.rules.words.blanks import blanks, suggested, unfilled
from gradesk.model.rules.words.nameless import Names, with_blanks, without_names
from gradesk.model.rules.words.phrases import Phrases, replaced
from gradesk.model.rules.words.reading_age import reading_age, syllables
from gradesk.model.rules.words.wording import KINDS, Finding, PlanText, look, same_words
from gradesk.services.plans.checking import plain_words, rulebook, target_text

GOOD: dict[str, Any] = {
    "uuid": "t1",
    "learner": "Ava",
    "does": "follow an instruction with two steps, said once,",
    "given": "in a whole-class lesson",
    "standard": "in 4 of 5 tries",
    "staff_wording": "",
    "baseline": "Follows 2 of 5, counted over one week",
    "success_criterion": "4 of 5 tries on 3 days running",
    "pupil_wording": "I can do two things you ask me to do.",
    "how": "Say it once with a picture, then wait ten seconds.",
    "who": "Mrs Lane",
    "how_often": "3 times a week",
    "how_long": "15 minutes",
    "place": "",
    "home_part": "",
    "by_when": date(2026, 12, 18),
    "baseline_value": None,
    "criterion_prompt": "",
}


def target(**changes: Any) -> Target:
    """A target that is specific and complete, but for what is changed."""
    return Target(**{**GOOD, **changes})


def found(age: float | None = 8, **changes: Any) -> list[Finding]:
    """What the rules say about one such target."""
    return list(look(rulebook(), PlanText({}, (target_text(target(**changes)),), age)))


def codes(**changes: Any) -> list[str]:
    return [finding.rule for finding in found(**changes)]


def test_a_target_that_is_specific_and_complete_gets_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize(
    ("changes", "rule", "field"),
    [
        ({"pupil_wording": ""}, "pupil_words", "pupil_wording"),
        ({"does": "attend a speech group"}, "provision", "does"),
        ({"does": "have reading with an adult"}, "provision", "does"),
        ({"does": "will continue with phonics"}, "provision", "does"),
        ({"standard": "", "success_criterion": "Ava reads aloud"}, "no_number", "standard"),
        ({"does": "improve reading"}, "vague", "does"),
        ({"standard": "more confidently, in 4 of 5 tries"}, "vague", "standard"),
        ({"success_criterion": ""}, "no_criterion", "success_criterion"),
        ({"baseline": " "}, "no_baseline", "baseline"),
        ({"by_when": None}, "no_date", "by_when"),
        ({"who": ""}, "no_support", "who"),
        ({"how_often": ""}, "no_support", "how_often"),
        ({"how_long": ""}, "no_support", "how_long"),
        ({"how": "Access to a quiet place as appropriate"}, "vague_support", "how"),
        ({"standard": "in [4] of 5 tries"}, "blanks", "standard"),
        ({"given": "in [lesson]"}, "blanks", "given"),
        ({"baseline": "He failed to answer 3 of 5"}, "deficit", "baseline"),
        ({"who": "the TA"}, "jargon", "who"),
    ],
)
def test_each_rule_finds_what_it_is_for(changes: dict[str, Any], rule: str, field: str) -> None:
    assert [(one.rule, one.field) for one in found(**changes)] == [(rule, field)]


def test_every_finding_says_why_and_what_to_do() -> None:
    for one in found(does="attend a group", who="", pupil_wording="", by_when=None, standard="[4]"):
        assert one.reason.endswith(".") and one.help.endswith(".") and one.label
        assert "{" not in one.reason


def test_a_whole_sentence_is_read_after_the_name() -> None:
    wording = "Mary Jane O’Neill will attend phonics 3 times a week by 18 December 2026."
    assert [
        (one.rule, one.field, one.words) for one in found(does="", given="", standard="", staff_wording=wording)
    ] == [("provision", "staff_wording", "attend")]


def test_a_later_will_or_a_word_inside_another_is_no_fault() -> None:
    assert codes(does="read words that will be taught and haveli, attendant, betterment") == []


def test_a_level_of_prompt_is_a_measure_without_a_number() -> None:
    assert codes(standard="with one hand", success_criterion="With a visual prompt", criterion_prompt="visual") == []


def test_a_number_that_is_only_the_date_is_no_measure() -> None:
    assert codes(
        does="",
        given="",
        standard="",
        staff_wording="Ava will read aloud by 18 December 2026.",
        success_criterion="Reads",
    ) == ["no_number"]


def test_how_long_may_stand_in_how_often() -> None:
    assert codes(how_often="15 minutes, 3 times a week", how_long="") == []


def test_suggested_numbers_can_be_taken_by_one_key_and_named_blanks_cannot() -> None:
    (number,) = found(standard="in [4] of [5] tries")
    assert number.replacement == "in 4 of 5 tries" and number.words == "[4], [5]"
    (named,) = found(given="in [lesson]")
    assert named.replacement is None


def test_kinder_and_plainer_words_are_put_in_by_one_key() -> None:
    assert (
        found(baseline="Ava refuses to write 3 of 5 lines")[0].replacement == "Ava finds it hard to write 3 of 5 lines"
    )
    assert found(who="A TA")[0].replacement == "A teaching assistant"
    assert found(who="a SALT or an EP, two TAs")[0].replacement == (
        "a speech and language therapist or an educational psychologist, two teaching assistants"
    )
    assert found(who="EHCP officer")[0].replacement == "Education, health and care plan officer"


def test_letters_that_are_also_words_are_told_apart_by_their_capitals() -> None:
    assert codes(how="Put salt on the table, say hi and ta, it is up to la.") == []


def test_the_same_words_as_before_are_found_whatever_the_date_and_the_commas() -> None:
    made = target_text(target())
    earlier = same_words(
        "AVA will follow an instruction with two steps said once in a whole-class lesson in 4 of 5 tries, by 1 April 2026"
    )
    again = look(rulebook(), PlanText({}, (target_text(target(), frozenset({earlier})),), 8))
    assert [(one.rule, one.field) for one in again] == [("same_again", "does")]
    higher = same_words(made.texts["staff_wording"].replace("4 of 5", "3 of 5"))
    assert look(rulebook(), PlanText({}, (target_text(target(), frozenset({higher})),), 8)) == ()


def test_more_than_four_targets_are_many() -> None:
    four = PlanText({}, tuple(target_text(target(uuid=str(n))) for n in range(4)), 8)
    five = PlanText({}, tuple(target_text(target(uuid=str(n))) for n in range(5)), 8)
    assert look(rulebook(), four) == ()
    (one,) = look(rulebook(), five)
    assert (one.rule, one.field, one.target_id) == ("many", "targets", None) and "5" in one.reason


def test_pupils_wording_is_held_against_the_pupils_age() -> None:
    hard = "I will demonstrate appropriate participation during unstructured playtime activities."
    (one,) = found(age=8, pupil_wording=hard)
    assert one.rule == "reading" and "participation" in one.words and "9" in one.reason
    assert codes(age=17, pupil_wording=hard) == []
    assert codes(age=None, pupil_wording=hard) == []
    assert codes(age=4, pupil_wording="I can say the end of the rhyme and do the steps.") == []


def test_what_the_pupil_and_the_parent_carer_said_is_left_as_spoken() -> None:
    said = "He suffers from it, the TA said, and the EHCP failed to help."
    assert look(rulebook(), PlanText({"pupil_view": said, "parent_view": said}, (), 8)) == ()
    about = look(rulebook(), PlanText({"barriers": said}, (), 8))
    assert [(one.rule, one.field, one.target_id) for one in about] == [
        ("deficit", "barriers", None),
        ("jargon", "barriers", None),
    ]


def test_strengths_may_be_shorter_than_difficulties() -> None:
    assert look(rulebook(), PlanText({"strengths": "Kind.", "barriers": "Noise is hard for Ava. " * 9}, (), 8)) == ()


def test_the_rules_are_whole() -> None:
    assert len({rule.code for rule in rulebook()}) == len(rulebook()) >= 12
    for rule in rulebook():
        assert rule.kind in KINDS and rule.label and rule.reason.endswith(".") and rule.help.endswith(".")
        assert len(rule.help) < 80
    assert len(plain_words()) >= 80


def test_plain_words_are_plain() -> None:
    letters = Phrases((words, None) for words in plain_words())
    for words, plain in plain_words().items():
        assert not letters.find(plain), words


@given(st.text(alphabet=string.ascii_letters + " []0123456789.,’\n", max_size=80))
def test_blanks_are_found_at_their_brackets(text: str) -> None:
    for start, end in blanks(text):
        assert text[start] == "[" and text[end - 1] == "]"
        assert "[" not in text[start + 1 : end - 1] and "]" not in text[start + 1 : end - 1]
    assert unfilled(text) == bool(blanks(text))
    taken = suggested(text)
    assert taken is None or not unfilled(taken) or "[[" in text or "]]" in text


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_text_at_all_upsets_a_check(first: str, second: str) -> None:
    found(does=first, given=second, pupil_wording=first, who=second, staff_wording=second, baseline=first)
    age = reading_age(first)
    assert age is None or 5 <= age <= 18


@given(st.text(max_size=200))
def test_mending_a_field_leaves_nothing_of_the_kind_that_was_mended(text: str) -> None:
    phrases = Phrases((("suffers from", "has"), ("try to", ""), ("TA", "teaching assistant")))
    mended = replaced(f"{text} TA suffers from", phrases.find(f"{text} TA suffers from"))
    assert mended is not None and "suffers from" not in mended


@pytest.mark.parametrize(
    ("word", "beats"),
    [("cat", 1), ("make", 1), ("little", 2), ("apples", 2), ("wanted", 2), ("played", 1), ("smiles", 1), ("boxes", 2)],
)
def test_beats_are_counted_as_they_are_said(word: str, beats: int) -> None:
    assert syllables(word) == beats


def test_longer_words_and_sentences_read_older() -> None:
    easy = reading_age("I can tie my laces.")
    longer = reading_age("I can tie my laces and put on my coat and then go out to play with my friends at lunch.")
    harder = reading_age("I can independently coordinate complicated fastenings.")
    assert easy is not None and longer is not None and harder is not None
    assert easy < longer < harder
    assert reading_age("Yes, please") is None


NAMES = Names.of(["Ava", "Núñez"], ["Will Grey-Smith", "Mrs Okafor", "Rose"])
ORDINARY = frozenset({"will", "grey", "read"})


@pytest.mark.parametrize(
    ("text", "bare"),
    [
        ("ask Ava’s friend", "ask the pupil’s friend"),
        ("ava reads with Rose and Mrs Okafor", "The pupil reads with [name] and Mrs [name]"),
        ("AVA NUNEZ reads", "The pupil reads"),
        ("will play with Will", "will play with [name]"),
        ("a grey coat", "a grey coat"),
        ("Will Grey-Smith helps", "Will [name] helps"),
        ("read to rose", "read to [name]"),
    ],
)
def test_nobodys_name_stays_in_a_text_for_anybody(text: str, bare: str) -> None:
    assert without_names(text, NAMES, ORDINARY) == bare


def test_numbers_become_suggestions_once() -> None:
    assert with_blanks("in 4 of 5 tries, [10] minutes, 2.5 cm") == "in [4] of [5] tries, [10] minutes, [2.5] cm"
