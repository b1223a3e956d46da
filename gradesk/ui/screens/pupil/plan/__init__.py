"""The tab of the plan."""
