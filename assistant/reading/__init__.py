"""Which sentences speak of what is asked, and which span of them answers."""
