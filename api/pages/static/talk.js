/* The conversation with the server: opening, going on, sending in order and once, waiting for late answers. */
(function (ponte) {
  "use strict";

  const KEEP = "ponte.chat";
  const LONGEST_PAUSE = 15000;
  const WHILE_TALKING = 3000;
  const PATIENCE_SECONDS = 45;
  // Answers that say nothing about the message itself: the same request is sent again.
  const AWAY = [408, 425, 502, 503, 504];
  const TRIES_AT_500 = 4;
  // As api/chat/moves.py gives them out.
  const CODE = /^[2346789BCDFGHJKMNPQRTVWXYZ]{4}[ -]?[2346789BCDFGHJKMNPQRTVWXYZ]{4}$/i;

  /** The server cannot be reached, or is just being restarted. */
  class Away extends Error {}

  /** The server refused; `detail` is a sentence for the person. */
  class Refused extends Error {
    constructor(status, detail) {
      super(detail);
      this.status = status;
      this.detail = detail;
    }

    /** Whether the conversation itself is gone or not ours. */
    get isGone() {
      return [401, 404, 410].includes(this.status);
    }
  }

  function newKey() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  function pause(milliseconds) {
    return new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done() {
        clearTimeout(timer);
        window.removeEventListener("online", done);
        resolve();
      }
      window.addEventListener("online", done);
    });
  }

  async function request(method, path, { body, token, key, language }) {
    const headers = { "Accept-Language": language };
    if (body) headers["Content-Type"] = "application/json";
    if (token) headers.Authorization = `Bearer ${token}`;
    if (key) headers["Idempotency-Key"] = key;
    const control = typeof AbortController === "function" ? new AbortController() : null;
    const timer = control && setTimeout(() => control.abort(), PATIENCE_SECONDS * 1000);
    try {
      const response = await fetch(path, {
        method,
        headers,
        body: body ? JSON.stringify(body) : undefined,
        signal: control ? control.signal : undefined,
        cache: "no-store",
        credentials: "omit",
      });
      if (AWAY.includes(response.status)) throw new Away(String(response.status));
      const answer = await response.json().catch(() => null);
      if (response.ok && answer) return answer;
      throw new Refused(response.status, (answer && answer.detail) || "");
    } catch (error) {
      throw error instanceof Refused ? error : new Away(String(error));
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * One candidate's conversation. What is not yet acknowledged is kept in the browser and sent again with
   * the same key, also after the page was closed. `listener` hears: opened, resumed, queued, answered,
   * refused, gone, erased, connection, busy, caughtUp, failed.
   */
  class Talk {
    constructor(listener) {
      this.listener = listener;
      this.language = "en";
      this.kept = { id: null, token: null, queue: [] };
      this.pumping = false;
      this.polling = false;
      try {
        Object.assign(this.kept, JSON.parse(localStorage.getItem(KEEP)));
      } catch (error) {
        // No storage, or not ours: the conversation lasts as long as the page.
      }
    }

    keep() {
      try {
        localStorage.setItem(KEEP, JSON.stringify(this.kept));
      } catch (error) {
        // See the constructor.
      }
    }

    forget() {
      this.kept = { id: null, token: null, queue: [] };
      this.keep();
    }

    get path() {
      return `/v1/chat/sessions/${encodeURIComponent(this.kept.id)}`;
    }

    call(method, path, options) {
      return this.patiently(() => request(method, path, Object.assign({ language: this.language }, options)));
    }

    /** Try until the server answers. An unexpected error of the server is tried a few times only. */
    async patiently(work) {
      let wait = 1000;
      for (let failures = 1; ; failures += 1) {
        try {
          const result = await work();
          this.listener.connection(true);
          return result;
        } catch (error) {
          const isOver = error instanceof Refused && (error.status < 500 || failures >= TRIES_AT_500);
          if (isOver) this.listener.connection(true);
          if (isOver) throw error;
          this.listener.connection(false);
          await pause(wait);
          wait = Math.min(wait * 2, LONGEST_PAUSE);
        }
      }
    }

    /** Go on with the kept conversation, or open one in `language` (null: Ponte asks). */
    async start(language) {
      if (!this.kept.id) return this.open(language);
      try {
        const transcript = await this.call("GET", this.path, { token: this.kept.token });
        this.listener.resumed(transcript, this.kept.queue);
        this.pump();
        this.watch(transcript);
      } catch (error) {
        if (!error.isGone) return this.listener.failed(error.detail);
        this.forget();
        this.listener.gone(error.detail);
        await this.open(language);
      }
      return undefined;
    }

    /** Whether a text is nothing but a code with which a conversation goes on here. */
    static isCode(text) {
      const signs = text.replace(/[\s-]/g, "");
      return CODE.test(text.trim()) && /\d/.test(signs) && /[a-z]/i.test(signs);
    }

    /** Go on here with the conversation a code belongs to; what was begun here is left. */
    async moveHere(code) {
      this.listener.busy(true);
      try {
        const moved = await this.call("POST", "/v1/chat/codes", { body: { code } });
        this.kept = { id: moved.session_id, token: moved.token, queue: [] };
        this.keep();
        this.listener.moved();
        await this.start(null);
        return true;
      } catch (error) {
        this.listener.failedCode(error.detail);
        return false;
      } finally {
        this.listener.busy(false);
      }
    }

    async open(language) {
      this.listener.busy(true);
      try {
        const opened = await this.call("POST", "/v1/chat/sessions", { body: { channel: "web", language } });
        this.kept.id = opened.session_id;
        this.kept.token = opened.token;
        this.keep();
        this.listener.answered(opened, null);
        this.watch(opened);
      } catch (error) {
        this.listener.failed(error.detail);
      } finally {
        this.listener.busy(false);
      }
    }

    /** Send `body`; `shown` is what the person sees of it. */
    send(body, shown) {
      const item = { key: newKey(), body, shown };
      this.kept.queue.push(item);
      this.keep();
      this.listener.queued(item);
      this.pump();
    }

    async pump() {
      if (this.pumping) return;
      this.pumping = true;
      this.listener.busy(true);
      while (this.kept.queue.length) {
        if (!this.kept.id) await this.open(this.language);
        if (!this.kept.id) break;
        await this.deliver(this.kept.queue[0]);
      }
      this.pumping = false;
      this.listener.busy(false);
    }

    async deliver(item) {
      try {
        const answer = await this.call("POST", `${this.path}/messages`, {
          body: item.body,
          token: this.kept.token,
          key: item.key,
        });
        this.done(item);
        this.listener.answered(answer, item);
        if (/^\/answer\{"slot":"delete_confirmation"/.test(item.body.payload)) await this.checkErased();
        else this.watch(answer);
      } catch (error) {
        this.done(item);
        if (!error.isGone) return this.listener.refused(item, error.detail);
        const unsent = [item].concat(this.kept.queue);
        this.forget();
        this.listener.gone(error.detail);
        unsent.forEach((one) => this.listener.refused(one, ""));
        await this.open(this.language);
      }
      return undefined;
    }

    done(item) {
      this.kept.queue = this.kept.queue.filter((one) => one.key !== item.key);
      this.keep();
    }

    /** After "delete my data": nothing may stay in this browser either. */
    async checkErased() {
      try {
        await this.call("GET", this.path, { token: this.kept.token });
      } catch (error) {
        if (!error.isGone) return;
        this.forget();
        this.listener.erased();
      }
    }

    /** While an answer is still to come, or a person is there or called, look for it now and then. */
    async watch(state) {
      if (this.polling || !(state.pending || state.person)) return;
      this.polling = true;
      const id = this.kept.id;
      let wait = 2000;
      while (this.kept.id === id) {
        await pause(wait);
        wait = Math.min(wait * 1.5, LONGEST_PAUSE);
        if (this.kept.id !== id || document.hidden) continue;
        try {
          const transcript = await this.call("GET", this.path, { token: this.kept.token });
          this.listener.caughtUp(transcript);
          if (!transcript.pending && !transcript.person) break;
          if (transcript.person && transcript.person.name) wait = WHILE_TALKING;
        } catch (error) {
          break; // The next message that is sent tells what is wrong.
        }
      }
      this.polling = false;
    }
  }

  ponte.Talk = Talk;
})((window.ponte = window.ponte || {}));
