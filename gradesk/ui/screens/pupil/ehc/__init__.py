"""A pupil's EHC plan: the case with its clocks, what the plan promises and whether it is given, its annual review."""
