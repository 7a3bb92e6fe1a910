"""The demo: three drawn pictures go through the whole job on this machine."""
