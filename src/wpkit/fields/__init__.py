"""Fields: one printed string → one value (numbers, deadlines, units, topics). No blocks, no files."""
