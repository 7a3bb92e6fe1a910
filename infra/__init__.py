"""Where Dailies runs: the CDK app, and the same template on one machine."""
