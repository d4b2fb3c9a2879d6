"""What to say: a question becomes hits, and hits a cited answer or a refusal."""
