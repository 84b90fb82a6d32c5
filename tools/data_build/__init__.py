"""The build of the reference lists under ``src/piiscan/data``: one module per group of lists."""
