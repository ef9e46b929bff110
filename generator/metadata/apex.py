"""Apex classes: what stands beside the code, spelled as the WSDL does."""

from generator.frozen import record


@record
class PackageVersion:
    majorNumber: int
    minorNumber: int
    namespace: str | None = None
    packageId: str | None = None


@record
class ApexClass:
    """The code is `Component.content`."""

    fullName: str | None = None
    apiVersion: str
    packageVersions: tuple[PackageVersion, ...] = ()
    status: str | None = None
