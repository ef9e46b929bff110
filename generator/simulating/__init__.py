"""One history, played on the emitted metadata and told as a person would see it; and who decided what in it."""
