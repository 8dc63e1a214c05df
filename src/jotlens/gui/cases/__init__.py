"""What a customer sent, in the window: its tokens, its story, comparing, and the report that may leave."""
