"""Tables of the ground floor."""

from aftersail.core.models.account import AccessGrant, Account, ApiToken, Organisation, OrganisationKind
from aftersail.core.models.attention import Notification, SavedFilter, Subscription
from aftersail.core.models.doors import OutsideIdentity, Passkey, RecoveryCode, SecondFactor
from aftersail.core.models.feeds import CalendarFeed
from aftersail.core.models.files import StoredFile
from aftersail.core.models.imports import ImportBatch, ImportedRow
from aftersail.core.models.jobs import Job, JobState
from aftersail.core.models.log import LogEntry
from aftersail.core.models.mail import MailPreference, MailState, OutgoingMail
from aftersail.core.models.search import SearchEntry
from aftersail.core.models.series import CalendarDay, NumberSeries
from aftersail.core.models.webhooks import WebhookDelivery, WebhookSubscription
from aftersail.core.models.work import Delivery

__all__ = [
    "AccessGrant",
    "Account",
    "ApiToken",
    "CalendarDay",
    "CalendarFeed",
    "Delivery",
    "ImportBatch",
    "ImportedRow",
    "Job",
    "JobState",
    "LogEntry",
    "MailPreference",
    "MailState",
    "Notification",
    "NumberSeries",
    "Organisation",
    "OrganisationKind",
    "OutgoingMail",
    "OutsideIdentity",
    "Passkey",
    "RecoveryCode",
    "SavedFilter",
    "SearchEntry",
    "SecondFactor",
    "StoredFile",
    "Subscription",
    "WebhookDelivery",
    "WebhookSubscription",
]
