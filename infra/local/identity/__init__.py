"""Who uses the embedded stage: one person, the one who started it, and the programs that this person runs."""
