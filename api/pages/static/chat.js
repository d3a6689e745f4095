/* The chat page: what the person does, and what comes of it. */
(function (ponte) {
  "use strict";

  const data = JSON.parse(document.getElementById("chat-data").textContent);
  const view = new ponte.View(data, document.documentElement.lang);
  const textBox = document.getElementById("text");
  const menu = document.getElementById("menu");
  const menuToggle = document.getElementById("menu-toggle");
  const waiting = new Map(); // bubbles of messages that are not acknowledged yet, by key
  let unclaimed = []; // bubbles of acknowledged messages whose id in the transcript is not known yet
  let aloud = null; // reads messages, when asked to
  let offered = { messages: [], expects: null }; // what can be answered now

  function sendPayload(payload, shown) {
    talk.send({ payload }, shown);
  }

  function press(payload, shown) {
    if (payload === "/start_again") askFirst(payload, shown);
    else sendPayload(payload, shown);
  }

  /** Starting again clears the answers, so it is asked once more. */
  function askFirst(payload, shown) {
    const before = offered;
    view.choices(
      [
        { title: view.texts.restart_yes, isMain: true, press: () => sendPayload(payload, shown) },
        { title: view.texts.restart_no, isMain: true, press: () => offer(before.messages, before.expects) },
      ],
      view.texts.restart_question
    );
    view.say(view.texts.restart_question);
    view.reveal(null);
  }

  /** Show what can be pressed in answer to `messages`. */
  function offer(messages, expects) {
    offered = { messages, expects };
    view.openCards(expects);
    const asking = messages.filter((message) => message.quick_replies && message.quick_replies.length).pop();
    const options = (asking ? asking.quick_replies : [])
      .filter((reply) => !view.isOnCard(reply.payload))
      .map((reply) => Object.assign({ press: () => press(reply.payload, reply.title) }, reply));
    const canTick = (option) => {
      const answer = ponte.answerOf(option.payload);
      return Boolean(answer && answer.slot === expects.slot && typeof answer.value === "string");
    };
    if (!expects || expects.kind !== "multi") return view.choices(options);
    const rest = options.filter((option) => !canTick(option));
    return view.ticks(options.filter(canTick), rest, (chosen) => {
      const value = chosen.map((option) => ponte.answerOf(option.payload).value);
      const shown = chosen.map((option) => option.title).join(", ");
      sendPayload(`/answer${JSON.stringify({ slot: expects.slot, value })}`, shown);
    });
  }

  function follow(language) {
    if (!language) return;
    view.speak(language);
    talk.language = view.language;
  }

  /** Add the bot's messages that are new; returns the first of them. */
  function addBotLines(messages, language) {
    const choose = (card) => sendPayload(card.payload, card.title);
    const added = messages.map((message) => {
      const line = view.botLine(message, language || "en", choose);
      if (line && aloud) aloud.read(message.text, language || "en");
      return line;
    });
    return added.find((line) => line) || null;
  }

  /** "I'll be right back" is said once, however many messages wait. */
  function keepOneAwayNote(line) {
    if (view.away) view.away.remove();
    view.away = line;
  }

  /** A line of the transcript by the candidate: the bubble it belongs to, or a new one. */
  function claim(line) {
    if (view.ids.has(line.id)) return;
    view.ids.add(line.id);
    const at = unclaimed.findIndex((one) => one.shown === line.text);
    if (unclaimed.length) unclaimed.splice(Math.max(at, 0), 1);
    else view.bubble("candidate", line.text);
  }

  function addTranscript(transcript) {
    let first = null;
    for (const line of transcript.messages) {
      if (line.from === "candidate") claim(line);
      else first = addBotLines([line], transcript.language) || first;
    }
    return first;
  }

  /** While a person is there, Ponte offers one thing only: to go on without them. */
  function offerAfter(state, messages) {
    if (!(state.person && state.person.name)) return offer(messages, state.expects);
    view.openCards(null);
    const title = view.texts.go_on_alone;
    return view.choices([{ title, press: () => sendPayload("/go_on", title) }]);
  }

  function offerLast(transcript) {
    const said = transcript.messages.map((line) => line.from).lastIndexOf("candidate");
    offerAfter(transcript, transcript.messages.slice(said + 1));
  }

  const talk = new ponte.Talk({
    resumed(transcript, queue) {
      follow(transcript.language);
      // Old lines are not news: a screen reader hears one sentence instead of all of them.
      view.log.setAttribute("aria-live", "off");
      addTranscript(transcript);
      offerLast(transcript);
      if (transcript.pending) keepOneAwayNote(view.bubble("bot", view.texts.be_right_back, view.language));
      queue.forEach((item) => this.queued(item));
      setTimeout(() => {
        view.log.setAttribute("aria-live", "polite");
        view.say(view.texts.welcome_back);
      }, 300);
      view.reveal(null, true);
    },
    queued(item) {
      const line = view.bubble("candidate", item.shown);
      waiting.set(item.key, line);
      view.clearReplies();
      view.openCards(null);
      view.reveal(line);
    },
    answered(answer, item) {
      follow(answer.language);
      const line = item && waiting.get(item.key);
      if (line) {
        waiting.delete(item.key);
        view.mark(line, null);
        unclaimed.push({ line, shown: item.shown });
      }
      const first = addBotLines(answer.messages, answer.language);
      if (answer.pending && first) keepOneAwayNote(first);
      if (!waiting.size) offerAfter(answer, answer.messages);
      view.reveal(first);
    },
    caughtUp(transcript) {
      follow(transcript.language);
      const first = addTranscript(transcript);
      if (!transcript.pending) keepOneAwayNote(null);
      if (!first) return;
      if (!waiting.size) offerLast(transcript);
      view.reveal(first);
    },
    refused(item, detail) {
      const line = waiting.get(item.key);
      waiting.delete(item.key);
      const isFree = item.body.text && !textBox.value.trim();
      if (isFree) textBox.value = item.body.text;
      if (line && (isFree || item.body.payload)) line.remove();
      else if (line) view.mark(line, "not_sent");
      if (!detail) return;
      const note = view.note(detail, true);
      offer(offered.messages, offered.expects);
      fitTextBox();
      view.reveal(note);
    },
    gone(detail) {
      unclaimed = [];
      keepOneAwayNote(null);
      view.note(`${detail} ${view.texts.new_chat}`.trim(), false);
    },
    erased() {
      unclaimed = [];
      view.choices([{ title: view.texts.start_new_chat, isMain: true, press: startAfresh }]);
    },
    moved() {
      view.log.textContent = "";
      view.ids.clear();
      waiting.clear();
      unclaimed = [];
      keepOneAwayNote(null);
      view.clearReplies();
    },
    failedCode(detail) {
      view.reveal(view.note(detail || view.texts.failed, true));
    },
    failed(detail) {
      const note = view.note(detail || view.texts.failed, true);
      const again = () => {
        note.remove();
        view.clearReplies();
        if (talk.kept.queue.length) talk.pump();
        else talk.start(data.chosen);
      };
      view.choices([{ title: view.texts.try_again, isMain: true, press: again }]);
      view.reveal(note);
    },
    connection(isGood) {
      view.connection(isGood);
      waiting.forEach((line) => view.mark(line, isGood ? null : "waiting"));
    },
    busy(isBusy) {
      view.busy(isBusy);
    },
  });

  function startAfresh() {
    view.log.textContent = "";
    view.clearReplies();
    talk.start(view.language);
  }

  const form = document.getElementById("form");

  function fitTextBox() {
    form.classList.toggle("bar__form--typing", Boolean(textBox.value));
    textBox.style.height = "";
    if (textBox.value) textBox.style.height = `${Math.max(48, textBox.scrollHeight + 4)}px`;
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = textBox.value.trim();
    textBox.focus();
    if (!text) return;
    textBox.value = "";
    fitTextBox();
    if (aloud) aloud.hush();
    if (ponte.Talk.isCode(text)) talk.moveHere(text);
    else talk.send({ text }, text);
  });
  textBox.addEventListener("input", fitTextBox);
  textBox.addEventListener("keydown", (event) => {
    // While a word is being composed (Enter picks a suggestion), nothing is sent.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    document.querySelector(".bar__send").click();
  });

  function openMenu(isOpen) {
    menu.classList.toggle("menu--open", isOpen);
    menuToggle.setAttribute("aria-expanded", String(isOpen));
  }

  menuToggle.addEventListener("click", () => {
    const isOpen = !menu.classList.contains("menu--open");
    openMenu(isOpen);
    if (isOpen) menu.querySelector("button").focus({ preventScroll: true });
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.classList.contains("menu--open")) return;
    openMenu(false);
    menuToggle.focus();
  });
  menu.addEventListener("click", (event) => {
    const item = event.target.closest("[data-payload]");
    if (!item) return;
    openMenu(false);
    view.replies.focus({ preventScroll: true });
    press(item.dataset.payload, item.textContent);
  });

  // While a conversation runs, its language is changed in it, so that it and the page stay together.
  document.getElementById("languages").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || !talk.kept.id) return;
    event.preventDefault();
    if (link.lang === view.language) return;
    sendPayload(`/answer${JSON.stringify({ slot: "language", value: link.lang })}`, link.textContent);
  });

  new ponte.Dictation(document.getElementById("dictate"), {
    language: () => view.language,
    texts: () => view.texts,
    note: (text) => view.reveal(view.note(text, false)),
    heard: (text) => {
      textBox.value = `${textBox.value} ${text}`.trim();
      fitTextBox();
      textBox.focus();
    },
  });

  document.getElementById("chat").hidden = false;
  talk.language = view.language;
  talk.start(data.chosen).then(() => {
    // What was said before the page was opened is not read out.
    aloud = new ponte.ReadAloud(document.getElementById("aloud"));
  });
  if (navigator.serviceWorker) navigator.serviceWorker.register("/sw.js").catch(() => {});
})(window.ponte);
