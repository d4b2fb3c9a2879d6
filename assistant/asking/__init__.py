"""What a question asks: its kind, what it speaks of, the places and times it names, and how much each tells."""
