"""The school's logo: taken in small and clean, or removed."""

from __future__ import annotations

from sqlalchemy import select

from gradesk.model.school.school import School
from gradesk.model.stored_file import StoredFile
from gradesk.services import pictures
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused


def keep(store: Store, raw: bytes | None, initiator: object | None = None, progress: Progress = no_progress) -> None:
    """Take in a logo (PNG or JPEG, made small and stripped of what stands beside its pixels), or remove it with None."""
    clean = pictures.clean_logo(raw, progress) if raw is not None else None
    with store.work("Remove the logo" if clean is None else "Change the logo", initiator) as session:
        found = session.scalars(select(School)).first()
        if found is None:
            raise Refused("There is no school yet to give a logo to; nothing was kept. Set the school up first.")
        if clean is None:
            found.logo_id = None
            return
        stored = StoredFile(content=clean, media_type="image/png", written_at=store.clock.now())
        session.add(stored)
        session.flush()
        found.logo_id = stored.uuid
