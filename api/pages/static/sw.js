/* Keeps the chat page and its files, so that it opens without a connection. Nothing of a conversation is kept
   here: the page itself keeps what is not sent yet, and the server everything else. */
"use strict";

const CACHE = "ponte-page";

function isPage(request) {
  return request.mode === "navigate" && new URL(request.url).pathname === "/";
}

function isFile(request) {
  return request.method === "GET" && new URL(request.url).pathname.startsWith("/static/");
}

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function newestPage(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    // One page is enough: it speaks every language.
    if (answer.ok) await cache.put("/", answer.clone());
    return answer;
  } catch (error) {
    const kept = await cache.match("/");
    if (kept) return kept;
    throw error;
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await keepNewest(cache, request, answer.clone());
  return answer;
}

/** A file's address changes with its content: the one before of the same name goes. */
async function keepNewest(cache, request, answer) {
  const name = new URL(request.url).pathname;
  for (const old of await cache.keys()) {
    if (new URL(old.url).pathname === name) await cache.delete(old);
  }
  await cache.put(request, answer);
}

self.addEventListener("fetch", (event) => {
  if (isPage(event.request)) event.respondWith(newestPage(event.request));
  else if (isFile(event.request)) event.respondWith(file(event.request));
});
