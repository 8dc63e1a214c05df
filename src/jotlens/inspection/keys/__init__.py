"""Keys that a person gives, read into values; nothing here verifies anything."""
