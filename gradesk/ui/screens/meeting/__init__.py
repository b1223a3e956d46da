"""Meeting mode: one pupil, readable from across a table, step by step, from the first word to the paper in the hand."""
