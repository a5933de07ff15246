"""What takes long: many people at once, and processes killed in the middle of their work (`make soak`)."""
