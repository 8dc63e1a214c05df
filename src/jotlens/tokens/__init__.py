"""What it is: text in, Token out. Standard library only; no clock, no network, no Qt."""
