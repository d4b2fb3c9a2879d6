"""A claim in, a verdict out, in the order a claim travels: claimed, finding, bearing, comparing, deciding, saying."""
