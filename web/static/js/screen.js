/* The projector: turns slowly through what does not fit on one picture, one .screen-page after another, by
   itself or by keys. */
(() => {
  'use strict';
  const EACH = 12e3;
  let page = 0, phase = '', timer = 0;

  function show() {
    const stage = document.getElementById('stage');
    const pages = [...document.querySelectorAll('#stage .screen-page')];
    if (stage?.dataset.phase !== phase) page = 0;
    phase = stage?.dataset.phase;
    // A push may have removed pages, and shows them all: this runs before anybody sees that.
    page = pages.length ? (page + pages.length) % pages.length : 0;
    pages.forEach((each, number) => { each.hidden = number !== page; });
    const turn = document.getElementById('turn');
    turn.hidden = pages.length < 2;
    turn.textContent = turn.dataset.words.replace('{n}', page + 1).replace('{all}', pages.length);
  }
  function turn(by) {
    page += by;
    show();
    clearInterval(timer);
    timer = setInterval(() => turn(1), EACH);
  }
  document.addEventListener('keydown', ({ key }) => {
    if (/^(ArrowRight|ArrowDown|PageDown| )$/.test(key)) turn(1);
    else if (/^(ArrowLeft|ArrowUp|PageUp)$/.test(key)) turn(-1);
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
  document.addEventListener('DOMContentLoaded', () => turn(0));
})();
