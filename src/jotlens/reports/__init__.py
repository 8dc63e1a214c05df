"""What leaves the house: reports and sanitised files, without anyone's session in them."""
