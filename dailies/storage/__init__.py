"""Where bytes live: keys, presigned links, verified publishing."""
