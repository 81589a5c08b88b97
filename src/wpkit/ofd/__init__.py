"""What an OFD file (GB/T 33190-2016) holds: its parts, its pages, and what is drawn on them."""
