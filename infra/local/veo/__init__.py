"""An imitation of the Veo API on Vertex AI and of the storage beside it: real HTTP, real clips, a bill and faults."""
