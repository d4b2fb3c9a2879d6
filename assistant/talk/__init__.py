"""A question asked in the light of the turns before, made to stand by itself."""
