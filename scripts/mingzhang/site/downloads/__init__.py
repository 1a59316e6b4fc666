"""What the site offers to download."""
