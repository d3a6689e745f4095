"""Logs: one JSON object a line, to standard error, without personal data."""

from __future__ import annotations

import logging
import sys

import structlog


def configure_logs() -> None:
    """Set up structured logging for this process."""
    # A messaging app's address holds its secret, and this library would log addresses.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
