"""The fixed lists of people outside, of referrals and of what became of advice."""

from __future__ import annotations

from gradesk.model.vocabulary import Term, Vocabulary

# People outside who work with pupils (domain of the field: services of health, council and charities).
PROFESSIONALS = Vocabulary(
    "profession",
    Term("ep", "Educational psychologist"),
    Term("salt", "Speech and language therapist"),
    Term("ot", "Occupational therapist"),
    Term("physio", "Physiotherapist"),
    Term("camhs", "Mental health practitioner"),
    Term("paediatrician", "Paediatrician"),
    Term("qtod", "Teacher of the deaf"),
    Term("qtvi", "Teacher of vision impaired children"),
    Term("specialist", "Specialist teacher"),
    Term("assessor", "Specialist assessor"),
    Term("nurse", "School nurse"),
    Term("health_visitor", "Health visitor"),
    Term("gp", "GP"),
    Term("behaviour", "Behaviour or inclusion support"),
    Term("social_worker", "Social worker"),
    Term("early_help", "Early help"),
    Term("virtual_school", "Virtual school"),
    Term("case_officer", "Case officer of the council"),
    Term("sendiass", "Impartial advice for families"),
    Term("careers", "Careers adviser"),
    Term("portage", "Portage or early years adviser"),
    Term("other", "Other"),
)

CONSENT_HOW = Vocabulary(
    "how consent was given",
    Term("signed", "Signed on paper"),
    Term("email", "By e-mail or form"),
    Term("spoken", "In person or by telephone"),
)

# The way of a referral, in its order; the last few happen between and leave it where it stands.
REFERRAL_STEPS = Vocabulary(
    "step of a referral",
    Term("idea", "Idea", "Somebody thinks that advice would help"),
    Term("discussed", "Talked over with home", "Home knows, and what they say is noted"),
    Term("consent", "Consent given", "Who said yes, when, and for what"),
    Term("sent", "Sent", "The request is on its way"),
    Term("acknowledged", "Acknowledged", "They have it"),
    Term("waiting", "On the waiting list", "They took it on; an appointment is to come"),
    Term("seen", "Seen", "The {pupil} was seen"),
    Term("report", "Report came", "What they found and advise is here"),
    Term("closed", "Closed", "Nothing more is asked"),
    Term("asked", "Asked again", "We asked where it stands"),
    Term("more", "More was asked for", "They need more information"),
    Term("missed", "Appointment missed", "The {pupil} was not brought"),
    Term("declined", "Turned down", "They did not take it on, or pointed elsewhere"),
)

ADVICE_HOMES = Vocabulary(
    "where a recommendation lives",
    Term("target", "Target"),
    Term("provision", "Support"),
    Term("adjustment", "Everyday adjustment"),
    Term("action", "Action"),
    Term("none", "Not followed"),
)

# Councils look for advice that was acted upon.
ADVICE_ANSWERS = Vocabulary(
    "what became of a recommendation",
    Term("accepted", "Accepted"),
    Term("adapted", "Adapted"),
    Term("not_possible", "Not possible"),
    Term("dropped", "Dropped"),
)
