"""Numbers, amounts and times as values, so that what is written differently can be compared."""
