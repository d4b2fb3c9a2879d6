"""Where it is written: files become articles, articles passages, passages a searchable index."""
