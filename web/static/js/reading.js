/* How a person reads: makes the panel's plain forms instant. And a page on pause, which asks
   quietly where the meeting is. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const { store, kept } = pb;
  const root = document.documentElement, STASH = 'typed';
  const LOOKS = ['size', 'theme'], EACH = 45e3;
  const chosen = (name) => (name === 'language' ? root.lang : root.getAttribute(`data-${name}`) || '');

  function mark() {
    for (const button of document.querySelectorAll('[data-reading] [aria-pressed]')) {
      button.setAttribute('aria-pressed', String(button.value === chosen(button.name)));
    }
    // Until there is a session, the join form carries the choices into the seat.
    if (!kept) for (const input of document.querySelectorAll('input[data-choice]')) input.value = chosen(input.name);
  }

  document.addEventListener('submit', async (event) => {
    const form = event.target, { name, value } = event.submitter || {};
    if (!form.matches('[data-reading]') || !name) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (LOOKS.includes(name)) pb.apply(name, value);
    if (!kept) store.set(`look:${name}`, value);
    mark();
    const answered = kept && await remembered(form, name, value);
    if (kept && !answered?.ok) {
      if (!LOOKS.includes(name)) pb.notice(pb.sentence(answered));
      return;
    }
    if (!LOOKS.includes(name)) turn(form.elements.namedItem('back').value, name, value);
  }, true);
  async function remembered(form, name, value) {
    try {
      const headers = { 'HX-Request': 'true' };
      const body = new URLSearchParams({ [name]: value });
      return await fetch(form.getAttribute('action'), { method: 'POST', body, headers });
    } catch { return null; }
  }
  /** Load the page again, in another language or no longer on pause. What is typed in it comes along. */
  function turn(back, name, value) {
    const to = new URL(back, location.href);
    if (!kept && name === 'language') to.searchParams.set('lang', value);
    const forms = [...document.querySelectorAll('main form:not([data-draft])')].map((form) => [...form.elements]
      .filter((control) => control.name && !/^(hidden|password|file|submit|button)$/.test(control.type))
      .map((control) => [control.name, control.value, Boolean(control.checked)]));
    try { sessionStorage.setItem(STASH, JSON.stringify([to.pathname, forms])); } catch { /* typed words stay in drafts only */ }
    if (to.pathname + to.search === location.pathname + location.search) location.reload();
    else location.replace(to);
  }
  function comeAlong() {
    let path, forms;
    try {
      [path, forms] = JSON.parse(sessionStorage.getItem(STASH));
      sessionStorage.removeItem(STASH);
    } catch { return; }
    if (path !== location.pathname) return;
    [...document.querySelectorAll('main form:not([data-draft])')].forEach((form, number) => {
      for (const [name, value, checked] of forms[number] || []) {
        for (const control of form.elements) {
          if (control.name !== name) continue;
          if (/^(checkbox|radio)$/.test(control.type)) {
            if (control.value === value) control.checked = checked;
          } else if (control.type !== 'hidden') {
            control.value = value;
            if (value && control.closest('details')) control.closest('details').open = true;
          }
        }
      }
    });
  }

  // The panel closes the way menus do, and the link in the footer opens it.
  const panel = () => document.getElementById('reading');
  document.addEventListener('click', ({ target }) => {
    if (target.closest('.to-reading')) {
      panel().open = true;
      panel().querySelector('summary').focus();
    } else if (panel()?.open && !target.closest('#reading')) panel().open = false;
  });
  document.addEventListener('keydown', ({ key }) => {
    if (key !== 'Escape' || !panel()?.open) return;
    panel().open = false;
    panel().querySelector('summary').focus();
  });

  /** On pause nothing moves; but somebody waiting for the vote hears, once, that the meeting has moved on. */
  async function look(address) {
    if (document.hidden) return;
    try {
      const answer = await fetch(address, { cache: 'no-store', headers: { 'HX-Request': 'true' } });
      if (answer.status === 404) return pb.notice(document.body.dataset.textRemoved);
      const now = new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('[data-announce]');
      const moved = document.getElementById('moved'), here = document.querySelector('#where');
      if (!answer.ok || !now || now.dataset.announce === here?.dataset.announce || !moved.hidden) return;
      moved.hidden = false;
      pb.announce(moved.textContent, 'where');
    } catch { /* offline; the next look will tell */ }
  }

  document.addEventListener('DOMContentLoaded', () => {
    mark();
    comeAlong();
    const held = document.getElementById('held');
    if (held?.dataset.where) setInterval(look, EACH, held.dataset.where);
  });
})();
