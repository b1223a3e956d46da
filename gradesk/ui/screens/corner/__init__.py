"""The pupil's corner: a page for a child to answer beside an adult, one question at a time."""
