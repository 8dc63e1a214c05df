"""Moments as people write them: what a ticket, a header or a line of a log calls the time, read into one instant."""
