"""Pages for and about people outside. They go to services and colleagues, so their fixed words are English."""
