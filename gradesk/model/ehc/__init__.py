"""Education, health and care plans: the case with its dates, what the plan says line by line, its annual reviews."""
