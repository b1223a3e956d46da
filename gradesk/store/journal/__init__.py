"""What was done, when and by whom: written with each change, and chained so that no line is altered unseen."""
