"""Structure: blocks → notice (reflow, tables in text, outline, head, grid, tasks). Knows no file format."""
