/* Text size and colours. Loaded without `defer` in <head>, so that nobody sees the page jump.
   Where a session remembers (data-kept), the server has said all this already. */
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');

  // Storage may be unavailable (private windows, strict settings): the page must work without it.
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* kept for this page only */ } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };
  const kept = root.hasAttribute('data-kept');
  const apply = (kind, value) => (value ? root.setAttribute(`data-${kind}`, value) : root.removeAttribute(`data-${kind}`));
  // The prefixes of what this device keeps for a seat: words, what is not sent, and what came too late.
  const ofSeat = /^(?:draft|unsent|late):([^:]*):/;
  window.peerboard = { store, kept, apply, ofSeat };

  if (kept) return;
  const asked = new URLSearchParams(location.search);
  for (const kind of ['theme', 'size']) {
    if (!asked.has(kind) && store.get(`look:${kind}`) != null) apply(kind, store.get(`look:${kind}`));
  }
  const language = store.get('look:language');
  if (language && language !== root.lang && !asked.has('lang')) {
    asked.set('lang', language);
    location.replace(`${location.pathname}?${asked}${location.hash}`);
  }
})();
