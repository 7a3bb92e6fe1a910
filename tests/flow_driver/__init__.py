"""Proofs of the Flow driver: its decisions as pure functions, its hands against the stand-in site."""
