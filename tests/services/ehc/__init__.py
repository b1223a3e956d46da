"""EHC plans: cases, what they promise, whether it is given, annual reviews."""
