"""What the sample notices are made of: their data, the layouts that print them, and the truth about them."""
