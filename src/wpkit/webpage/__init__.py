"""What a web page is made of: its lines, its tables, its furniture, its index box. Below the html parser."""
