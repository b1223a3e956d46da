"""People outside of the school: who they are, whom they know, what was asked of them and what they advised."""
