"""What a SENCO does with one pupil: add, change, photograph, put on a status or layer, record needs, mark as left."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, select

from gradesk.model.pupils.contact import Contact
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import LayerPeriod, LeadPeriod, Need, StatusPeriod
from gradesk.model.rules import upn
from gradesk.model.rules.days import year_group
from gradesk.model.rules.days.school_year import year_starting
from gradesk.model.school.school import Layer
from gradesk.model.school.staff import StaffMember
from gradesk.model.stored_file import StoredFile
from gradesk.model.vocabulary import NEEDS, STATUSES
from gradesk.services import editing, pictures
from gradesk.services.portions import chunked
from gradesk.services.pupils import leads, spans
from gradesk.services.pupils.leads import Lead
from gradesk.store.work import Store
from gradesk.system.progress import Progress, no_progress
from gradesk.system.refusal import Refused

SUPPORTED = ("K", "E")  # the codes on the SEN register
# Asked for the label of nearly every unit of work: only the names, and put together once.
_NAMES = select(Pupil.preferred_forename, Pupil.legal_forename, Pupil.legal_surname).where(
    Pupil.uuid == bindparam("uuid")
)

# What `Pupil.in_full` is made of.
NAMES = (Pupil.preferred_forename, Pupil.legal_forename, Pupil.preferred_surname, Pupil.legal_surname)


@dataclass(frozen=True)
class PupilPage:
    """Everything the top of a pupil's page shows. The records are copies: changing them changes nothing."""

    pupil: Pupil
    status: StatusPeriod | None
    layer: LayerPeriod | None
    layer_label: str
    needs: tuple[Need, ...]
    contacts: tuple[Contact, ...]
    key_adult: StaffMember | None
    statuses: tuple[StatusPeriod, ...]
    layers: tuple[LayerPeriod, ...]
    leads: tuple[Lead, ...]

    @property
    def lead(self) -> Lead | None:
        """Who is named to lead the pupil's support now."""
        return next((lead for lead in self.leads if lead.ends_on is None), None)


def add_pupil(store: Store, values: Mapping[str, Any]) -> str:
    """Add a pupil by hand; a name is all it takes. Returns the uuid."""
    names = ("legal_surname", "legal_forename", "preferred_forename", "preferred_surname")
    cleaned = editing.check(Pupil, _cleaned(values, store.clock.today()))
    if not any(str(cleaned.get(name, "")).strip() for name in names):
        raise Refused("A pupil needs a name; nothing was added. Type at least a forename or a surname.")
    _refuse_taken(store, str(cleaned.get("upn") or ""), "", "added")
    first = cleaned.get("preferred_forename") or cleaned.get("legal_forename") or cleaned.get("legal_surname")
    return editing.add(store, Pupil, cleaned, f"Add {first}")


def change_pupil(store: Store, uuid: str, values: Mapping[str, Any], initiator: object | None = None) -> None:
    """Change fields of the pupil's own record."""
    cleaned = _cleaned(values, store.clock.today())
    _refuse_taken(store, str(cleaned.get("upn") or ""), uuid, "changed")
    editing.change(store, Pupil, uuid, cleaned, lambda: f"Change {_name_inside(store, uuid)}’s details", initiator)


def first_name(store: Store, uuid: str) -> str:
    """The forename people use; for the labels of units of work."""
    with store.read() as session:
        return Pupil.called(*session.execute(_NAMES, {"uuid": uuid}).one())


def _name_inside(store: Store, uuid: str) -> str:
    """The same inside a unit of work that goes on to change the record, which is read once so."""
    with store.read() as session:
        one = session.get_one(Pupil, uuid)
        return Pupil.called(one.preferred_forename, one.legal_forename, one.legal_surname)


def with_class(store: Store, pupil_ids: Sequence[str]) -> dict[str, str]:
    """By uuid the name and class of these pupils, leavers too; for lists of which nothing else is wanted."""
    found: dict[str, str] = {}
    with store.read() as session:
        for ids in chunked(pupil_ids):
            query = select(Pupil.uuid, Pupil.class_name, *NAMES).where(Pupil.uuid.in_(ids), Pupil.deleted_at.is_(None))
            for uuid, class_name, *names in session.execute(query):
                found[uuid] = " · ".join(filter(None, (Pupil.in_full(*names), class_name)))
    return found


def page(store: Store, uuid: str) -> PupilPage:
    """The pupil with everything around the name; refuses a pupil who is not (or no longer) there."""
    with store.read() as session:
        pupil = session.get(Pupil, uuid)
        if pupil is None or pupil.deleted_at is not None:
            raise Refused("This pupil was deleted; the record is kept. Restore it from the list of deleted pupils.")
        statuses = spans.all_of(session, StatusPeriod, uuid)
        layers = spans.all_of(session, LayerPeriod, uuid)
        needs = session.scalars(
            select(Need)
            .where(Need.pupil_id == uuid, Need.ends_on.is_(None), Need.deleted_at.is_(None))
            .order_by(Need.rank)
        ).all()
        contacts = session.scalars(
            select(Contact).where(Contact.pupil_id == uuid, Contact.deleted_at.is_(None)).order_by(Contact.position)
        ).all()
        layer = next((row for row in layers if row.ends_on is None), None)
        label = session.scalar(select(Layer.label).where(Layer.code == layer.layer)) if layer else ""
        adult = session.get(StaffMember, pupil.key_adult_id) if pupil.key_adult_id else None
        status = next((row for row in statuses if row.ends_on is None), None)
        return PupilPage(
            pupil=pupil,
            status=status,
            layer=layer,
            layer_label=label or "",
            needs=tuple(needs),
            contacts=tuple(contacts),
            key_adult=adult,
            statuses=tuple(statuses),
            layers=tuple(layers),
            leads=tuple(leads.of_pupil(session, uuid)),
        )


def nearest_adult(store: Store, pupil_id: str) -> str:
    """The name of the key adult, else of the named lead; an empty text when there is neither."""
    with store.read() as session:
        pupil = session.get_one(Pupil, pupil_id)
        lead = session.scalars(
            select(LeadPeriod.staff_id).where(
                LeadPeriod.pupil_id == pupil_id, LeadPeriod.ends_on.is_(None), LeadPeriod.deleted_at.is_(None)
            )
        ).first()
        adult = session.get(StaffMember, pupil.key_adult_id or lead) if pupil.key_adult_id or lead else None
        return adult.name if adult is not None and adult.deleted_at is None else ""


def set_status(
    store: Store, pupil_id: str, status: str, from_day: date, reason: str, parents_told_on: date | None = None
) -> None:
    """Put a pupil on N, W, K or E from a day on. The span before is closed the day before; spans never overlap.

    Refused without a reason. Where the day parents were told (Children and Families Act 2014 s.68) is not known, Today
    asks for it.
    """
    told = {"parents_told_on": parents_told_on}
    values = editing.check(StatusPeriod, {"status": status, "starts_on": from_day, "reason": reason, **told})
    _check_move("status", reason, parents_told_on, store.clock.today())
    with store.work(f"{first_name(store, pupil_id)}: {STATUSES.label(status)}") as session:
        spans.close_open(session, StatusPeriod, pupil_id, from_day, store.clock.now())
        session.add(StatusPeriod(**values, pupil_id=pupil_id, happened_on=from_day))


def set_layer(
    store: Store, pupil_id: str, layer: str, from_day: date, reason: str, parents_told_on: date | None = None
) -> None:
    """Move a pupil to a layer of support from a day on; refused without a reason."""
    told = {"parents_told_on": parents_told_on}
    values = editing.check(LayerPeriod, {"layer": layer, "starts_on": from_day, "reason": reason, **told})
    _check_move("layer", reason, parents_told_on, store.clock.today())
    with store.work(f"{first_name(store, pupil_id)}: change of layer") as session:
        if session.scalar(select(Layer.uuid).where(Layer.code == layer)) is None:
            raise Refused("There is no such layer of support; nothing was changed. Choose one from the list.")
        spans.close_open(session, LayerPeriod, pupil_id, from_day, store.clock.now())
        session.add(LayerPeriod(**values, pupil_id=pupil_id, happened_on=from_day))


def step_down(store: Store, pupil_id: str, from_day: date, reason: str, told: date | None, watch: bool) -> None:
    """End SEN support or an EHC plan: on to the watch list, or off it. Nothing of what was before is taken away."""
    status = page(store, pupil_id).status
    if status is None or status.status not in SUPPORTED:
        raise Refused(
            "Only a pupil on SEN support or with an EHC plan can step down; nothing was changed. "
            "Change the status instead."
        )
    set_status(store, pupil_id, "W" if watch else "N", from_day, reason, told)


def set_needs(store: Store, pupil_id: str, codes: Sequence[str], from_day: date, source: str = "") -> None:
    """State the needs in order of rank. A need that is no longer named is ended, not deleted."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    for code in wanted:
        if code not in NEEDS:
            raise Refused(f"“{code}” is not a type of need; nothing was changed. Choose one from the list.")
    with store.work(f"{first_name(store, pupil_id)}: needs") as session:
        open_rows = session.scalars(
            select(Need).where(Need.pupil_id == pupil_id, Need.ends_on.is_(None), Need.deleted_at.is_(None))
        ).all()
        if [row.code for row in sorted(open_rows, key=lambda row: row.rank)] == wanted:
            return
        for row in open_rows:
            row.ends_on = max(row.starts_on, from_day)
        session.flush()
        since = {row.code: row.starts_on for row in open_rows}
        for rank, code in enumerate(wanted, start=1):
            session.add(
                Need(
                    pupil_id=pupil_id,
                    code=code,
                    rank=rank,
                    area=NEEDS[code].meaning,
                    starts_on=since.get(code, from_day),
                    happened_on=from_day,
                    source=source,
                )
            )


def mark_left(store: Store, pupil_id: str, day: date | None) -> None:
    """Mark a pupil as having left on a day (nothing is deleted), or as back on the roll with None."""
    label = f"{first_name(store, pupil_id)} left" if day else f"{first_name(store, pupil_id)} is back"
    editing.change(store, Pupil, pupil_id, {"left_on": day}, label)


def delete_pupil(store: Store, pupil_id: str) -> None:
    """Take a pupil off every list; the record can be restored whole."""
    editing.remove(store, Pupil, pupil_id, f"Delete {first_name(store, pupil_id)}")


def restore_pupil(store: Store, pupil_id: str) -> None:
    """Bring a deleted pupil back; refused while another has the same UPN."""
    with store.read() as session:
        number = session.get_one(Pupil, pupil_id).upn
    _refuse_taken(store, number, pupil_id, "brought back")
    editing.restore(store, Pupil, pupil_id, f"Restore {first_name(store, pupil_id)}")


def set_photo(store: Store, pupil_id: str, raw: bytes | None, progress: Progress = no_progress) -> None:
    """Take in a photograph (PNG or JPEG, made small and stripped of place and time), or remove it with None."""
    clean = pictures.clean_photo(raw, progress) if raw is not None else None
    with store.work(f"{first_name(store, pupil_id)}: photograph") as session:
        pupil = session.get_one(Pupil, pupil_id)
        if clean is None:
            pupil.photo_id = None
            return
        stored = StoredFile(content=clean)
        session.add(stored)
        session.flush()
        pupil.photo_id = stored.uuid


def photo(store: Store, photo_id: str | None) -> bytes | None:
    """The bytes of a photograph as JPEG."""
    if photo_id is None:
        return None
    with store.read() as session:
        stored = session.get(StoredFile, photo_id)
        return stored.content if stored else None


def warnings(page_of: PupilPage, today: date) -> list[str]:
    """What does not fit together in a pupil's record; never a reason to refuse."""
    pupil = page_of.pupil
    found = []
    if pupil.date_of_birth is not None:
        age = (today - pupil.date_of_birth).days / 365.25
        if not 2 <= age <= 26:
            found.append(f"A date of birth of {pupil.date_of_birth:%d/%m/%Y} makes an age of {int(age)}: check it.")
        elif pupil.year_group:
            expected = year_group.expected_year_group(pupil.date_of_birth, year_starting(today))
            if expected is not None and expected != pupil.year_group:
                found.append(f"By date of birth year group {expected} would be usual.")
    status = page_of.status.status if page_of.status else "N"
    if status in "KE" and not page_of.needs:
        found.append("No type of need is recorded; the January census asks for one.")
    if status == "E" and any(need.code == "NSA" for need in page_of.needs):
        found.append("NSA is not used with an EHC plan.")
    return found


def _refuse_taken(store: Store, number: str, but: str, done: str) -> None:
    """Refuse a UPN that another pupil on the lists has."""
    if not number:
        return
    with store.read() as session:
        other = session.scalars(
            select(Pupil).where(Pupil.upn == number, Pupil.deleted_at.is_(None), Pupil.uuid != but)
        ).first()
    if other is not None:
        raise Refused(
            f"{other.name} has the UPN {number} already, so nothing was {done}. Open {other.name} and see whose number it is."
        )


def _cleaned(values: Mapping[str, Any], today: date) -> dict[str, Any]:
    cleaned = dict(values)
    if "upn" in cleaned:
        cleaned["upn"] = upn.normalise(str(cleaned["upn"] or ""))
    born = cleaned.get("date_of_birth")
    if isinstance(born, date) and born > today:
        raise Refused(f"A date of birth of {born:%d/%m/%Y} lies in the future; it was not kept. Check the year.")
    return cleaned


def _check_move(what: str, reason: str, told: date | None, today: date) -> None:
    if not reason.strip():
        raise Refused(f"A change of {what} needs a reason; nothing was changed. Fill in what is missing.")
    if told is not None and told > today:
        raise Refused(
            f"Parents cannot have been told on {told:%d/%m/%Y}, a day to come; nothing was changed. "
            "Tell them first, then enter the day."
        )
