"""Salesforce's schema of metadata files, API 66: derived by a script, trimmed to what the packages can hold."""
