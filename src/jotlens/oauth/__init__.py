"""How a token is obtained: requests and answers as values, and one door to the network (`http`)."""
