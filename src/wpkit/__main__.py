"""`python -m wpkit` is `wpkit`."""

from wpkit.cli import main

main()
