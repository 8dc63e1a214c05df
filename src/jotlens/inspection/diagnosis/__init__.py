"""Why was it rejected? From a token and an answer to the causes, the most likely first, each with its evidence."""
