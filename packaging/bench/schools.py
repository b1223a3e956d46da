"""Schools to measure on: made by the importer from a register written here, with some pupils' records of ten years."""

from __future__ import annotations

import csv
import random
from datetime import date, timedelta
from pathlib import Path

from gradesk.interchange.receive import make_plan, open_table
from gradesk.model.rules.upn import check_letter
from gradesk.services.admission.admitting import apply_plan
from gradesk.services.admission.known_register import import_memory, known_pupils
from gradesk.services.meetings import meetings
from gradesk.services.plans import agreeing, beginning, cycles, passports, plans, reviews
from gradesk.services.plans.agreeing import Agreement
from gradesk.services.pupils import pupils, register
from gradesk.services.school import opening, school
from gradesk.store.keys.slots import KdfCost
from gradesk.store.work import Store
from gradesk.system.clock import fixed_clock

PASSPHRASE = "practice school"
CHEAP = KdfCost(memory=8 * 1024, rounds=1, lanes=1)
TODAY = date(2026, 11, 23)
_FORENAMES = (
    "Ava Ben Chloé Dan Ella Finn Grace Harry Isla Jack Kezia Leo Mia Noah Olive Poppy Quinn Ruby Sam Theo Uma Vic Wren "
    "Xanthe Yusuf Zoë Amir Bea Callum Dilys Elif Farah"
)
_SURNAMES = (
    "Abbot Barlow Carter Dean Evans Fisher Green Hall Irwin Jones Khan Lewis Moore Nash Owen Price Quick Reed Shaw "
    "Turner Underhill Vale Walker Xu Young Zaman Núñez O’Dowd Featherby Ashgrove Brontsema Lamb"
)
_WORDS = (
    "quiet corner before lessons start helps me read slowly aloud with friends and I like drawing dragons building "
    "bridges maths games running outside music when somebody shows me the first step then waits because noise makes "
    "writing hard but pictures plans timers and kind words make it easier to try again after lunch on Mondays"
)
_HEADERS = (
    "UPN,Legal Surname,Legal Forename,Preferred Forename,DOB,Gender,Year Group,Reg Group,SEN Status,Primary Need,"
    "Pupil Premium,EAL,Attendance %,Contact 1 Name,Contact 1 Relationship,Contact 1 Mobile"
)
FORENAMES, SURNAMES, WORDS, HEADERS = _FORENAMES.split(), _SURNAMES.split(), _WORDS.split(), _HEADERS.split(",")


def write_register(path: Path, pupils_wanted: int) -> None:
    """A register as a MIS exports it: a sixth of the pupils on the SEN register, everybody with a contact."""
    dice = random.Random(1)
    with path.open("w", encoding="utf-8-sig", newline="") as out:
        writer = csv.writer(out)
        writer.writerow(HEADERS)
        for number in range(pupils_wanted):
            body = f"{867200000000 + number * 7:012d}"[:12]
            forename, surname = dice.choice(FORENAMES), dice.choice(SURNAMES)
            year = dice.randint(1, 6)
            status = dice.choices("NKE", (83, 13, 4))[0]
            born = date(TODAY.year - 6 - year, 9, 1) + timedelta(days=dice.randrange(365))
            need = "" if status == "N" else dice.choice(("SLCN", "SEMH", "ASD", "MLD", "SPLD"))
            flags = (dice.choice("YN"), dice.choice("YNNN"))
            contact = (f"{dice.choice(FORENAMES)} {surname}", "Mother", f"07700 9{number:05d}")
            person = (surname, f"{forename}{number // 1024 or ''}", "", f"{born:%d/%m/%Y}", dice.choice("MF"))
            place = (f"Year {year}", f"{year} {dice.choice(('Oak', 'Elm', 'Ash'))}")
            writer.writerow(
                (
                    check_letter(body) + body,
                    *person,
                    *place,
                    status,
                    need,
                    *flags,
                    f"{dice.uniform(80, 100):.1f}",
                    *contact,
                )
            )


def empty_school(folder: Path) -> Store:
    """An opened school without pupils. A guess at its passphrase costs nothing; it has nobody to protect."""
    return opening.make_school(folder, "Measured Primary", PASSPHRASE, fixed_clock(TODAY), practice=True, cost=CHEAP)


def admit(store: Store, register_file: Path) -> None:
    """Bring a register in the way the window does: preview, plan, accept."""
    memory = import_memory(store)
    preview = open_table(register_file, memory)
    apply_plan(store, make_plan(preview, known_pupils(store), memory, today=TODAY))


def sentence(dice: random.Random, words: int) -> str:
    """So many words and a full stop."""
    return " ".join(dice.choice(WORDS) for _ in range(words)).capitalize() + "."


def write_passports(store: Store, wanted: int) -> list[str]:
    """Different words on every passport; returns the uuids of the pupils."""
    uuids = [row.uuid for row in register.page(store, register.Criteria(), limit=wanted)]
    dice = random.Random(2)
    with store.work("Passports to measure"):
        for uuid in uuids:
            words = {
                name: sentence(dice, dice.randint(8, 16)) + "\n" + sentence(dice, dice.randint(6, 14))
                for name in ("admire", "important", "good_at", "hard", "helps", "does_not_help", "myself", "go_to")
            }
            passports.change(store, uuid, words)
            passports.issue(store, uuid)
    return uuids


def live(store: Store, pupil_id: str, years: int) -> None:
    """Years of one pupil: three plans, cycles and reviews a year, contacts every fortnight, typed bit by bit."""
    dice = random.Random(pupil_id)
    old_enough = TODAY - timedelta(days=365 * (years + 6))
    pupils.change_pupil(store, pupil_id, {"date_of_birth": old_enough})
    kind = school.plan_types(store)[0]
    success = school.ratings(store, kind.uuid)[-1].uuid
    for term in range(years * 3):
        day = TODAY - timedelta(days=365 * years) + timedelta(days=term * 120)
        store.clock = fixed_clock(day)
        plan = beginning.begin(store, pupil_id, kind.code, day)
        views = {name: sentence(dice, 20) for name in ("strengths", "pupil_view", "parent_view")}
        plans.change(store, plan, {**views, "review_on": day + timedelta(days=80)})
        for _ in range(3):
            whole = {
                name: sentence(dice, 10) for name in ("staff_wording", "baseline", "success_criterion", "how", "who")
            }
            plans.add_target(store, plan, whole)
        agreeing.agree(store, plan, [Agreement("parent", "Everybody")], day)
        current = cycles.current(store, pupil_id)
        assert current is not None
        cycle, held = current.cycle.uuid, day + timedelta(days=80)
        store.clock = fixed_clock(held)
        # Agreeing has moved it on to Do.
        cycles.move_on(store, cycle, day + timedelta(days=70))
        views = {"pupil_view": sentence(dice, 8), "parent_view": sentence(dice, 8), "reason": sentence(dice, 6)}
        reviews.change(store, cycle, {**views, "decision": "continue", "happened_on": held})
        for target in plans.page(store, plan).targets:
            reviews.rate(store, cycle, target.uuid, {"rating_id": success, "evidence": sentence(dice, 8)})
        reviews.record(store, cycle, opens_next=False)
        for fortnight in range(6):
            note = {"kind": "phone", "happened_on": day + timedelta(days=fortnight * 13), "summary": sentence(dice, 12)}
            meetings.log(store, pupil_id, note)
        passports.change(store, pupil_id, {"good_at": sentence(dice, 12), "helps": sentence(dice, 12)})
        passports.issue(store, pupil_id)
    store.clock = fixed_clock(TODAY)


def build(folder: Path, pupils_wanted: int, veterans: int, years: int) -> list[str]:
    """A whole school; returns the uuids of pupils with so many years of records."""
    register_file = folder.with_suffix(".csv")
    write_register(register_file, pupils_wanted)
    store = empty_school(folder)
    try:
        admit(store, register_file)
        chosen = [row.uuid for row in register.page(store, register.Criteria(), limit=veterans)]
        for pupil_id in chosen:
            live(store, pupil_id, years)
        return chosen
    finally:
        store.close()
