"""The token formats, a file a format."""
