"""Lambda entry points: a few lines each over the services."""
