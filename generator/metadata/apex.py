"""Apex classes: what stands beside the code, spelled as the WSDL does."""

from generator.frozen import record


@record
class ApexClass:
    """The code is `Component.content`."""

    fullName: str | None = None
    apiVersion: str
    status: str
