/* What was sent while offline: kept on this device, shown as not sent, and sent once, in order,
   when the connection is back. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const { store } = pb;
  const body = document.body;
  const PATIENCE = 20e3, RETRY_FIRST = 2e3, RETRY_MOST = 60e3;
  const prefix = `unsent:${body.dataset.seat || ''}:`;
  const items = new Map();   // name in the store -> item, in the order in which they were sent
  const flying = new WeakMap();   // form -> the item that htmx is sending
  let running = false, timer = 0, wait = 0, last = 0;

  const keep = (item) => store.set(item.name, JSON.stringify(item));
  function forget(item) {
    items.delete(item.name);
    store.remove(item.name);
  }
  const isNew = (form) => Boolean(form?.matches?.('form[data-draft=new][id]') && form.elements.namedItem('key')
    && document.getElementById('unsent') && body.dataset.seat);
  function make(form, state) {
    const words = [...form.elements].filter((control) => control.matches('textarea,input:not([type])')
      || /^(text|search)$/.test(control.type)).map((control) => control.value.trim()).filter(Boolean);
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string');
    last = Math.max(Date.now(), last + 1);
    const item = { name: `${prefix}${last.toString(36)}.${pb.tab}`, place: pb.place, form: form.id, state, fields, words,
      to: form.getAttribute('hx-post') || form.getAttribute('action') };
    items.set(item.name, item);
    keep(item);
    return item;
  }

  pb.unsent = {
    /** True when this form must wait its turn: we are offline, or something written earlier is not sent yet. */
    waits: (form) => isNew(form) && (navigator.onLine === false || [...items.values()].some((item) => item.state === 'waiting')),
    waiting: (form) => [...items.values()].some((item) => item.form === form.id && item.state === 'waiting'),
    put(form) {
      make(form, 'waiting');
      pb.emptied(form);
      told(form);
      flush();
    },
    /** htmx is about to send it: keep it first, in case the phone dies now. */
    leaves(form) {
      if (isNew(form)) flying.set(form, make(form, 'sending'));
      return flying.has(form);
    },
    arrived(form) { settle(form, forget); },
    /** Refused with a sentence, which the form shows beside the words. */
    refused(form) { settle(form, forget); },
    /** No answer. True when it is kept here, and the form is free for the next one. */
    failed(form, pause) {
      const item = flying.get(form);
      if (!item) return false;
      later(pause);
      settle(form, () => { item.state = 'waiting'; keep(item); });
      told(form);
      return true;
    },
  };
  function settle(form, what) {
    const item = flying.get(form);
    if (!item) return;
    flying.delete(form);
    what(item);
    if (waitingOnes().length && !timer) flush();
  }
  const waitingOnes = () => [...items.values()].filter((item) => item.state === 'waiting');
  function told(form) {
    pb.thanked(form);
    show();
    pb.announce(form.querySelector('[data-unsent]')?.textContent || document.querySelector('#unsent p')?.textContent, 'unsent');
  }

  // --- As people see it ---
  function show() {
    const section = document.getElementById('unsent');
    if (!section) return;
    const shown = [...items.values()].filter((item) => item.state !== 'sending');
    const main = document.getElementById('main'), place = document.getElementById('mine');
    if (place?.parentNode === main) { if (place.previousElementSibling !== section) place.before(section); }
    else if (section.parentNode !== main) document.getElementById('notice').after(section);
    section.hidden = !shown.length;
    section.querySelector('[data-cards]').replaceChildren(...shown.map(card));
    for (const form of document.querySelectorAll('form[data-draft=new][id]')) {
      for (const note of form.querySelectorAll('[data-unsent]')) note.hidden = !pb.unsent.waiting(form);
    }
  }
  function card(item) {
    const made = document.querySelector('#unsent template').content.firstElementChild.cloneNode(true);
    const put = (name, text) => {
      const place = made.querySelector(`[data-${name}]`);
      if (text) place.textContent = text; else place.remove();
    };
    const { waiting, refused } = made.querySelector('[data-state]').dataset;
    put('first', item.words[0] || '…');
    put('more', item.words.slice(1).join('\n'));
    put('state', item.state === 'refused' && !item.asks ? refused : waiting);
    put('why', item.why);
    const again = made.querySelector('[data-again]');
    again.hidden = item.state !== 'refused' || !document.getElementById(item.form);
    again.addEventListener('click', () => pb.refill(document.getElementById(item.form), item.fields) && (forget(item), show()));
    const anyway = made.querySelector('[data-anyway]');
    anyway.hidden = item.state !== 'refused' || !item.asks;
    anyway.addEventListener('click', () => { Object.assign(item, { state: 'waiting', asks: false, why: '' }); keep(item); show(); flush(); });
    return made;
  }

  // --- Sending, one after another ---
  function later(pause = 0) {
    clearTimeout(timer);
    wait = Math.min(wait ? wait * 2 : RETRY_FIRST, RETRY_MOST);
    timer = setTimeout(flush, Math.max(pause, wait * (0.75 + Math.random() / 2)));
  }
  async function flush() {
    clearTimeout(timer);
    timer = 0;
    if (running || navigator.onLine === false || !waitingOnes().length) return;
    running = true;
    let item;
    while ((item = waitingOnes()[0])) {
      // Another tab of this browser may have sent it; and whatever htmx is sending goes first.
      if (store.keys().length && store.get(item.name) === null) { items.delete(item.name); continue; }
      if ([...items.values()].some((each) => each.state === 'sending')) break;
      const { answer, text } = await post(item);
      const outcome = pb.outcome(answer, text);
      if (outcome === 'lost') { later(pb.pause(answer)); break; }
      wait = 0;
      await (outcome === 'taken' ? arrived(item, answer, text) : refused(item, answer, text));
    }
    running = false;
    show();
  }
  async function post(item) {
    const aborter = new AbortController();
    const late = setTimeout(() => aborter.abort(), PATIENCE);
    try {
      const answer = await fetch(item.to, { method: 'POST', body: new URLSearchParams(item.fields), signal: aborter.signal,
        headers: { 'HX-Request': 'true', Accept: 'text/html' } });
      return { answer, text: await answer.text() };
    } catch { return {}; } finally { clearTimeout(late); }
  }
  async function arrived(item, { redirected }, text) {
    pb.writes += 1;
    body.dataset.acted = '';
    forget(item);
    show();
    if (redirected) pb.mine(); else await pb.swap(text);
  }
  function refused(item, answer, text) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    const at = ['.error', '.notice.wrong', '.notice'].find((each) => page.querySelector(each));
    const said = at ? [...page.querySelectorAll(at)].map((each) => each.textContent.trim().replace(/\s+/g, ' ')).join(' ') : '';
    // A question, and no refusal: with its mark the same words pass (server/web/individual_cases.py).
    const question = page.querySelector('[data-asks]');
    item.asks = Boolean(question);
    if (question) {
      const mark = question.closest('form').elements.namedItem('asked').value;
      item.fields = [...item.fields.filter(([name]) => name !== 'asked'), ['asked', mark]];
    }
    item.why = question ? [...question.querySelectorAll('p')].map((each) => each.textContent.trim()).join(' ') : pb.sentence(answer, text, { elements: item.fields.map(([, value]) => ({ value })) }) || said || body.dataset.textFailed;
    item.state = 'refused';
    keep(item);
    show();
    pb.announce(item.why, 'unsent');
  }

  function load() {
    for (const name of store.keys().filter((key) => key.startsWith(prefix)).sort()) {
      if (items.has(name)) continue;
      try {
        const item = JSON.parse(store.get(name));
        // It was sent, and nobody knows whether it arrived: the same key again is the same idea.
        if (item.state === 'sending') item.state = 'waiting';
        items.set(name, item);
        // A clock that was set back meanwhile must not change the order.
        last = Math.max(last, parseInt(name.slice(prefix.length), 36) || 0);
      } catch { store.remove(name); }
    }
    show();
  }
  // Another tab has sent it, or cleared the screen.
  window.addEventListener('storage', ({ key, newValue }) => {
    if (newValue !== null || (key !== null && items.get(key)?.state !== 'waiting')) return;
    if (key === null) items.clear(); else items.delete(key);
    show();
  });
  window.addEventListener('online', flush);
  document.addEventListener('peerboard:connected', flush);
  document.addEventListener('htmx:after:swap', show);
  document.addEventListener('DOMContentLoaded', () => { load(); flush(); });
})();
