"""Item models over the values of an Inspection."""
