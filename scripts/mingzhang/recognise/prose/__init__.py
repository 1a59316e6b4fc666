"""Running text: paragraphs under headings, clauses, labelled blocks."""
