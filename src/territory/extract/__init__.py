"""Article → mentions → claims."""
