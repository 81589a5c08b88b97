"""What Word files are made of: the package, styles, automatic numbering, runs. Below the docx parser."""
