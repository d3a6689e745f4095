"""What can be refused about webhooks."""

from __future__ import annotations

from api.core.errors import DomainError
from api.core.i18n import N_


class WebhookUnknown(DomainError):
    """There is no such endpoint for the one who asks; another employer's looks the same."""

    code = "webhook.unknown"
    status = 404
    sentence = N_("We do not know this webhook.")


class DeliveryUnknown(DomainError):
    """There is no such delivery at this endpoint."""

    code = "webhook.delivery_unknown"
    status = 404
    sentence = N_("We do not know this delivery.")


class TargetInvalid(DomainError):
    """The text is not an address a webhook can go to."""

    code = "webhook.url_invalid"
    status = 422
    sentence = N_(
        "This is not an address we can send to. "
        "Use a full address such as https://example.org/ponte, without a user name, password or #."
    )


class HttpsNeeded(DomainError):
    """The address is not encrypted."""

    code = "webhook.https_needed"
    status = 422
    sentence = N_("Please use an address that starts with https://.")


class TargetRefused(DomainError):
    """The address leads into a private network, to this machine, or to a cloud's own services."""

    code = "webhook.target_refused"
    status = 422
    sentence = N_(
        "We do not send to private or local addresses. Please use an address on the public internet."
    )


class TooManyWebhooks(DomainError):
    """The employer has as many endpoints as one may have."""

    code = "webhook.too_many"
    status = 409
    sentence = N_("You have {most} webhooks already. Delete one that you no longer use.")
    sample = {"most": 10}  # noqa: RUF012


class WebhookDisabled(DomainError):
    """Nothing is sent to a disabled endpoint."""

    code = "webhook.disabled"
    status = 409
    sentence = N_("This webhook is disabled. Enable it first.")
