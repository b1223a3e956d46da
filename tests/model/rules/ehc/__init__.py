"""Rules of EHC plans."""
