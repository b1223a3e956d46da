"""Printed pages. `CATALOGUE` lists every document in the order a person meets them."""

from __future__ import annotations

from gradesk.documents.pages import (
    action_list,
    class_grid,
    cycle_record,
    dates,
    governors,
    invitation,
    lanes,
    meeting_record,
    meeting_summary,
    passport,
    plan,
    preparation,
    register_list,
    review_record,
    running_order,
    supply,
    target_card,
    thank_you,
    timeline,
)
from gradesk.documents.pages.outside.listed import DOCUMENTS as OF_OUTSIDE
from gradesk.documents.pages.term import promised, support_map, support_register
from gradesk.documents.pages.week.listed import DOCUMENTS as OF_WEEKS
from gradesk.documents.press.document import NOBODY, PARENT, STAFF, Document, Which
from gradesk.services.meetings import actions
from gradesk.services.paper.class_sheets import (
    ClassGridSheet,
    GovernorsSheet,
    RegisterSheet,
    SupplySheet,
    SupportMapSheet,
)
from gradesk.services.paper.gathering import classes as gathering_class
from gradesk.services.paper.gathering import cycles as gathering_cycles
from gradesk.services.paper.gathering import dates as gathering_dates
from gradesk.services.paper.gathering import governors as gathering_governors
from gradesk.services.paper.gathering import maps as gathering_maps
from gradesk.services.paper.gathering import meetings as gathering_meetings
from gradesk.services.paper.gathering import minutes as gathering_minutes
from gradesk.services.paper.gathering import pages as gathering
from gradesk.services.paper.gathering import promised as gathering_promised
from gradesk.services.paper.gathering import registers as gathering_register
from gradesk.services.paper.gathering import review_days as gathering_review_days
from gradesk.services.paper.gathering import support as gathering_support
from gradesk.services.paper.gathering import support_registers as gathering_marked
from gradesk.services.paper.gathering.arranged import held_days, meeting_days
from gradesk.services.paper.meeting_sheets import (
    ActionListSheet,
    CycleSheet,
    InvitationSheet,
    MeetingSheet,
    PrepareSheet,
    ReviewSheet,
    RunningOrderSheet,
    SummarySheet,
    TargetCardSheet,
)
from gradesk.services.paper.register_sheets import SupportRegisterSheet
from gradesk.services.paper.sheets import DatesSheet, LanesSheet, PassportSheet, PlanSheet, TimelineSheet
from gradesk.services.paper.support_sheets import PromisedSheet
from gradesk.system.refusal import Refused

# The papers of a meeting are those of the one that is booked next about each pupil, unless a day is chosen.
HELD = Which("Which meeting that was held", "The newest", held_days)
MEETING = Which("Which meeting", "The next that is booked", meeting_days)

CATALOGUE: tuple[Document, ...] = (
    Document(
        code="passport",
        title=passport.TITLE,
        scope="pupil",
        stem="Pupil passport",
        sheet=PassportSheet,
        gather=gathering.passport_sheets,
        draw=passport.draw,
        texts=passport.texts,
        forms=passport.FORMS,
        variants=(("a4", "Whole page, A4"), ("a5", "For the planner, A5"), ("pocket", "Card for the pocket, to fold")),
    ),
    Document(
        code="plan",
        title=plan.TITLE,
        scope="pupil",
        stem="Individual Learning Plan",
        sheet=PlanSheet,
        gather=gathering.plan_sheets,
        draw=plan.draw,
        texts=plan.texts,
        variants=(PARENT, STAFF),
    ),
    Document(
        code="dates",
        title=dates.TITLE,
        scope="pupil",
        stem="Next dates",
        sheet=DatesSheet,
        gather=gathering_dates.dates_sheets,
        draw=dates.draw,
        texts=dates.texts,
    ),
    Document(
        code="target-card",
        title=target_card.TITLE,
        scope="pupil",
        stem="My targets",
        sheet=TargetCardSheet,
        gather=gathering_cycles.target_card_sheets,
        draw=target_card.draw,
        texts=target_card.texts,
        variants=(("plain", "Plain"), ("pictures", "With pictures for words")),
    ),
    Document(
        code="cycle",
        title=cycle_record.TITLE,
        scope="pupil",
        stem="Cycle record",
        sheet=CycleSheet,
        gather=gathering_cycles.cycle_sheets,
        draw=cycle_record.draw,
        texts=cycle_record.texts,
        variants=(PARENT, STAFF),
    ),
    Document(
        code="review",
        title=review_record.TITLE,
        scope="pupil",
        stem="Review record",
        sheet=ReviewSheet,
        gather=gathering_cycles.review_sheets,
        draw=review_record.draw,
        texts=review_record.texts,
        variants=(PARENT, STAFF),
    ),
    Document(
        code="invitation",
        title=invitation.TITLE,
        scope="pupil",
        stem="Invitation",
        sheet=InvitationSheet,
        gather=gathering_meetings.invitation_sheets,
        draw=invitation.draw,
        texts=invitation.texts,
        variants=(invitation.EACH, invitation.TOGETHER),
        asks=invitation.ASKS,
        which=MEETING,
    ),
    *(
        Document(
            code=f"prepare-{kind}",
            title=preparation.TITLES[kind],
            scope="pupil",
            stem=preparation.TITLES[kind],
            sheet=PrepareSheet,
            gather=gather,
            draw=preparation.draw,
            texts=preparation.texts,
            variants=(preparation.PAPER, preparation.FORM),
            asks=(("reply_by", "Reply by"),),
            for_staff=kind == "teacher",
            which=MEETING,
        )
        for kind, gather in (
            ("pupil", gathering_meetings.pupil_preparation),
            ("parent", gathering_meetings.parent_preparation),
            ("teacher", gathering_meetings.teacher_preparation),
        )
    ),
    Document(
        code="meeting-record",
        title=meeting_record.TITLE,
        scope="pupil",
        stem="Meeting record",
        sheet=MeetingSheet,
        gather=gathering_cycles.meeting_sheets,
        draw=meeting_record.draw,
        texts=meeting_record.texts,
        asks=(("day", "Day"), ("time", "Time"), ("place", "Where")),
        which=MEETING,
    ),
    Document(
        code="meeting-summary",
        title=meeting_summary.TITLE,
        scope="pupil",
        stem="Meeting summary",
        sheet=SummarySheet,
        gather=gathering_minutes.summary_sheets,
        draw=meeting_summary.draw,
        texts=meeting_summary.texts,
        variants=(PARENT, STAFF),
        which=HELD,
    ),
    Document(
        code="thank-you",
        title=thank_you.TITLE,
        scope="pupil",
        stem="Letter of thanks",
        sheet=SummarySheet,
        gather=gathering_minutes.thank_you_sheets,
        draw=thank_you.draw,
        texts=thank_you.texts,
        which=HELD,
    ),
    Document(
        code="timeline",
        title=timeline.TITLE,
        scope="pupil",
        stem="Timeline",
        sheet=TimelineSheet,
        gather=gathering.timeline_sheets,
        draw=timeline.draw,
        texts=timeline.texts,
        forms={"": timeline.FORM},
        picture=timeline.picture,
    ),
    Document(
        code="class-timeline",
        title=lanes.TITLE,
        scope="class",
        stem="Cycles of a class",
        sheet=LanesSheet,
        gather=gathering.lanes_sheets,
        draw=lanes.draw,
        texts=lanes.texts,
        forms={"": lanes.FORM},
        picture=lanes.picture,
    ),
    Document(
        code="class-grid",
        title=class_grid.TITLE,
        scope="class",
        stem="Class grid",
        sheet=ClassGridSheet,
        gather=gathering_class.class_grid_sheets,
        draw=class_grid.draw,
        texts=class_grid.texts,
        forms={"": class_grid.FORM},
        variants=((class_grid.STAFF, "For staff"), (class_grid.WALL, "For the wall, nothing about health")),
    ),
    Document(
        code="supply",
        title=supply.TITLE,
        scope="class",
        stem="Supply sheet",
        sheet=SupplySheet,
        gather=gathering_class.supply_sheets,
        draw=supply.draw,
        texts=supply.texts,
    ),
    Document(
        code="register",
        title=register_list.TITLE,
        scope="school",
        stem="SEN register",
        sheet=RegisterSheet,
        gather=gathering_register.register_sheets,
        draw=register_list.draw,
        texts=register_list.texts,
        forms={"": register_list.FORM},
        variants=((register_list.FULL, "With names"), (register_list.INITIALS, "With initials")),
        hides={register_list.INITIALS: "initials"},
    ),
    Document(
        code="provision",
        title=support_map.TITLE,
        scope="pupil",
        stem="Support map",
        sheet=SupportMapSheet,
        gather=gathering_support.pupil_map_sheets,
        draw=support_map.draw,
        texts=support_map.texts,
        forms={"": support_map.FORM},
        which=Which("Which map", "What runs now", gathering_maps.offered_of_one),
        table=support_map.table,
    ),
    Document(
        code="promised",
        title=promised.TITLE,
        scope="pupil",
        stem="Promised and done",
        sheet=PromisedSheet,
        gather=gathering_promised.promised_sheets,
        draw=promised.draw,
        texts=promised.texts,
    ),
    Document(
        code="provision-map",
        title="Support map of a class",
        scope="class",
        stem="Support map of a class",
        sheet=SupportMapSheet,
        gather=gathering_support.class_map_sheets,
        draw=support_map.draw,
        texts=support_map.texts,
        forms=support_map.FORMS,
        variants=support_map.VARIANTS,
        hides=dict.fromkeys(support_map.NAMELESS, NOBODY),
        which=Which("Which map", "What runs now, by area of need", gathering_maps.offered),
        opening=gathering_maps.opening,
        table=support_map.table,
    ),
    Document(
        code="support-register",
        title=support_register.TITLE,
        scope="school",
        stem="Register of support",
        sheet=SupportRegisterSheet,
        gather=gathering_marked.register_sheets,
        draw=support_register.draw,
        texts=support_register.texts,
        forms={"": support_register.FORM_PAPER},
        variants=(support_register.PAPER, support_register.FORM),
        which=Which("Which register", "Everybody’s day, today", gathering_marked.offered, gathering_marked.named),
    ),
    *OF_OUTSIDE,
    *OF_WEEKS,
    Document(
        code="running-order",
        title=running_order.TITLE,
        scope="school",
        stem="Running order",
        sheet=RunningOrderSheet,
        gather=gathering_review_days.running_order_sheets,
        draw=running_order.draw,
        texts=running_order.texts,
        which=Which("Which day", "The next with meetings", meeting_days),
    ),
    Document(
        code="action-list",
        title=action_list.TITLE,
        scope="school",
        stem="Action list",
        sheet=ActionListSheet,
        gather=gathering_review_days.action_list_sheets,
        draw=action_list.draw,
        texts=action_list.texts,
        variants=((action_list.FULL, "With names"), (action_list.INITIALS, "With initials")),
        hides={action_list.INITIALS: "initials"},
        which=Which("Whose actions", "Everybody’s, a page each", actions.owners),
    ),
    Document(
        code="governors",
        title=governors.TITLE,
        scope="school",
        stem="SEN summary for governors",
        sheet=GovernorsSheet,
        gather=gathering_governors.governors_sheets,
        draw=governors.draw,
        texts=governors.texts,
    ),
)


def document(code: str) -> Document:
    """The document of a code; refuses an unknown one."""
    for found in CATALOGUE:
        if found.code == code:
            return found
    known = ", ".join(found.code for found in CATALOGUE)
    raise Refused(f"There is no document called “{code}”; nothing was printed. Choose one of: {known}.")
