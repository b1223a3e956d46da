"""A new key for a school's file: all of it written anew, compared, and put in its place. SQLCipher's own way is not trusted."""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path

from sqlalchemy import Engine

from gradesk.store import cipher, content
from gradesk.store.keys.key_file import KeyFile, WrongPassphrase, calibrated_cost
from gradesk.store.keys.slots import SENCO, KdfCost
from gradesk.store.names import REKEYED
from gradesk.store.places import header
from gradesk.store.refusals import at_opening
from gradesk.store.vault import Vault
from gradesk.system.paths import make_private_file
from gradesk.system.refusal import Refused

_ROOM = 1.2  # times the file, that has to be free


def replace_key(vault: Vault, passphrase: str, code: str, made_on: date, cost: KdfCost | None = None) -> None:
    """Write the file under a new key, which the SENCO's passphrase and the code of a new recovery sheet open.

    Afterwards the vault is at its end: it is closed, and the file opened anew. All other ways of opening it are gone.

    Raises:
        WrongPassphrase: it is not the SENCO's; nothing was changed.
        Refused: there is no room, the disk does not take it, or the copy is not equal; the file is as it was.
    """
    assert vault.keys is not None
    if vault.keys.unwrap(passphrase).holder != SENCO:
        raise WrongPassphrase(
            "The key is replaced with the SENCO’s own passphrase; nothing was changed. Type that one."
        )
    vault.refuse_if_changed_outside()
    made, key = vault.folder / REKEYED, secrets.token_bytes(32)
    try:
        _refuse_without_room(vault)
        made.unlink(missing_ok=True)
        vault.fold()
        if not vault.copy_to(made, key) or not _is_equal(vault.engine, made, key):
            raise Refused(
                "The file written under the new key was not equal to yours, so yours was left as it was. Have the laptop’s "
                "disk looked at, and try again."
            )
        make_private_file(made)
        keys = KeyFile.make(key, vault.uuid, header(made), passphrase, cost or calibrated_cost(), made_on)
        vault.swap_in(made, keys.with_code(key, code, made_on))
    except OSError as error:
        raise at_opening(vault.folder, error) from error
    finally:
        with suppress(OSError):
            made.unlink(missing_ok=True)


def _is_equal(before: Engine, made: Path, key: bytes) -> bool:
    anew = cipher.engine(made, bytearray(key))
    try:
        with before.connect() as one, anew.connect() as other:
            return content.digest(one) == content.digest(other)
    finally:
        anew.dispose()


def _refuse_without_room(vault: Vault) -> None:
    wanted = round(vault.path.stat().st_size * _ROOM)
    if shutil.disk_usage(vault.folder).free < wanted:
        raise Refused(
            f"A new key needs {wanted / 1e6:,.0f} MB of free room beside the file, and there is less; nothing was changed. "
            "Free some room and try again."
        )
