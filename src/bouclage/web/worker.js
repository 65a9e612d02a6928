// The last edition without a connection. Always the network first: what a publisher takes back must be gone with the
// next look, so nothing kept here is shown while the site answers.
const KEPT = `bouclage-${told.home}`;

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(KEPT).then((kept) => kept.addAll([told.home, ...told.assets])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

const keep = async (request, answer) => {
  const kept = await caches.open(KEPT);
  if (request.mode === "navigate" && new URL(request.url).pathname === told.home) {
    // a new edition: stories of the one before make room
    for (const one of await kept.keys()) if (!told.assets.some((asset) => one.url.endsWith(asset))) await kept.delete(one);
  }
  await kept.put(request, answer);
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  const page = request.mode === "navigate";
  const asset = told.assets.includes(url.pathname + url.search);
  if (!page && !asset) return;
  event.respondWith((async () => {
    try {
      const answer = await fetch(request);
      const passing = /no-store/.test(answer.headers.get("cache-control") || "");
      if (answer.ok && !passing) event.waitUntil(keep(request, answer.clone()));
      if (answer.status === 410 || answer.status === 404) event.waitUntil(caches.open(KEPT).then((kept) => kept.delete(request)));
      return answer;
    } catch (error) {
      const found = await caches.match(request, { ignoreVary: true })
        || (page && await caches.match(told.home, { ignoreVary: true, ignoreSearch: true }));
      if (found) return found;
      throw error;
    }
  })());
});
