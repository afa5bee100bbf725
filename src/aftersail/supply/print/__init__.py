"""What the supply chapter prints: labels and quotations."""
