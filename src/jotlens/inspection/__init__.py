"""What can be said of it: Token, Policy, keys and an instant in, Inspection out."""
