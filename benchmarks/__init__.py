"""How right and how fast: measured against documents with known answers, and against the bare libraries."""
