"""What is given of support: an adult’s day, sessions made good, notes, what was promised and done, and sums."""
