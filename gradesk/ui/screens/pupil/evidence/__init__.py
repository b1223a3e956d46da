"""The tab of the evidence."""
