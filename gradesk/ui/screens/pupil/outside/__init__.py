"""A pupil and the people outside: who was asked, what they advised, who knows, who said yes."""
