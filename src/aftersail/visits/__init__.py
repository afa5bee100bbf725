"""Chapter 4: work on board, by the procedure, signed off."""
