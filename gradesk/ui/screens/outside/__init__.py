"""People outside in one place: what waits for them, what they advised, who they are."""
