"""People outside: the directory, consent, referrals on their way, reports and what became of their advice."""
