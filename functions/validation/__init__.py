"""The storage trigger: looks at what users send."""
