"""The verb `verify`: is the file sound, and what does it hold."""

from __future__ import annotations

from argparse import Namespace

from gradesk.cli.access import open_store
from gradesk.cli.listing import print_json
from gradesk.model.rules.days.day_text import written_day
from gradesk.services.custody import sealing, soundness
from gradesk.services.custody.soundness import Soundness
from gradesk.services.pupils import register
from gradesk.store.keys.key_file import DamagedKeys
from gradesk.store.refusals import Damaged
from gradesk.system.refusal import Refused


def verify(options: Namespace) -> None:
    """Look through the whole file; what is unsound is said, and is a refusal."""
    count, sealed = 0, None
    try:
        store = open_store(options)
    except (Damaged, DamagedKeys) as damage:
        found = Soundness((str(damage),), {}, "")
    else:
        try:
            found = soundness.examine(store)
            sealed = sealing.find(store, options.seal) if options.seal else None
            count = register.count(store, register.Criteria()) if found.is_sound else 0
        finally:
            store.close()
    if options.json:
        told = {"sound": found.is_sound, "records": found.records, "digest": found.digest}
        if sealed is not None:
            told |= {"seal": {"label": sealed.label, "actor": sealed.actor, "at": sealed.at.isoformat()}}
        print_json(told if found.is_sound else {**told, "problems": list(found.problems)})
    if not found.is_sound:
        raise Refused(f"The file is not sound; nothing was changed. {' '.join(found.problems)}")
    if not options.json:
        if sealed is not None:
            print(f"That seal is of {written_day(sealed.at.date())}, {sealed.actor}: {sealed.label}.")
        print(
            "The file is sound: keys, every page, index, reference, kept file and number of the journal were checked. "
            f"{count} pupils are on the roll.\nDigest of the school’s records: {found.digest}"
        )
