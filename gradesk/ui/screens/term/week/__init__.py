"""The timetable of a school week: who is where when, what is still to be placed, what clashes, and who is away."""
