"""What users send in: recognised by content, bounded before it is opened, refused in words that help."""
