"""What the machine gives us: places, clock, settings, logs, and the sentence of a refusal."""
