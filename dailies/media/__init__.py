"""FFmpeg and ffprobe under our own supervision, for hostile files."""
