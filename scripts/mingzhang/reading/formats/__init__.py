"""Files as governments publish them: one small reader a format, each giving the same blocks."""
