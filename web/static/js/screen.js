/* The projector: shows one of the pictures of the step. Which one says #wall: the one that the coordinator turned to, or each
   for a while by the server's clock, so that two walls agree. Keys turn this wall only, until the coordinator turns. */
(() => {
  'use strict';
  const EACH = 15e3;
  let held = null, heldFor = '', timer = 0;

  const byId = (id) => document.getElementById(id);
  const asked = ({ dataset: { step, page, waits } }) => `${step} ${page} ${waits}`;
  const passed = ({ dataset }) => Math.max(0, Math.floor((window.peerboard.now() - Number(dataset.since)) / EACH));

  function current(wall, count) {
    if (asked(wall) !== heldFor) held = null;
    if (held !== null) return ((held % count) + count) % count;
    const { page, waits } = wall.dataset;
    if (page) return Math.min(Number(page), count) - 1;
    return waits === undefined ? passed(wall) % count : 0;
  }
  function show() {
    const wall = byId('wall'), turn = byId('turn'), pages = [...document.querySelectorAll('#stage > .screen-page')];
    const at = pages.length ? current(wall, pages.length) : 0;
    // A push may have removed pages, and shows them all: this runs before anybody sees that.
    pages.forEach((each, number) => { each.hidden = number !== at; });
    turn.hidden = pages.length < 2;
    turn.textContent = turn.dataset.words.replace('{n}', at + 1).replace('{all}', pages.length);
    fit(pages[at]);
    clearTimeout(timer);
    timer = setTimeout(show, EACH - ((window.peerboard.now() - Number(wall.dataset.since)) % EACH));
    return at;
  }
  /** The server has measured every text. In a font it does not know one may still be longer: better small than cut. */
  function fit(page) {
    if (!page) return;
    for (let zoom = 1; ; zoom -= 0.05) {
      page.style.zoom = zoom;
      if (zoom < 0.4 || page.scrollHeight <= page.clientHeight + 1) return;
    }
  }
  function turnBy(by) {
    const at = show();
    held = at + by;
    heldFor = asked(byId('wall'));
    show();
  }
  document.addEventListener('keydown', ({ key }) => {
    if (/^(ArrowRight|ArrowDown|PageDown| )$/.test(key)) turnBy(1);
    else if (/^(ArrowLeft|ArrowUp|PageUp)$/.test(key)) turnBy(-1);
  });

  // --- A wall that nobody touches must not go dark. The browser releases the lock whenever the page is hidden. ---
  let lock = null;
  async function stayAwake() {
    if (document.hidden || (lock && !lock.released)) return;
    // Not available on plain http, or with a low battery: then the wall goes dark, and there is nothing to say.
    try { lock = await navigator.wakeLock?.request('screen'); } catch { lock = null; }
  }
  document.addEventListener('visibilitychange', stayAwake);
  document.addEventListener('DOMContentLoaded', stayAwake);

  document.addEventListener('htmx:after:swap', show);
  document.addEventListener('DOMContentLoaded', () => {
    show();
    // What stands above or below the pictures has grown, or the window.
    new ResizeObserver(show).observe(byId('main'));
  });
  document.fonts?.ready.then(() => byId('wall') && show());
})();
