"""The questions that opening a school and showing Today ask of every file, asked before there is one."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine

from gradesk.model.base import new_uuid
from gradesk.model.pupils.pupil import Pupil
from gradesk.model.pupils.support import StatusPeriod
from gradesk.model.school.school import School
from gradesk.services.custody import unfinished
from gradesk.services.meetings import home_contacts
from gradesk.services.pupils import register
from gradesk.services.school import school, staff
from gradesk.services.today import due
from gradesk.services.today.due_rules import book
from gradesk.store import rehearsal
from gradesk.system.clock import Clock


def rehearse() -> None:
    """Ask each of them once; the file that is opened next has its answers a tenth of a second sooner."""
    rehearsal.rehearse(_play)


def _play(engine: Engine) -> None:
    nobody = Pupil(uuid=new_uuid())
    status = StatusPeriod(pupil_id=nobody.uuid, status="K", starts_on=Clock().today() - timedelta(days=365))
    store = rehearsal.Rehearsal(engine, School(), nobody, status)
    today = store.clock.today()
    register.everyone(store)  # a question within a question takes its last form only when it is first asked
    staff.senco(store)
    school.card(store)
    unfinished.kept(store)
    due.due(store, only_first=1)
    due.due(store)
    with store.read() as session:  # what the rules of a term ask, whether or not one has begun
        home_contacts.counted(session, today, today)
        home_contacts.met(session, today, today)
    school.layers(store)
    book.rules(store)
    due.clock_set_back(store)
    register.count(store, register.Criteria(), at_most=1)
