/* The coordinator's side of a conversation: new lines come in while the answer is being written. */
(function () {
  "use strict";

  const EVERY = 4000;
  const talk = document.getElementById("talk");

  function toEnd() {
    talk.scrollTop = talk.scrollHeight;
  }

  async function look() {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.pathname, { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const lines = page.getElementById("talk");
      if (!lines || lines.children.length === talk.children.length) return;
      talk.replaceChildren(...lines.children);
      toEnd();
    } catch (error) {
      // The next look may reach the server again.
    }
  }

  toEnd();
  setInterval(look, EVERY);
})();
