/* The one polite live region: at most one sentence every five seconds, the newest of its kind, never a counter. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const BETWEEN = 5e3, STALE = 20e3;
  const waiting = new Map();
  let free = 0, timer = 0;

  function speak() {
    timer = 0;
    for (const [kind, { at }] of waiting) if (performance.now() - at > STALE) waiting.delete(kind);
    // Where we are comes before what happened there.
    const kind = waiting.has('where') ? 'where' : waiting.keys().next().value;
    const region = document.getElementById('announce');
    if (!region || kind === undefined) return;
    region.textContent = waiting.get(kind).text;
    waiting.delete(kind);
    free = performance.now() + BETWEEN;
    if (waiting.size) timer = setTimeout(speak, BETWEEN);
  }
  /** Say a sentence. It replaces one of the same kind that has not been said yet. */
  pb.announce = (text, kind = 'note') => {
    if (!text?.trim()) return;
    waiting.set(kind, { text: text.trim().replace(/\s+/g, ' '), at: performance.now() });
    timer ||= setTimeout(speak, Math.max(50, free - performance.now()));
  };
  pb.unsay = (kind) => waiting.delete(kind);

  // Forms' notes would be live regions of their own: quiet them, and let them speak through this one.
  const said = new Map();
  function listen(silent, broadcast) {
    for (const element of document.querySelectorAll('[data-announce]')) tell(element, element.dataset.announce, silent);
    for (const element of document.querySelectorAll('[aria-live]:not(#announce), [role=status], [role=alert]')) {
      element.setAttribute('aria-live', 'off');
      // What is sent to everybody is a state or a count; the ballot speaks for itself.
      tell(element, element.textContent.trim(), silent || broadcast || element.id === 'ballot-note');
    }
  }
  function tell(element, text, silent) {
    if (said.get(element.id) === text) return;
    said.set(element.id, text);
    if (!silent) pb.announce(text, element.id);
  }
  let broadcast = false;
  document.addEventListener('htmx:before:swap', ({ detail }) => { broadcast = detail.ctx.sourceElement?.id === 'stream'; });
  document.addEventListener('htmx:after:swap', () => listen(false, broadcast));
  document.addEventListener('DOMContentLoaded', () => listen(true));
})();
