/* Text size and colours. Loaded without `defer` in <head>, so that nobody sees the page jump. */
(() => {
  'use strict';
  const root = document.documentElement;
  root.classList.add('js');

  // Storage may be refused (private windows, strict settings): the page must still work.
  const store = {
    get(key) { try { return localStorage.getItem(key); } catch { return null; } },
    set(key, value) { try { localStorage.setItem(key, value); } catch { /* only kept for this page */ } },
    remove(key) { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } },
    keys() { try { return Object.keys(localStorage); } catch { return []; } },
  };
  window.peerboard = { store };

  const KINDS = { theme: 'data-theme', size: 'data-size' };
  const apply = (kind, value) => (value ? root.setAttribute(KINDS[kind], value) : root.removeAttribute(KINDS[kind]));
  for (const kind in KINDS) apply(kind, store.get(`look:${kind}`));

  const mark = () => {
    for (const kind in KINDS) {
      const chosen = root.getAttribute(KINDS[kind]) || '';
      for (const button of document.querySelectorAll(`[data-set-${kind}]`)) {
        button.setAttribute('aria-pressed', String(button.getAttribute(`data-set-${kind}`) === chosen));
      }
    }
  };
  document.addEventListener('click', (event) => {
    for (const kind in KINDS) {
      const button = event.target.closest(`[data-set-${kind}]`);
      if (!button) continue;
      apply(kind, button.getAttribute(`data-set-${kind}`));
      store.set(`look:${kind}`, button.getAttribute(`data-set-${kind}`));
      mark();
    }
  });
  document.addEventListener('DOMContentLoaded', mark);
  document.addEventListener('htmx:after:swap', mark);
})();
