"""The demo regions: data files, and what reads and dates them."""
