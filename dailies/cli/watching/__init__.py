"""Where figures and logs are read from: AWS, or the stage that runs here."""
