"""The river on the screen: one pupil's story, and the lanes of many."""
