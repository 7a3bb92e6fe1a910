"""The media worker: upscales videos and builds archives."""
