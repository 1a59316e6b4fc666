"""What was added, replaced and corrected: pages, earlier versions, the feed."""
