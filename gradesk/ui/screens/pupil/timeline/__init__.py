"""The tab of the timeline."""
