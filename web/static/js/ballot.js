/* The ballot: a dot moves at once; the whole ballot is sent, one post at a time; and only the server says "gemt". */
(() => {
  'use strict';
  const pb = window.peerboard;
  const { store } = pb;
  const body = document.body;
  const GATHER = 150, PATIENCE = 15e3, RETRY_MOST = 20e3;
  let now = null;   // what is on the ballot on the page
  const tooLate = `late:${body.dataset.seat || ''}:${body.dataset.id}`;

  const find = () => document.querySelector('form#ballot[data-ballot]');
  const controls = (form) => [...form.querySelectorAll('input[name^="dots-"]')];
  const isBox = (control) => control.type === 'checkbox';
  const sum = () => Object.values(now.dots).reduce((total, dots) => total + dots, 0);
  const fill = (text, values) => (text || '').replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  const equal = (one, two) => [...new Set([...Object.keys(one), ...Object.keys(two)])]
    .every((name) => (one[name] || 0) === (two[name] || 0));

  /** Adopt the ballot on the page: keep what is chosen, or start over if it belongs to another round. */
  function take() {
    const form = find();
    const action = form?.getAttribute('action');
    // Closed or gone: never queue a late ballot.
    if (now && now.action !== action) drop(now);
    showMissed(action);
    if (!form) return;
    if (!now) {
      const dots = {};
      for (const control of controls(form)) {
        dots[control.name] = isBox(control) ? Number(control.defaultChecked) : Number(control.defaultValue) || 0;
      }
      const version = Number(form.elements.namedItem('version')?.value) || 0;
      now = { action, dots, acked: { ...dots }, version, dirty: false, flying: null, lost: null, unsure: false, wait: 0, timer: 0 };
    }
    takeNote(false);
    paint(form);
  }
  function drop(ballot) {
    clearTimeout(ballot.timer);
    now = null;
    // What is on its way may be in time: its answer will tell.
    if (ballot.dirty && !ballot.flying) missed(ballot);
  }

  // --- A ballot that came too late: said with the result, until the next vote. We keep that it did, not what it was. ---
  /** Kept from the first try on: the page may be gone before the vote closes. */
  const mark = ({ action, unsure }) => store.set(tooLate, JSON.stringify({ place: pb.place, action, unsure }));
  function missed(ballot) {
    const counted = !ballot.unsure && equal(ballot.dots, ballot.acked);
    if (counted) store.remove(tooLate); else mark(ballot);
    const open = find()?.getAttribute('action'), note = document.getElementById('missed');
    const sentence = note?.dataset[ballot.unsure ? 'unsure' : 'sure'];
    if (!counted && open && open !== ballot.action) pb.notice(sentence);
    showMissed(open);
  }
  function showMissed(open) {
    const note = document.getElementById('missed');
    let kept = null;
    try { kept = JSON.parse(store.get(tooLate)); } catch { /* not ours */ }
    // Another vote has opened; or this one is still open, and the ballot shows what is stored.
    if (kept && open && (open !== kept.action || !now)) store.remove(tooLate);
    if (!note) return;
    const sentence = kept && !open ? note.dataset[kept.unsure ? 'unsure' : 'sure'] : '';
    if (sentence && note.textContent !== sentence) {
      pb.unsay('ballot');
      pb.announce(sentence, 'missed');
    }
    note.textContent = sentence;
    note.hidden = !sentence;
  }

  /** The note holds the server's account of my ballot; it wins unless I have moved on since. */
  function takeNote(force) {
    const note = document.getElementById('ballot-note');
    if (!note?.dataset.version || (note.dataset.of && !now.action.includes(note.dataset.of))) return;
    const version = Number(note.dataset.version);
    if (version <= now.version && !force) return;
    now.version = version;
    if (!note.dataset.dots) return;
    const dots = {};
    for (const [idea, count] of Object.entries(JSON.parse(note.dataset.dots))) dots[`dots-${idea}`] = count;
    now.acked = dots;
    if (!now.dirty && !now.flying) now.dots = { ...dots };
  }

  function paint(form = find()) {
    if (!form || !now) return;
    const total = Number(form.dataset.dots) || Infinity, most = Number(form.dataset.most) || total;
    const left = total - sum();
    for (const control of controls(form)) {
      const count = now.dots[control.name] || 0;
      if (isBox(control)) { control.checked = count > 0; continue; }
      // Leave a half-typed number alone until the field loses focus.
      if (document.activeElement !== control || Number(control.value) !== count) {
        if (control.value !== '' || document.activeElement !== control) control.value = String(count);
      }
      const stepper = control.closest('[data-stepper]');
      if (!stepper) continue;
      stepper.dataset.count = count;
      control.setAttribute('aria-valuetext', wordsFor(control));
      for (const button of stepper.querySelectorAll('[data-step]')) {
        const up = Number(button.dataset.step) > 0;
        // Not `disabled`: that would take the focus away.
        button.setAttribute('aria-disabled', String(up ? left < 1 || count >= most : count < 1));
      }
    }
    const note = document.getElementById('left');
    if (note && total !== Infinity) {
      const text = left < 1 ? note.dataset.leftNone : left === 1 ? note.dataset.leftOne : note.dataset.leftMany;
      note.textContent = fill(text, { n: left, total });
    }
    const { textSaving, textUnsaved } = form.dataset;
    if (now.dirty || now.flying) say(form, now.wait ? textUnsaved : textSaving);
  }
  const wordsFor = (control) => fill(control.closest('[data-stepper]')?.dataset.words,
    { n: now.dots[control.name] || 0, total: find().dataset.dots });
  function say(form, text) {
    const note = document.getElementById('ballot-note');
    if (!note || note.dataset.said === `${now.words}|${text}`) return;
    note.dataset.said = `${now.words}|${text}`;
    note.textContent = text || '';
    if (now.wait) pb.announce(text, 'ballot');
  }

  function change(control, wanted) {
    const form = control.form;
    const total = Number(form.dataset.dots) || Infinity, most = isBox(control) ? 1 : Number(form.dataset.most) || total;
    const had = now.dots[control.name] || 0;
    const may = Math.min(most, total - (sum() - had));
    const count = Math.max(0, Math.min(may, Math.round(wanted) || 0));
    if (count !== had) {
      now.dots[control.name] = count;
      now.words = wordsFor(control);
      now.dirty = true;
      sendIn(now.wait || GATHER);
    } else if (wanted > may) pb.announce(document.getElementById('left')?.textContent, 'ballot');
    paint(form);
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-step]');
    const control = button?.closest('[data-stepper]')?.querySelector('input[name^="dots-"]');
    if (!control || !now || control.disabled) return;
    change(control, (now.dots[control.name] || 0) + Number(button.dataset.step));
  });
  for (const kind of ['input', 'change']) {
    document.addEventListener(kind, ({ target }) => {
      if (!now || !target.matches?.('#ballot input[name^="dots-"]')) return;
      change(target, isBox(target) ? Number(target.checked) : Number(target.value));
      if (kind === 'change' && !isBox(target)) target.value = String(now.dots[target.name] || 0);
    });
  }
  document.addEventListener('submit', (event) => {
    if (!event.target.matches('#ballot[data-ballot]')) return;
    // Enter in a number field: the choice is already on its way.
    event.preventDefault();
    event.stopImmediatePropagation();
    if (now?.dirty) sendIn(0);
  }, true);

  // --- Sending ---
  function sendIn(ms) {
    clearTimeout(now.timer);
    now.timer = setTimeout(send, ms);
  }
  async function send() {
    const form = find(), mine = now;
    if (!form || !mine?.dirty || mine.flying) return;
    if (navigator.onLine === false) return again(mine);
    const likely = pb.connected();
    mine.dirty = false;
    mine.flying = { ...mine.dots };
    const choices = new URLSearchParams({ version: mine.version });
    for (const control of controls(form)) {
      const count = mine.flying[control.name] || 0;
      if (!control.disabled && count) choices.set(control.name, count);   // what is absent has none
    }
    const aborter = new AbortController();
    const late = setTimeout(() => aborter.abort(), PATIENCE);
    let answer = null, text = '';
    try {
      // keepalive: the last dot still arrives when the phone goes into a pocket.
      answer = await fetch(mine.action, {
        method: 'POST', body: choices, keepalive: true, signal: aborter.signal,
        headers: { 'HX-Request': 'true', Accept: 'text/html' },
      });
      text = await answer.text();
    } catch { /* handled below: no answer, or half of one */ }
    clearTimeout(late);
    const snapshot = mine.flying;
    mine.flying = null;
    const outcome = pb.outcome(answer, text);
    if (outcome === 'taken') Object.assign(mine, { acked: snapshot, unsure: false });
    // It may have arrived, and only the answer was lost. If we knew that we were offline, it has not.
    else if (outcome === 'lost') mine.unsure ||= likely && (!answer || answer.status === 504);
    if (now !== mine) return missed(mine);
    if (outcome === 'lost') return again(mine, snapshot, pb.pause(answer));
    if (outcome === 'taken') await accepted(mine, text);
    else if (answer.status === 409) await conflict(mine, text);
    else await turnedDown(mine, answer, text);
    if (now === mine && mine.dirty) sendIn(0);
  }
  function again(mine, snapshot = mine.lost, pause = 0) {
    mine.lost = snapshot;
    mine.dirty = true;
    mark(mine);
    mine.wait = Math.min((mine.wait || 500) * 2, RETRY_MOST);
    paint();
    sendIn(Math.max(pause, mine.wait * (0.75 + Math.random() / 2)));
  }
  async function accepted(mine, text) {
    pb.writes += 1;
    body.dataset.acted = '';
    mine.lost = null;
    mine.wait = 0;
    store.remove(tooLate);
    const before = mine.version;
    await pb.swap(text);
    if (mine.version === before) mine.version += 1;
    if (now !== mine || mine.dirty) return;
    if (!/ballot-note/.test(text)) say(find(), find()?.dataset.textSaved);
    pb.announce(`${mine.words || ''}. ${document.getElementById('ballot-note')?.textContent || ''}`.replace(/^\. /, ''), 'ballot');
  }
  async function conflict(mine, text) {
    const chosen = { ...mine.dots }, lost = mine.lost;
    mine.dirty = false;
    mine.lost = null;
    mine.wait = 0;
    await pb.swap(text);
    // Refused as too late before the page has heard that the vote is closed; else the page now shows what is stored.
    if (document.querySelector('#ballot-note.failed') || now !== mine) return missed({ ...mine, dots: chosen });
    mine.unsure = false;
    store.remove(tooLate);
    takeNote(true);
    // The server has a ballot of ours whose answer was lost. Nobody else changed it, so go on from there.
    if (lost && equal(mine.acked, lost) && !equal(chosen, lost)) {
      mine.dots = chosen;
      mine.dirty = true;
    } else mine.dots = { ...mine.acked };
    paint();
  }
  async function turnedDown(mine, answer, text) {
    mine.dirty = false;
    mine.wait = 0;
    mine.dots = { ...mine.acked };
    store.remove(tooLate);
    const sentence = pb.sentence(answer, text);
    if (sentence) pb.notice(sentence);
    else await pb.swap(text);
    pb.announce(document.getElementById('ballot-note')?.textContent, 'ballot');
    paint();
  }
  const retry = () => { if (now?.dirty && !now.flying) sendIn(0); };
  window.addEventListener('online', retry);
  document.addEventListener('peerboard:connected', retry);
  window.addEventListener('pagehide', () => { if (now) { clearTimeout(now.timer); send(); } });
  document.addEventListener('htmx:after:swap', take);
  document.addEventListener('DOMContentLoaded', take);
})();
