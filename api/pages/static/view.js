/* What is seen of the conversation: bubbles, cards, answers to press. Text goes in as text, never as HTML. */
(function (ponte) {
  "use strict";

  const CALM = window.matchMedia && window.matchMedia("(prefers-reduced-motion: reduce)").matches;

  function byId(id) {
    return document.getElementById(id);
  }

  /** The slot and value of an answer's payload; null for any other payload. */
  function answerOf(payload) {
    const match = /^\/answer(\{.*\})$/.exec(payload || "");
    try {
      return match && JSON.parse(match[1]);
    } catch (error) {
      return null;
    }
  }

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  class View {
    constructor(data, language) {
      this.data = data;
      this.log = byId("log");
      this.typing = byId("typing");
      this.status = byId("status");
      this.replies = byId("replies");
      this.bar = byId("bar");
      this.ids = new Set();
      this.notice = null;
      this.away = null;
      this.language = language;
      this.texts = data.languages[language].texts;
    }

    /** Turn the whole page to another language: words, direction, style sheet, address. */
    speak(language) {
      const spoken = this.data.languages[language];
      if (!spoken || language === this.language) return;
      this.language = language;
      this.texts = spoken.texts;
      const page = document.documentElement;
      page.lang = language;
      if (page.dir !== spoken.direction) {
        page.dir = spoken.direction;
        byId("sheet").href = spoken.sheet;
      }
      const roots = [document].concat(Array.from(document.querySelectorAll("template"), (one) => one.content));
      for (const root of roots) {
        for (const one of root.querySelectorAll("[data-text]")) one.textContent = this.texts[one.dataset.text];
      }
      for (const one of document.querySelectorAll("[data-label]")) {
        one.setAttribute("aria-label", this.texts[one.dataset.label]);
      }
      for (const one of document.querySelectorAll("[data-placeholder]")) {
        one.placeholder = this.texts[one.dataset.placeholder];
      }
      for (const link of byId("languages").querySelectorAll("a")) {
        if (link.lang === language) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      }
      document.title = this.texts.page_title;
      history.replaceState(null, "", `?lang=${language}`);
    }

    /** Add a bubble; `from` is "bot", "candidate" or "person", who has a `name`. Returns its element. */
    bubble(from, text, language, name) {
      const line = byId("message-template").content.firstElementChild.cloneNode(true);
      line.classList.add(`msg--${from}`);
      const box = line.querySelector(".msg__text");
      const who = { bot: "Ponte", candidate: this.texts.you, person: name }[from];
      box.append(element("span", from === "person" ? "msg__name" : "nhsuk-u-visually-hidden", `${who}: `));
      box.append(text);
      if (language) box.lang = language;
      if (from !== "bot") line.querySelector(".msg__face").remove();
      this.log.append(line);
      return line;
    }

    /** Add what the bot or a person said, once. Returns the element, or null when it is there already. */
    botLine(message, language, choose) {
      if (this.ids.has(message.id)) return null;
      this.ids.add(message.id);
      const line = this.bubble(message.name ? "person" : "bot", message.text, language, message.name);
      if (!message.text) line.querySelector(".msg__text").remove();
      if (message.links && message.links.length) {
        const list = element("ul", "msg__links");
        list.append(...message.links.map((link) => this.link(link)));
        line.querySelector(".msg__body").append(list);
      }
      if (message.cards && message.cards.length) {
        line.classList.add("msg--cards");
        const body = line.querySelector(".msg__body");
        for (const card of message.cards) body.append(this.card(card, language, choose));
      }
      return line;
    }

    /** A link to a document or page of Ponte's own; whatever else is in it stays words. */
    link(link) {
      const item = element("li");
      const isOurs = /^https?:\/\//.test(link.url);
      const made = element(isOurs ? "a" : "span", "", link.title);
      if (isOurs) made.href = link.url;
      item.append(made);
      return item;
    }

    card(card, language, choose) {
      const box = byId("card-template").content.firstElementChild.cloneNode(true);
      box.lang = language || "";
      for (const place of box.querySelectorAll("[data-field]")) {
        const value = card[place.dataset.field];
        const isEmpty = value === null || value === undefined || value === "" || value.length === 0;
        if (isEmpty) (place.closest("[data-part]") || place).remove();
        else if (Array.isArray(value)) place.append(...value.map((item) => element("li", "", item)));
        else place.textContent = value;
      }
      const button = box.querySelector("button");
      button.dataset.choice = card.payload;
      button.setAttribute("aria-label", this.texts.choose_title.replace("{title}", () => card.title));
      button.addEventListener("click", () => choose(card));
      return box;
    }

    /** Cards can be chosen while the question about them is open, and only the newest ones. */
    openCards(expects) {
      const all = Array.from(this.log.querySelectorAll(".msg--cards"));
      const newest = all[all.length - 1];
      for (const button of this.log.querySelectorAll("[data-choice]")) {
        const answer = answerOf(button.dataset.choice);
        const isOpen = Boolean(expects && answer && answer.slot === expects.slot);
        button.hidden = !(isOpen && newest.contains(button));
      }
    }

    /** Whether these words can be pressed on a card that is shown. */
    isOnCard(payload) {
      return Array.from(this.log.querySelectorAll("[data-choice]")).some(
        (button) => !button.hidden && button.dataset.choice === payload
      );
    }

    /** Show answers to press, one of which is chosen. */
    choices(options, question) {
      this.clearReplies();
      if (question) this.replies.append(element("p", "replies__hint", question));
      const list = element("div", "replies__list");
      for (const option of options) list.append(this.choice(option));
      if (options.length) this.replies.append(list);
    }

    choice(option) {
      const isAnswer = option.isMain || answerOf(option.payload);
      const button = element("button", isAnswer ? "reply" : "reply reply--quiet", option.title);
      button.type = "button";
      button.dir = "auto";
      button.addEventListener("click", () => option.press());
      return button;
    }

    /** Show answers of which several are ticked and sent together; `rest` are pressed alone. */
    ticks(options, rest, send) {
      this.clearReplies();
      const form = element("form", "replies__form");
      const hint = element("p", "replies__hint", this.texts.choose_several);
      const list = element("div", "replies__list");
      for (const option of options) {
        const label = element("label", "tick");
        const box = element("input");
        box.type = "checkbox";
        label.append(box, element("span", "", option.title));
        list.append(label);
      }
      const go = element("button", "reply reply--go", this.texts.done);
      go.type = "submit";
      list.append(go, ...rest.map((option) => this.choice(option)));
      form.append(hint, list);
      form.addEventListener("submit", (event) => {
        event.preventDefault();
        const boxes = Array.from(form.querySelectorAll("input"));
        const chosen = options.filter((option, index) => boxes[index].checked);
        if (chosen.length) send(chosen);
        else this.say(this.texts.choose_one_first, hint);
      });
      this.replies.append(form);
    }

    clearReplies() {
      // A button that had the focus goes away: its neighbourhood keeps it.
      const hadFocus = this.replies.contains(document.activeElement);
      this.replies.textContent = "";
      if (hadFocus) this.replies.focus({ preventScroll: true });
    }

    /** Say something about the conversation itself, read out by screen readers; the last one replaces. */
    note(text, isProblem) {
      const note = element("p", isProblem ? "note note--problem" : "note", text);
      note.dir = "auto";
      this.log.append(note);
      return note;
    }

    /** One note at a time about the connection. */
    connection(isGood) {
      if (isGood && this.notice) {
        this.notice.remove();
        this.notice = null;
      } else if (!isGood && !this.notice) {
        this.notice = this.note(this.texts.no_connection, true);
        this.reveal(this.notice);
      }
    }

    say(text, place) {
      this.status.textContent = "";
      this.status.textContent = text;
      if (place) place.textContent = text;
    }

    /** Mark a candidate's bubble: "waiting", "not_sent", or null when it arrived. */
    mark(line, state) {
      const old = line.querySelector(".msg__state");
      if (old) old.remove();
      line.classList.toggle("msg--waiting", Boolean(state));
      if (state) line.querySelector(".msg__body").append(element("p", "msg__state", this.texts[state]));
    }

    busy(isBusy) {
      this.typing.hidden = !isBusy;
      clearTimeout(this.slow);
      this.status.textContent = "";
      // Most answers come at once; a screen reader hears of the wait only when there is one.
      if (isBusy) this.slow = setTimeout(() => this.say(this.texts.writing), 2000);
    }

    /** Scroll so that the newest lines are seen, from the first of them on. */
    reveal(first, isSudden) {
      const room = window.innerHeight - this.bar.offsetHeight - 12;
      const end = (this.replies.textContent ? this.replies : this.log).getBoundingClientRect().bottom;
      const top = first ? first.getBoundingClientRect().top - 12 : Infinity;
      const by = Math.min(end - room, top);
      if (by > 0 || isSudden) window.scrollBy({ top: by, behavior: CALM || isSudden ? "auto" : "smooth" });
    }
  }

  ponte.View = View;
  ponte.answerOf = answerOf;
})((window.ponte = window.ponte || {}));
