"""Help inside the program: the guide, the licences, and which page belongs to what has the focus."""
