"""The schema that metadata files are validated against."""
