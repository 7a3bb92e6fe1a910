"""The embedded stage: everything of the cloud stack on loopback."""
