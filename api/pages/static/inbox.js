/* The inbox with scripts: choose all on a page, and what htmx leaves to the page. */
(function () {
  "use strict";

  const picks = () => [...document.querySelectorAll('input[name="chosen"]')];

  function showPickAll() {
    const box = document.getElementById("pick-all-box");
    if (box) box.hidden = false;
  }

  document.addEventListener("change", (event) => {
    if (event.target.id === "pick-all") {
      for (const pick of picks()) pick.checked = event.target.checked;
    } else if (event.target.name === "chosen") {
      document.getElementById("pick-all").checked = picks().every((pick) => pick.checked);
    }
  });

  // Signed out meanwhile, or the server cannot answer: the whole page says so better than its list.
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    const answered = new URL(xhr.responseURL);
    if (xhr.status === 200 && answered.pathname === location.pathname) return;
    event.detail.shouldSwap = false;
    location.assign(xhr.status === 200 ? answered.href : requestConfig.path);
  });

  document.addEventListener("htmx:afterSwap", () => {
    showPickAll();
    // The link that was followed is gone: the next Tab starts at the new list, not at the page's top.
    if (document.activeElement === document.body) document.getElementById("list").focus({ preventScroll: true });
  });

  showPickAll();
})();
