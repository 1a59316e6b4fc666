"""Mingzhang 明账: government budget and final-account disclosures as open data.

The stages, each knowing less about its input's origin than the one before::

    read -> recognise -> records -> package -> site

See ``docs/architecture.md`` for the whole picture.
"""

__version__ = "0.9.0"
