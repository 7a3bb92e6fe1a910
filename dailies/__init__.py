"""Dailies: images and prompts in, finished video out."""
