"""The meetings of a pupil: booked, invited to, held."""
