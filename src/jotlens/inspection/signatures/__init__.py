"""Whether a signature holds: which key may judge it, what forbids it, and the mathematics."""
