/* The staff's progress board: drag a card or open its menu; either way a dialog shows the form for the new status. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const $ = (selector) => document.querySelector(selector);
  const $$ = (selector) => document.querySelectorAll(selector);
  // Filtered pages fetch their own content after each frame, but not all at the same moment.
  if (document.body.dataset.page === 'sifted') pb.members = () => 1000;
  // An address only names the filters that are set.
  document.addEventListener('submit', ({ target }) => {
    if (target.id !== 'sift') return;
    const blank = [...target.elements].filter((each) => each.name && !each.value);
    for (const each of blank) each.disabled = true;
    setTimeout(() => { for (const each of blank) each.disabled = false; });
  });
  // Coming back to a page shows what its address says, not what was chosen when it was left.
  window.addEventListener('pageshow', ({ persisted }) => { if (persisted) $('#sift')?.reset(); });

  const dialog = document.getElementById('move');
  if (!dialog?.showModal) return;
  const NEAR = 6, EDGE = 70, SPEED = 14;
  let moves = {};

  /** Apply what the server says I may do to the cards as they are now. */
  function read() {
    try { moves = JSON.parse($('#moves')?.textContent || '{}'); } catch { moves = {}; }
    for (const card of $$('[data-idea]')) {
      card.classList.toggle('can-move', card.dataset.idea in moves);
      const menu = card.querySelector('[data-move]');
      if (menu) menu.hidden = !(card.dataset.idea in moves);
    }
    if (drag) light();
  }
  const number = (card) => card.querySelector('.idea-number')?.textContent.replace(/\D+/g, '') || '';
  const say = (what, n) => pb.announce(dialog.dataset[what].replace('{n}', n), 'move');

  // --- The dialog ---
  let from = null;
  async function open(idea, to = '') {
    const query = new URLSearchParams(location.search);
    if (to) query.set('to', to);
    from = idea;
    try {
      const answer = await fetch(`/ideas/${idea}/move?${query}`, { cache: 'no-store', headers: { 'HX-Request': 'true' } });
      const text = await answer.text();
      if (pb.outcome(answer, text) !== 'taken' || answer.redirected) return pb.notice(answer.status < 400 ? dialog.dataset.failed : pb.sentence(answer, text));
      await pb.swap(text);
    } catch { return pb.notice(pb.sentence()); }
    if (!dialog.open) dialog.showModal();
    const form = $('#move-form');
    const first = form.querySelector('[aria-invalid], [data-asked] input, select, input:not([type=hidden]), textarea');
    const seen = [first, ...form.querySelectorAll('input:not([type=hidden]), select, textarea')].find((each) => each?.checkVisibility());
    seen?.focus();
  }
  document.addEventListener('click', (event) => {
    const menu = event.target.closest?.('[data-move]');
    if (!menu || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(menu.closest('[data-idea]').dataset.idea);
  });
  dialog.addEventListener('close', () => {
    if (dialog.open) return;
    $('#move-form').replaceChildren();
    home();
  });
  /** Focus the card that was moved, wherever it is now; if it is out of sight, the number of cards in sight. */
  function home() {
    const card = document.getElementById(`idea-${from}`), told = $('#board-told');
    const ways = [...card?.querySelectorAll('[data-move], a') || []];
    if (told) told.tabIndex = -1;
    (ways.find((each) => each.checkVisibility()) || told)?.focus({ preventScroll: true });
  }
  document.addEventListener('pointerdown', () => { if (!dialog.open) from = null; }, true);
  document.addEventListener('htmx:after:swap', () => {
    const moved = $('#move-form[data-moved]');
    if (moved) {
      moved.removeAttribute('data-moved');
      pb.announce(moved.textContent.trim(), 'move');
      dialog.close();
      // Without a stream, nothing else moves the card to its place.
      if (document.body.dataset.page === 'sifted') pb.mine();
      else if (!$('#stream')) location.reload();
    }
    read();
    // The card may have been redrawn in its new place.
    if (from && !dialog.open && document.activeElement === document.body) home();
  });

  // --- Dragging, with a mouse or a pen; a finger scrolls, and has the menu. ---
  let held = null, drag = null;
  const targets = () => [...$$('[data-stage]')];
  const under = (x, y) => document.elementFromPoint(x, y)?.closest('[data-stage]');
  function light() {
    const open = moves[drag.idea] || [];
    $('#drops').hidden = false;
    for (const place of targets()) {
      const takes = open.includes(place.dataset.stage);
      place.classList.toggle('takes', takes);
      place.classList.toggle('takes-not', !takes);
      // A status without a column on the page gets a place at the foot of the window.
      if ('aside' in place.dataset) place.hidden = !takes || Boolean($(`.board [data-stage="${place.dataset.stage}"]`)?.checkVisibility());
    }
    $('#drops').hidden = !$('#drops [data-stage]:not([hidden])');
  }
  function lift(event) {
    const { card, x, y } = held, box = card.getBoundingClientRect();
    const ghost = card.cloneNode(true);
    ghost.removeAttribute('id');
    for (const each of ghost.querySelectorAll('[id]')) each.removeAttribute('id');
    ghost.classList.add('ghost');
    ghost.setAttribute('aria-hidden', 'true');
    ghost.style.width = `${box.width}px`;
    document.body.append(ghost);
    drag = { idea: card.dataset.idea, n: number(card), ghost, dx: x - box.left, dy: y - box.top, over: null };
    document.documentElement.classList.add('carrying');
    card.classList.add('lifted');
    light();
    say('lifted', drag.n);
    follow(event);
  }
  function follow(event) {
    drag.ghost.style.transform = `translate(${event.clientX - drag.dx}px, ${event.clientY - drag.dy}px) rotate(1.5deg)`;
    const over = under(event.clientX, event.clientY);
    if (over !== drag.over) {
      drag.over?.classList.remove('over');
      drag.over = over;
      if (over?.classList.contains('takes')) over.classList.add('over');
    }
    if (event.clientY < EDGE) window.scrollBy(0, -SPEED);
    else if (event.clientY > innerHeight - EDGE && !over?.matches('[data-aside]')) window.scrollBy(0, SPEED);
  }
  function end() {
    held = null;
    if (!drag) return;
    drag.ghost.remove();
    $('#drops').hidden = true;
    document.documentElement.classList.remove('carrying');
    for (const place of targets()) place.classList.remove('takes', 'takes-not', 'over');
    for (const card of $$('.lifted')) card.classList.remove('lifted');
    drag = null;
  }
  document.addEventListener('pointerdown', (event) => {
    const card = event.target.closest?.('.can-move');
    if (!card || event.button || event.pointerType === 'touch' || event.target.closest('[data-move]')) return;
    held = { card, x: event.clientX, y: event.clientY };
  });
  document.addEventListener('pointermove', (event) => {
    if (drag) follow(event);
    else if (held && Math.hypot(event.clientX - held.x, event.clientY - held.y) > NEAR) lift(event);
  });
  document.addEventListener('pointerup', (event) => {
    if (drag) {
      const { idea, n } = drag, place = under(event.clientX, event.clientY);
      const to = place?.classList.contains('takes') ? place.dataset.stage : '';
      // The click that ends a drag must not follow the link it began on.
      const stop = (click) => { click.preventDefault(); click.stopPropagation(); };
      document.addEventListener('click', stop, { capture: true, once: true });
      setTimeout(() => document.removeEventListener('click', stop, true));
      end();
      if (to) open(idea, to);
      else say('dropped', n);
    }
    held = null;
  });
  for (const gone of ['pointercancel', 'blur']) window.addEventListener(gone, end);
  document.addEventListener('keydown', (event) => { if (event.key === 'Escape' && drag) end(); });
  // A link, or selected text, has a drag of its own.
  document.addEventListener('dragstart', (event) => { if (event.target.closest?.('.can-move')) event.preventDefault(); });
  document.addEventListener('selectstart', (event) => { if (drag) event.preventDefault(); });
  document.addEventListener('DOMContentLoaded', read);
  if (document.readyState !== 'loading') read();
})();
