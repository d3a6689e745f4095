"""Sentences a coordinator can send in a language they do not speak, each in the candidate's own."""

from __future__ import annotations

from api.core.i18n import N_

READY_MADE = {
    "hello": N_("Hello. How can I help you?"),
    "moment": N_("Please give me a moment. I'm looking into it."),
    "call": N_("May I call you? Please write a day and a time that suit you."),
    "interpreter": N_(
        "I don't speak your language. I can call you with an interpreter, free for you. Is that OK?"
    ),
    "english": N_("Is simple English OK for you?"),
    "number": N_("Please write the phone number where I can reach you."),
    "come": N_("You can also come and see us. Someone will sit down with you and help."),
    "passed_on": N_("I have passed this on. We will write to you here."),
    "done": N_("Is there anything else I can help you with?"),
    "thanks": N_("Thank you. Goodbye, and good luck."),
}
