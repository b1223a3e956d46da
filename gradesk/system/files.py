"""Writing a file that a person asked for: whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from gradesk.system.refusal import Refused


def write_whole(path: Path, content: bytes) -> None:
    """Put a file in place whole or not at all, readable by this person alone; makes the folder when it is missing.

    Raises:
        Refused: the place cannot be written, or the disk is full; nothing of it is left behind.
    """
    making = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, making = tempfile.mkstemp(prefix=".gradesk-", suffix=".making", dir=path.parent)
        with os.fdopen(handle, "wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        Path(making).replace(path)
    except OSError as error:
        if making:
            Path(making).unlink(missing_ok=True)
        raise Refused(
            f"{path} cannot be written ({error.strerror or 'the disk does not answer'}); nothing was saved there. "
            "Choose another folder."
        ) from error
