/* Reading aloud and dictation, by the browser's own speech interfaces and only where it has them. */
(function (ponte) {
  "use strict";

  const KEEP = "ponte.aloud";
  const Recognition = window.SpeechRecognition || window.webkitSpeechRecognition;
  // The accents that people here expect; elsewhere the language alone picks the voice.
  const LOCALES = { en: "en-GB", pt: "pt-PT", uk: "uk-UA", ar: "ar" };

  function locale(language) {
    return LOCALES[language] || language;
  }

  function kept() {
    try {
      return localStorage.getItem(KEEP) === "yes";
    } catch (error) {
      return false;
    }
  }

  /** Reads what the bot says, when asked to. */
  class ReadAloud {
    constructor(item) {
      this.item = item;
      this.isOn = kept();
      if (!window.speechSynthesis) return;
      item.hidden = false;
      this.show();
      item.addEventListener("click", () => this.toggle());
    }

    toggle() {
      this.isOn = !this.isOn;
      if (!this.isOn) window.speechSynthesis.cancel();
      try {
        localStorage.setItem(KEEP, this.isOn ? "yes" : "no");
      } catch (error) {
        // It is remembered as long as the page is open.
      }
      this.show();
    }

    show() {
      this.item.setAttribute("aria-pressed", String(this.isOn));
    }

    read(text, language) {
      if (!this.isOn || !window.speechSynthesis || !text) return;
      const spoken = new SpeechSynthesisUtterance(text);
      spoken.lang = locale(language);
      window.speechSynthesis.speak(spoken);
    }

    /** The person is writing or speaking: silence. */
    hush() {
      if (this.isOn && window.speechSynthesis) window.speechSynthesis.cancel();
    }
  }

  /** Puts what is said into the text box; it is sent only when the person sends it. */
  class Dictation {
    constructor(button, { language, heard, note, texts }) {
      if (!Recognition) return;
      this.button = button;
      this.toldWhere = false;
      button.hidden = false;
      button.addEventListener("click", () => {
        if (this.running) return this.running.stop();
        if (!this.toldWhere) note(texts().dictation_note);
        this.toldWhere = true;
        return this.listen(language(), heard, () => note(texts().dictation_failed));
      });
    }

    listen(language, heard, failed) {
      const running = new Recognition();
      running.lang = locale(language);
      running.onresult = (event) => heard(Array.from(event.results, (one) => one[0].transcript).join(" ").trim());
      running.onerror = (event) => event.error !== "aborted" && event.error !== "no-speech" && failed();
      running.onend = () => this.stopped();
      this.running = running;
      this.button.setAttribute("aria-pressed", "true");
      try {
        running.start();
      } catch (error) {
        this.stopped();
        failed();
      }
    }

    stopped() {
      this.running = null;
      this.button.setAttribute("aria-pressed", "false");
    }
  }

  ponte.ReadAloud = ReadAloud;
  ponte.Dictation = Dictation;
})((window.ponte = window.ponte || {}));
