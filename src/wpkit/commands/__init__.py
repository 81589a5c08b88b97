"""What the commands do, without the words of the command line: a module a command, an exit status each."""

OK = 0
SOME = 1
"""Some of many files failed, or `validate` found an error."""
NOTHING = 2
"""Wrong usage, or the one file gave no notice."""
