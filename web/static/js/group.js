/* Moving ideas: "Flyt" opens a choice of places, and a handle is dragged by mouse or finger.
   The server decides; the stream shows it. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const $ = (selector) => document.querySelector(selector);
  const EDGE = 90, FAST = 18, FAR = 6;

  /** Send one move. Success is read aloud; the notice says why it failed. */
  async function send(idea, to, merge = false) {
    const words = $(`#move-to option[value="${CSS.escape(to)}"]`)?.dataset;
    const typed = new URLSearchParams({ to, from: idea.dataset.from, do: merge ? 'merge' : 'move' });
    idea.setAttribute('aria-busy', 'true');
    try {
      const answer = await fetch(`/ideas/${idea.dataset.idea}/group`, { method: 'POST', body: typed, headers: { 'HX-Request': 'true' } });
      const text = await answer.text();
      if (answer.redirected) location.reload();
      else if (answer.status === 204) {
        pb.announce((merge ? words?.merged : words?.moved)?.replace('{idea}', idea.dataset.name));
        if (!$('#stream')) location.reload();
      } else if (answer.status < 500 && !pb.sentence(answer, text)) {
        await pb.swap(text);
        pb.announce($('#notice')?.textContent);
      } else pb.notice(pb.sentence(answer, text));
    } catch { pb.notice(pb.sentence()); }
    idea.removeAttribute('aria-busy');
  }

  // --- Choosing a place ---
  let chosen = null;
  function open(idea) {
    const dialog = $('#move');
    if (!dialog?.showModal) return false;
    chosen = idea.id;
    const title = $('#move-title'), select = $('#move-to');
    title.textContent = title.dataset.words.replace('{idea}', idea.dataset.name.toLowerCase());
    const own = [`with:${idea.dataset.idea}`, `group:${idea.dataset.from}`, idea.dataset.from ? '' : 'apart'];
    for (const option of select.options) {
      option.hidden = option.disabled = option.value !== '' && own.includes(option.value);
    }
    select.value = '';
    allow();
    dialog.returnValue = '';
    dialog.showModal();
    select.focus();
    return true;
  }
  /** Only an idea can be merged into an idea. */
  function allow() {
    const merge = $('#move-merge');
    if (merge) merge.disabled = !$('#move-to').value.startsWith('with:');
  }
  document.addEventListener('click', (event) => {
    const link = event.target.closest('[data-move]');
    const idea = link?.closest('[data-idea]');
    if (idea && !event.ctrlKey && !event.metaKey && open(idea)) event.preventDefault();
  });
  document.addEventListener('change', ({ target }) => { if (target.id === 'move-to') allow(); });
  document.addEventListener('submit', (event) => {
    if (event.target.id === 'move-form' && event.submitter?.value !== 'cancel' && $('#move')?.open && !$('#move-to').value) {
      event.preventDefault();
      $('#move-to').focus();
    }
  }, true);
  document.addEventListener('close', (event) => {
    if (event.target.id !== 'move') return;
    const idea = document.getElementById(chosen), { returnValue } = event.target;
    idea?.querySelector('[data-move]')?.focus({ preventScroll: true });
    if (idea && (returnValue === 'move' || returnValue === 'merge')) send(idea, $('#move-to').value, returnValue === 'merge');
  }, true);

  // --- Dragging by the handle ---
  let held = null;
  function over(x, y) {
    const place = document.elementFromPoint(x, y)?.closest('[data-drop]');
    return place && place !== held.idea && place.dataset.drop !== `group:${held.idea.dataset.from}`
      && !(place.dataset.drop === 'apart' && !held.idea.dataset.from) ? place : null;
  }
  function paint() {
    const { x, y, ghost } = held;
    ghost.style.transform = `translate(${Math.min(x + 14, innerWidth - ghost.offsetWidth - 4)}px, ${y + 14}px)`;
    const place = over(x, y);
    if (place === held.place) return;
    held.place?.classList.remove('over');
    place?.classList.add('over');
    held.place = place;
  }
  function scroll() {
    if (!held?.ghost) return;
    const { y } = held, room = innerHeight;
    const by = y < EDGE ? (y - EDGE) / EDGE : y > room - EDGE ? (y - room + EDGE) / EDGE : 0;
    if (by) {
      window.scrollBy(0, Math.max(-1, Math.min(1, by)) * FAST);
      paint();
    }
    held.frame = requestAnimationFrame(scroll);
  }
  function begin() {
    const ghost = document.createElement('div');
    ghost.className = 'in-hand';
    ghost.setAttribute('aria-hidden', 'true');
    ghost.textContent = `${held.idea.dataset.name}: ${held.idea.querySelector('.idea-title').textContent.trim()}`;
    document.body.append(ghost);
    held.ghost = ghost;
    held.idea.classList.add('lifted');
    document.documentElement.classList.add('dragging');
    scroll();
  }
  function end(drop) {
    const { idea, ghost, place, handle, pointer, frame } = held;
    held = null;
    cancelAnimationFrame(frame);
    try { handle.releasePointerCapture(pointer); } catch { /* it is gone already */ }
    if (!ghost) return drop ? open(idea) : undefined;
    ghost.remove();
    place?.classList.remove('over');
    idea.classList.remove('lifted');
    document.documentElement.classList.remove('dragging');
    if (drop && place && idea.isConnected) send(idea, place.dataset.drop);
    else pb.announce($('#move')?.dataset.cancelled);
    return undefined;
  }
  document.addEventListener('pointerdown', (event) => {
    const handle = event.target.closest('[data-drag]');
    if (!handle || event.button !== 0 || held || !event.isPrimary) return;
    event.preventDefault();
    held = { handle, idea: handle.closest('[data-idea]'), pointer: event.pointerId, x: event.clientX, y: event.clientY,
      fromX: event.clientX, fromY: event.clientY, ghost: null, place: null, frame: 0 };
    handle.setPointerCapture(event.pointerId);
  });
  document.addEventListener('pointermove', (event) => {
    if (!held || event.pointerId !== held.pointer) return;
    held.x = event.clientX;
    held.y = event.clientY;
    if (!held.ghost && Math.hypot(held.x - held.fromX, held.y - held.fromY) > FAR) begin();
    if (held.ghost) paint();
  });
  document.addEventListener('pointerup', (event) => { if (held && event.pointerId === held.pointer) end(true); });
  document.addEventListener('pointercancel', (event) => { if (held && event.pointerId === held.pointer) end(false); });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || !held) return;
    event.preventDefault();
    end(false);
  }, true);
  // A push may have removed or moved the idea while it was being dragged.
  document.addEventListener('htmx:after:swap', () => {
    if (!held) return;
    if (!held.idea.isConnected || !held.handle.isConnected) end(false);
    else if (held.ghost) {
      held.idea.classList.add('lifted');
      held.place = null;
      paint();
    }
  });
  // The name is saved: fold its form again.
  document.addEventListener('htmx:finally:request', ({ detail }) => {
    const form = detail.ctx.sourceElement?.closest?.('form[data-closes]');
    if (form && detail.ctx.response?.status < 300) $(form.dataset.closes)?.removeAttribute('open');
  });
})();
