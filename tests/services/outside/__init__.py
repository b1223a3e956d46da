"""People outside: the directory, consent, referrals, reports, advice."""
