"""The parts that the site is put together from: each made alone, kept in the cache by what it was made from."""
