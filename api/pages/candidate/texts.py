"""Every sentence of the chat page. The page's script gets them from here and holds none itself."""

from __future__ import annotations

from typing import Any

from api.chat.hand_over import GO_ON_ALONE
from api.chat.views import BE_RIGHT_BACK, MENU
from api.core.i18n import N_, direction, languages, translate
from api.pages.assets import asset_url

TEXTS = {
    "page_title": N_("Find work and training in health and care: Ponte"),
    "heading": N_("Find work and training in health and care"),
    "lede": N_("Answer a few short questions. I'll show you jobs and training near you. It's free."),
    "skip_link": N_("Skip to the conversation"),
    "demo": N_("Demo: made-up vacancies, figures of 2021."),
    "footer": N_("Ponte is free. We share your details with an employer only when you say yes."),
    "staff_link": N_("For recruiters and coordinators"),
    "languages": N_("Languages"),
    "conversation": N_("Conversation"),
    "answers": N_("Answers you can choose"),
    "choose_several": N_("Choose one or more, then press “Done”."),
    "choose_one_first": N_("Please choose at least one first."),
    "done": N_("Done"),
    "your_message": N_("Your message"),
    "send": N_("Send"),
    "menu": N_("Menu"),
    "dictate": N_("Speak instead of typing"),
    "dictation_note": N_(
        "Speak now. Your browser turns it into text; its maker may hear it. Check the text, then send it."
    ),
    "dictation_failed": N_("I can't hear you just now. Please type instead."),
    "read_aloud": N_("Read messages aloud"),
    "you": N_("You"),
    "be_right_back": BE_RIGHT_BACK,
    "writing": N_("Ponte is writing…"),
    "waiting": N_("Not sent yet. I'll keep trying."),
    "not_sent": N_("Not sent."),
    "no_connection": N_("I can't reach Ponte just now. I'll keep trying."),
    "welcome_back": N_("Welcome back. We go on where we were."),
    "new_chat": N_("We start a new chat."),
    "failed": N_("Something went wrong. Please try again."),
    "try_again": N_("Try again"),
    "start_new_chat": N_("Start a new chat"),
    "restart_question": N_("Start again? Your earlier answers will be cleared."),
    "restart_yes": N_("Yes, start again"),
    "restart_no": N_("No, go on"),
    "go_on_alone": GO_ON_ALONE,
    "choose": N_("Choose this"),
    "choose_title": N_("Choose this: {title}"),
    "card_place": N_("Where"),
    "card_distance": N_("How far"),
    "card_pay": N_("Pay"),
    "card_hours": N_("Hours"),
    "card_shifts": N_("When"),
    "card_next_intake": N_("Starts"),
    "card_why": N_("Why it fits you"),
    "card_missing": N_("Still needed"),
    "no_script": N_(
        "This chat needs JavaScript. Please switch it on in your browser, or ask the people who sent you "
        "here: someone can go through the questions with you by phone or face to face."
    ),
}

# The menu under the conversation, in this order; the words are those the transcript shows later.
MENU_ITEMS = (
    "help",
    "why",
    "what_do_you_know",
    "speak_to_person",
    "change_language",
    "ask_cv",
    "continue_elsewhere",
    "start_again",
    "delete_data",
)


def texts(language: str) -> dict[str, str]:
    """The page's sentences in `language`, the menu's among them as ``menu_…``."""
    found = {key: translate(text, language) for key, text in TEXTS.items()}
    found |= {f"menu_{item}": translate(MENU[item], language) for item in MENU_ITEMS}
    return found


def chat_data(chosen: str | None) -> dict[str, Any]:
    """What the page hands to its script.

    Every shipped language comes along, because the conversation may change its language and the page
    follows without losing the place.
    """
    return {
        "chosen": chosen,
        "languages": {
            language.code: {
                "direction": direction(language.code),
                "sheet": asset_url(sheet(language.code)),
                "texts": texts(language.code),
            }
            for language in languages()
        },
    }


def sheet(language: str) -> str:
    """The style sheet for the language's direction."""
    return "ponte.rtl.css" if direction(language) == "rtl" else "ponte.css"
