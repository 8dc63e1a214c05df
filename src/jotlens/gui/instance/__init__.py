"""One window a person and display: a second start raises the first window and hands it the file."""
