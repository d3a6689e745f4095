"""A process that says something by SMS, commits, and is gone before anything can be sent.

Run as ``python -m tests.support.saying_process CONVERSATION WORDS``, with Ponte's settings in the environment.
"""

from __future__ import annotations

import os
import signal
import sys

from api.chat.models import ChatSession
from api.chat.saying import body, say
from api.core.clock import system_clock
from api.core.crypto import use_keys
from api.core.db import Database
from api.core.settings import load_settings

if __name__ == "__main__":
    settings = load_settings()
    use_keys(settings.resolved_secret_keys)
    database = Database(settings.resolved_database_url)
    with database.session() as session:
        chat = session.get_one(ChatSession, sys.argv[1])
        say(session, chat, [body(sys.argv[2])], system_clock())
    os.kill(os.getpid(), signal.SIGKILL)
