"""The official Veo API on Vertex AI as a provider: one paid request, an operation to follow, files in storage."""
