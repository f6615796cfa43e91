/* Forms: nothing typed is lost, nothing is sent twice, and anything dangerous is confirmed first. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const { store } = pb;
  const body = document.body;
  const PATIENCE = 20e3, RETRY_FIRST = 5e3, RETRY_MOST = 60e3, WRITING = 30e3;
  // One phone may hold seats on two boards; a new seat on the same board is another person.
  const place = pb.place = body.dataset.board || body.dataset.id || '';

  const drafted = (form) => form?.matches?.('form[data-draft][id]');
  const slots = (form) => `draft:${body.dataset.seat || ''}:${form.id}:`;
  const slot = (form) => slots(form) + pb.tab;
  const typed = (form) => [...form.elements].filter((control) => control.name
    && !/^(password|file|submit|button)$/.test(control.type));
  const entries = (form) => typed(form)
    .filter((control) => !/^(checkbox|radio)$/.test(control.type) || control.checked)
    .map((control) => [control.name, control.value]);
  // What a person wrote or chose; the server's answer may give hidden fields new values.
  const words = (form) => JSON.stringify(typed(form).filter((control) => control.type !== 'hidden')
    .map((control) => [control.name, /^(checkbox|radio)$/.test(control.type) ? control.checked : control.value]));
  const written = (form) => typed(form).some((control) => control.type !== 'hidden'
    && control.matches('input,textarea') && !/^(checkbox|radio)$/.test(control.type)
    && control.value.trim() && control.value !== control.defaultValue);

  // --- Somebody else at this screen: once they have a seat, what the previous person did not send is deleted ---
  if (body.dataset.seat && store.get('another')) {
    for (const key of store.keys()) {
      if (/^(draft|unsent):/.test(key) && key.split(':')[1] !== body.dataset.seat) store.remove(key);
    }
    store.remove('another');
  }
  // Once somebody is in, the address need not show how they came in.
  if (body.dataset.seat && /[?&]way=/.test(location.search)) history.replaceState(history.state, '', location.pathname + location.hash);

  // --- Drafts ---
  const read = (form) => { try { return JSON.parse(store.get(slot(form))); } catch { return null; } };
  function save(form, unsent = false) {
    if (written(form)) store.set(slot(form), JSON.stringify({ place, unsent, at: Date.now(), entries: entries(form) }));
    else store.remove(slot(form));
    show(form, unsent);
  }
  function show(form, unsent) {
    form.classList.toggle('has-draft', written(form));
    for (const note of form.querySelectorAll('[data-unsent]')) note.hidden = !unsent && !pb.unsent?.waiting(form);
  }
  const restored = new WeakSet(), edited = new WeakMap();
  function restore(form) {
    if (restored.has(form)) return;
    restored.add(form);
    if (store.get(slot(form)) === null && pb.isNewTab) takeOver(form);
    else fillIn(form);
  }
  /** The newest words left behind by a tab that is gone. */
  async function takeOver(form) {
    const at = (key) => { try { return JSON.parse(store.get(key)).at || 0; } catch { return 0; } };
    const left = store.keys().filter((key) => `${key}:`.startsWith(slots(form)) && key !== slot(form)).sort((one, other) => at(other) - at(one));
    for (const key of left) {
      await pb.ifGone(key.slice(slots(form).length), () => {
        const words = store.get(key);
        if (words === null || written(form) || !form.isConnected) return;
        store.remove(key);
        store.set(slot(form), words);
        fillIn(form);
      });
    }
  }
  function fillIn(form) {
    const draft = read(form);
    if (!draft) return;
    for (const control of typed(form)) {
      const values = draft.entries.filter(([name]) => name === control.name).map(([, value]) => value);
      if (/^(checkbox|radio)$/.test(control.type)) control.checked = values.includes(control.value);
      else if (values.length) control.value = values[0];
      if (control.type !== 'hidden') pb.touched.add(control);
    }
    show(form, draft.unsent);
    if (draft.unsent) setTimeout(() => send(form));
  }
  function restoreAll() {
    for (const form of document.querySelectorAll('form[data-draft][id]')) restore(form);
  }
  function settle(form) {
    for (const control of form.elements) pb.touched.delete(control);
    store.remove(slot(form));
  }
  /** Empty the form for the next idea: its words are kept elsewhere now. */
  pb.emptied = (form) => {
    settle(form);
    form.elements.namedItem('key').value = '';
    form.reset();
    show(form, false);
  };
  /** Put words back into a form that has none. False when it holds others, which must not be thrown away. */
  pb.refill = (form, fields) => {
    typed(form).find((control) => control.type !== 'hidden')?.focus();
    if (written(form)) return false;
    const values = new Map(fields);
    for (const control of typed(form)) {
      if (!values.has(control.name) || /^(checkbox|radio)$/.test(control.type)) continue;
      control.value = values.get(control.name);
      if (control.type !== 'hidden') pb.touched.add(control);
    }
    save(form);
    return true;
  };

  document.addEventListener('input', ({ target }) => {
    if (!target.matches?.('input,textarea,select') || !target.form) return;
    if (!target.closest('[data-ballot]')) pb.touched.add(target);
    if (!drafted(target.form)) return;
    edited.set(target.form, performance.now());
    save(target.form, Boolean(read(target.form)?.unsent));
  });

  // --- Before a form is sent: not twice, confirmed, with its key ---
  const busy = new WeakSet(), agreed = new WeakSet();
  function hold(form, held) {
    if (held) busy.add(form); else busy.delete(form);
    if (held) form.setAttribute('aria-busy', 'true'); else form.removeAttribute('aria-busy');
  }
  // A dialog's close event comes a little later: an abandoned question may hear it when the next one is open already. So
  // each question ends the one before it, and only listens to its own dialog.
  let asked = new AbortController();
  function shut(dialog) {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    return new Promise((closed) => {
      dialog.addEventListener('close', () => { if (!dialog.open) closed(); }, { signal });
    });
  }
  async function ask(form, submitter, question) {
    const dialog = document.getElementById('confirm');
    if (!dialog?.showModal) {
      if (!window.confirm(question)) return;
    } else {
      dialog.querySelector('[data-question]').textContent = question;
      dialog.returnValue = '';
      dialog.showModal();
      await shut(dialog);
      if (dialog.returnValue !== 'yes' || !form.isConnected) return;
    }
    agreed.add(form);
    form.requestSubmit(submitter?.isConnected ? submitter : undefined);
  }
  document.addEventListener('submit', (event) => {
    const form = event.target, submitter = event.submitter;
    const refuse = () => { event.preventDefault(); event.stopImmediatePropagation(); };
    if (form.method === 'dialog' || form.matches('[data-ballot]')) return;
    if (busy.has(form)) return refuse();
    const question = submitter?.dataset.confirm || form.dataset.confirm;
    if (question && !agreed.has(form)) {
      refuse();
      ask(form, submitter, question);
      return;
    }
    agreed.delete(form);
    if (form.matches('[data-another]')) store.set('another', '1');
    if (form.matches('[data-leave]')) {
      for (const key of store.keys()) if (pb.ofSeat.test(key)) store.remove(key);
    }
    const key = form.elements.namedItem('key');
    if (key?.type === 'hidden' && !key.value) key.value = pb.newKey();
    if (pb.unsent.waits(form)) {
      refuse();
      pb.unsent.put(form);
      return;
    }
    if (form.hasAttribute('hx-post')) return;
    hold(form, true);
    setTimeout(() => hold(form, false), 8e3);
  }, true);
  window.addEventListener('pageshow', () => { for (const form of document.forms) hold(form, false); });
  document.addEventListener('change', ({ target }) => {
    if (target.matches?.('[data-autosubmit]')) target.form.requestSubmit();
  });

  // --- While it is on its way, and what came of it ---
  const sent = new WeakMap(), retries = new WeakMap();
  const formOf = ({ detail }) => detail.ctx.sourceElement?.closest?.('form');
  document.addEventListener('htmx:config:request', ({ detail }) => { detail.ctx.request.timeout ??= PATIENCE; });
  document.addEventListener('htmx:before:request', (event) => {
    const form = formOf(event);
    if (!form) return;
    hold(form, true);
    sent.set(form, words(form));
    edited.delete(form);
    // The last answer's "Tak" must not stay beside words that have not been sent.
    if (drafted(form)) for (const note of form.querySelectorAll('[aria-live]')) note.replaceChildren();
    // Kept before it is sent: if the phone dies now, the same key is sent again later.
    if (pb.unsent.leaves(form)) store.remove(slot(form));
    else if (drafted(form)) save(form, Boolean(read(form)?.unsent));
  });
  document.addEventListener('htmx:before:response', (event) => {
    const { raw, status } = event.detail.ctx.response;
    if (raw.redirected) {
      event.preventDefault();
      setTimeout(() => go(raw.url));
    } else if (status >= 500) event.preventDefault();
  });
  function go(url) {
    const to = new URL(url);
    if (to.pathname === location.pathname && to.search === location.search) location.reload();
    else location.assign(url);
  }
  // Accepted: the server's own partials may fill the form again.
  document.addEventListener('htmx:before:swap', (event) => {
    const form = formOf(event);
    if (form && event.detail.ctx.response?.status < 400) for (const control of form.elements) pb.touched.delete(control);
  });
  document.addEventListener('htmx:finally:request', (event) => {
    const form = formOf(event), { ctx } = event.detail;
    if (!form || !sent.has(form)) return;
    // By now the button may be the next step's, and a second click would go one step too far.
    if (form.matches('[data-rest]')) setTimeout(() => hold(form, false), 1000);
    else hold(form, false);
    const { [pb.outcome(ctx.response?.raw, ctx.text)]: act } = { taken: acked, lost: failed, refused };
    act(form, ctx);
  });
  function acked(form, ctx) {
    pb.writes += 1;
    body.dataset.acted = '';
    clearTimeout(retries.get(form)?.timer);
    retries.delete(form);
    pb.unsent.arrived(form);
    if (words(form) === sent.get(form)) delete form.dataset.changed;
    if (drafted(form)) {
      const key = form.elements.namedItem('key');
      if (key) key.value = '';
      const unchanged = words(form) === sent.get(form);
      if (unchanged || form.dataset.draft !== 'new') {
        settle(form);
        if (form.dataset.draft === 'new') form.reset();
        show(form, false);
        if (pb.isNewTab) takeOver(form);
      } else save(form);
    }
    // Accepted, but the answer broke off on its way.
    if (ctx.text === undefined && !ctx.response.raw.redirected) pb.mine();
  }
  function failed(form, ctx) {
    const answer = ctx.response?.raw;
    if (!drafted(form)) return pb.notice(pb.sentence(answer, ctx.text, form));
    if (pb.unsent.failed(form, pb.pause(answer))) {
      // What was added meanwhile belongs to the next one.
      if (words(form) === sent.get(form)) return pb.emptied(form);
      form.elements.namedItem('key').value = '';
      return save(form);
    }
    save(form, true);
    pb.announce(form.querySelector('[data-unsent]')?.textContent.trim());
    sendLater(form, Math.min((retries.get(form)?.wait ?? RETRY_FIRST / 2) * 2, RETRY_MOST), pb.pause(answer));
  }
  function sendLater(form, wait, pause = 0) {
    clearTimeout(retries.get(form)?.timer);
    retries.set(form, { wait, timer: setTimeout(() => send(form), Math.max(pause, wait * (0.75 + Math.random() / 2))) });
  }
  function refused(form, ctx) {
    pb.unsent.refused(form);
    if (drafted(form)) save(form);
    pb.notice(pb.sentence(ctx.response.raw, ctx.text, form));
  }
  /** Send what is waiting, but not while somebody is writing in it again: half a sentence would go out. */
  function send(form) {
    if (!form.isConnected || busy.has(form) || !read(form)?.unsent || navigator.onLine === false) return;
    const writing = form.contains(document.activeElement) && performance.now() - (edited.get(form) ?? -Infinity) < WRITING;
    if (writing) sendLater(form, RETRY_FIRST);
    else form.requestSubmit();
  }
  function sendAll() {
    for (const form of document.querySelectorAll('form[data-draft][id]')) send(form);
  }
  window.addEventListener('online', sendAll);
  document.addEventListener('peerboard:connected', sendAll);

  document.addEventListener('htmx:after:swap', restoreAll);
  document.addEventListener('DOMContentLoaded', () => {
    for (const key of store.keys()) {
      const [, seat] = pb.ofSeat.exec(key) || [];
      if (seat === undefined || !body.dataset.seat || seat === body.dataset.seat) continue;
      try { if (JSON.parse(store.get(key)).place === place) store.remove(key); } catch { store.remove(key); }
    }
    restoreAll();
  });
})();
