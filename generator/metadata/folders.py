"""Folders of reports, dashboards and email templates, spelled as the WSDL does."""

from generator.frozen import record
from generator.metadata.sharing import SharedTo


@record
class FolderShare:
    accessLevel: str
    sharedTo: str
    sharedToType: str


@record
class Folder:
    """What the three kinds of folder have alike."""

    fullName: str | None = None
    accessType: str | None = None
    folderShares: tuple[FolderShare, ...] = ()
    name: str
    publicFolderAccess: str | None = None
    sharedTo: SharedTo | None = None


@record
class DashboardFolder(Folder):
    """`dashboards/F.dashboardFolder-meta.xml`."""


@record
class EmailFolder(Folder):
    """`email/F.emailFolder-meta.xml`."""


@record
class ReportFolder(Folder):
    """`reports/F.reportFolder-meta.xml`."""
