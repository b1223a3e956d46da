"""Who the pupils are, what support they are on since when, who leads, and the people around them."""
