"""Tracking documents of carriers and services, read into facts of one vocabulary.

`parse` reads a document of a named format into a `ParcelReport` for each parcel.
How a format is laid out stands in `formats`, what its words mean in `carrier_words`;
both are data, and the engine that reads them (`shapes`) is the same for all.
"""

from postpurchase.adapters.tracking.formats import FORMATS, parse
from postpurchase.adapters.tracking.report import ParcelReport, ReportedFact

__all__ = ["FORMATS", "ParcelReport", "ReportedFact", "parse"]
