"""Batch entry points: the programs that do the long work."""
