"""What a customer sent: files of any size, the tokens in them with their places, and the story of the login."""
