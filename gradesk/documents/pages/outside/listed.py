"""What the catalogue says of the pages for and about people outside."""

from __future__ import annotations

from gradesk.documents.pages.outside import advised, referral, referral_letter
from gradesk.documents.press.document import Document, Which
from gradesk.services.paper.gathering import outside
from gradesk.services.paper.outside_sheets import AdvisedSheet, ReferralLetterSheet, ReferralSheet

REFERRAL = Which("Which referral", "The first that is open", outside.offered, outside.named)

DOCUMENTS: tuple[Document, ...] = (
    Document(
        code="referral-summary",
        title=referral.TITLE,
        scope="pupil",
        stem="Referral",
        sheet=ReferralSheet,
        gather=outside.referral_sheets,
        draw=referral.draw,
        texts=referral.texts,
        for_staff=True,
        which=REFERRAL,
    ),
    Document(
        code="referral-letter",
        title=referral_letter.TITLE,
        scope="pupil",
        stem="Letter about a referral",
        sheet=ReferralLetterSheet,
        gather=outside.letter_sheets,
        draw=referral_letter.draw,
        texts=referral_letter.texts,
        for_staff=True,
        which=REFERRAL,
    ),
    Document(
        code="advice-tracker",
        title=advised.TITLE,
        scope="pupil",
        stem="What was advised",
        sheet=AdvisedSheet,
        gather=outside.advised_sheets,
        draw=advised.draw,
        texts=advised.texts,
        for_staff=True,
    ),
)
