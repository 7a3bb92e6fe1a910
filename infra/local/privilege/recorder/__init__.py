"""What the stage puts on the path of functions and containers so that their AWS calls are written down."""
