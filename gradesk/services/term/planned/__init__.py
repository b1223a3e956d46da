"""The term and the week are planned: drafts beside what runs, times, clashes, cover for whoever is away."""
