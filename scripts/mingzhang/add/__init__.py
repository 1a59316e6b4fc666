"""``mingzhang add``: what a website offers becomes a disclosure of the repository, whole or not at all."""
