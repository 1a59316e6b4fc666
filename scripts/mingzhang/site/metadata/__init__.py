"""What the site says of itself to machines: heads of pages, schema.org, the DCAT catalogue, the sitemap."""
