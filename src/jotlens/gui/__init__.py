"""The face on the desktop: the only room that knows Qt."""
