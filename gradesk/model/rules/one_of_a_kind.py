"""Rules over several records, which the file itself holds, as sentences: of what there can be one only."""

from __future__ import annotations

# By table and columns of the unique index that holds the rule.
_SENTENCES = {
    "pupil.upn": "A UPN belongs to one pupil, and another has this one",
    "status_period.pupil_id": "A pupil has one status at a time, and another is open already",
    "layer_period.pupil_id": "A pupil is on one layer of support at a time, and another is open already",
    "lead_period.pupil_id": "A pupil has one named lead at a time, and another is open already",
    "need.pupil_id, need.rank": "Two needs cannot have the same rank, and this one is taken",
    "cycle.pupil_id": "A pupil has one open cycle at a time, and another is open already",
    "cycle_stage.cycle_id, cycle_stage.code": "A cycle has one stage of each kind, and this one is there already",
    "review.cycle_id": "A cycle has one review, and it is there already",
    "next_step.cycle_id": "A cycle has one decision about what comes next, and it is there already",
    "target_outcome.review_id, target_outcome.target_id": "This target has its outcome in this review already",
    "passport.pupil_id": "A pupil has one passport, and it is there already",
    "passport_version.passport_id, passport_version.number": "This passport has a version of that number already",
    "plan_version.plan_id, plan_version.number": "This plan has a version of that number already",
    "meeting_step.meeting_id, meeting_step.step": "This step is in that meeting already",
    "meeting_pupil.meeting_id, meeting_pupil.pupil_id": "This meeting is about that pupil already",
    "provision_member.provision_id, provision_member.pupil_id": "This pupil has that support already",
    "draft_member.bar_id, draft_member.pupil_id": "This pupil has that support in the draft already",
    "provision_closing.provision_id": "This support is closed already",
    "member_closing.closing_id, member_closing.pupil_id": "This pupil has figures of that support already",
    "provision_target.provision_id, provision_target.target_id": "That support serves this target already",
    "provision_session.provision_id, provision_session.happened_on, provision_session.extra": "That day has its session already",
    "session_mark.session_id, session_mark.pupil_id": "This pupil has a mark for that session already",
    "progress_point.target_id, progress_point.mark_id": "This note stands with the target already",
    "school_measure.code": "A measure of that name is there already",
    "access_decision.request_id, access_decision.kind, access_decision.record_id": "This item is decided on already",
    "legal_hold.pupil_id": "This pupil’s records are held already",
    "ehc_case.pupil_id": "This pupil has an open EHC case already",
    "ehc_section.case_id, ehc_section.code": "This section is there already",
    "ehc_serving.outcome_id, ehc_serving.target_id": "This target works towards that outcome already",
    "ehc_finding.review_id, ehc_finding.record_id": "This review says already what it found of that",
    "involvement.pupil_id, involvement.professional_id": "They work with this pupil already",
    "later.rule, later.pupil_id, later.subject": "This line is put off already",
}
_USUAL = "This is there once already, and there can be one only"
_ELSEWHERE = "Other records refer to this one or it refers to one that is gone"


def sentence(reason: str) -> str:
    """What SQLite's reason for refusing a change means to a person."""
    rule, _, columns = reason.partition(" constraint failed: ")
    if reason.startswith("FOREIGN KEY"):
        return f"{_ELSEWHERE}; nothing was changed. Look in the history."
    said = _SENTENCES.get(columns, _USUAL) if rule == "UNIQUE" else "Something that must be there is missing"
    return f"{said}; nothing was changed. Look at what is there, and change that instead."
