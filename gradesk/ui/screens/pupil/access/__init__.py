"""Everything about a pupil for whoever asks: the requests, a decision on each item, and the answer as a folder."""
