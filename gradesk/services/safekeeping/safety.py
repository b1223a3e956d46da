"""What a school needs before its laptop is lost, and does not have yet: a spare key, a second holder, copies that were proved."""

from __future__ import annotations

from gradesk.services.custody import watching
from gradesk.services.safekeeping import backups, ways
from gradesk.services.safekeeping.backups import Missing
from gradesk.services.school import school
from gradesk.store.keys.slots import SECOND, SHEET
from gradesk.store.work import Store

BY_SHEET = "The file was opened with the recovery sheet. Give the SENCO a new passphrase now, then make a new sheet."
NO_SHEET = "There is no recovery sheet. Without one a forgotten passphrase closes the file for ever."


def missing(store: Store) -> list[Missing]:
    """The most urgent first; none when all is there."""
    since = {way.holder: way.since for way in ways.ways(store)}
    found, sheet = list[Missing](), since[SHEET]
    if store.vault.holder == SHEET:
        found.append(Missing(BY_SHEET, "senco"))
    if sheet is None:
        found.append(Missing(NO_SHEET, "sheet"))
    elif store.clock.today() - sheet > ways.ASKED_AGAIN:
        found.append(
            Missing("The recovery sheet was not tried for a year. See whether it is still in the safe.", "sheet")
        )
    elif (used := watching.opened_by(store, SHEET)) is not None and used.date() >= sheet:
        words = f"The recovery sheet was used on {used.astimezone():%d/%m/%Y}, so its code lay open. Make a new one, and take the "
        found.append(Missing(f"{words}old one out of the safe.", "sheet"))
    found += backups.missing(store)
    if since[SECOND] is None:
        words = "Nobody but the SENCO has a passphrase. Give the head teacher one of their own."
        found.append(Missing(words, "second"))
    return found


def urgent(store: Store) -> str:
    """What cannot wait, as a sentence: of a real school only, and only for who can put it right. Empty when nothing is."""
    if school.card(store).is_practice or store.vault.is_reading:
        return ""
    if store.vault.holder == SHEET:
        return BY_SHEET
    if not backups.places(store):
        return "Backups of this file go nowhere yet. Add a folder on a stick or a network drive."
    return NO_SHEET if any(way.holder == SHEET and way.since is None for way in ways.ways(store)) else ""
