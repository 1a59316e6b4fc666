"""Performance forms and their indicators as typed rows."""
