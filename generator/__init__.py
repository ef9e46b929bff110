"""Carepath: one spec of a patient-inquiry workflow, compiled into Salesforce metadata and proved."""

__version__ = "0.1.0"
