"""One module a kind of page; each function writes its pages from views."""
