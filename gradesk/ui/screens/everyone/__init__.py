"""What every pupil gets."""
