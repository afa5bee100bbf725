"""The list pages of the fleet chapter: columns, filters, order."""
