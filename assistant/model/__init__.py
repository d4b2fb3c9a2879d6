"""A chat model, if one is chosen: it writes an answer out, and every sentence of it is checked."""
