"""Batch's own events: answers for containers that died."""
