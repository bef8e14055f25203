"""From text to rows of cells, without a terminal: wrapping, motions, selection, painting."""
