"""The gallery in a real browser, on a real stage."""
