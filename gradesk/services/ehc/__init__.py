"""EHC plans: the case and its clocks, what the plan promises, whether it is given, annual reviews, the season of all."""
