"""Support that is given for a while: to whom, how often, by whom, and the minutes that really were."""
