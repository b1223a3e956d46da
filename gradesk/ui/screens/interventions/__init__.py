"""The catalogue of interventions, and beginning one for pupils."""
