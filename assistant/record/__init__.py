"""Questions about the articles themselves, answered from their record."""
