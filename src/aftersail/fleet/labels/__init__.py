"""Stickers for equipment: a QR code that opens its page, printed on sheets of twenty-four."""
