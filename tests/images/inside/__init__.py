"""Programs that run inside an image, given to its Python on stdin, and say in JSON what they find there."""
