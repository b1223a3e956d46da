"""The river: a pupil's story, and a school's, laid out on a line of time; drawn alike on screen, paper and in SVG."""
