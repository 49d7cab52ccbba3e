"""Text: folding, search, Markdown, translation, formats. Must not know who asks or why."""
