/* What every page shares: sentences, keeping focus, the timer, personal elements, copying. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const body = document.body;
  const $ = (selector) => document.querySelector(selector);

  pb.members = () => Number($('#here')?.dataset.members) || 0;
  /** Swap an answer's partials; content outside partials is ignored. */
  pb.swap = (text, source = body) => window.htmx.swap({
    sourceElement: source, target: source, swap: 'none swapEmpty:false', text, transition: false,
  });
  /** Reload, but never twice within a minute: a page that cannot follow must not spin. */
  pb.reload = () => {
    try {
      // The clock may have been set back since; that counts as long ago too.
      if (Math.abs(Date.now() - (Number(sessionStorage.getItem('reloaded')) || 0)) < 60e3) return;
      sessionStorage.setItem('reloaded', String(Date.now()));
    } catch { return; }
    location.reload();
  };

  // --- The server's time. This device's clock may be minutes off, and may be corrected while the page is open. ---
  let skew = 0;
  pb.now = () => Date.now() + skew;
  /** Set the server's time, as it was `age` ms ago. */
  pb.clock = (now, age = 0) => {
    if (!now) return;
    skew = Number(now) + age - Date.now();
    tick();
  };

  let noticeTimer = 0;
  /** Show a sentence about something that failed, long enough to be read. */
  pb.notice = (text) => {
    const notice = $('#notice');
    pb.announce(text);
    if (!notice || !text) return;
    notice.textContent = text;
    notice.hidden = false;
    clearTimeout(noticeTimer);
    noticeTimer = setTimeout(() => { notice.hidden = true; }, 12e3);
  };

  // --- Personal elements: a broadcast is drawn for somebody who has not acted; those who have fetch their own. ---
  let mineTimer = 0, mineAgain = false, mineFlying = false;
  pb.writes = 0;
  /** Fetch what is mine, within `spread` ms, one fetch at a time. */
  pb.mine = (spread = 0) => {
    if (!body.dataset.mine) return;
    if (mineFlying) { mineAgain = true; return; }
    if (!mineTimer) mineTimer = setTimeout(fetchMine, Math.random() * spread);
  };
  async function fetchMine() {
    mineTimer = 0;
    mineAgain = false;
    mineFlying = true;
    const writes = pb.writes;
    try {
      const answer = await fetch(body.dataset.mine, { cache: 'no-store', headers: { 'HX-Request': 'true' } });
      const text = answer.ok && !answer.redirected ? await answer.text() : '';
      // Something written meanwhile has been answered, and that answer is newer than this one.
      if (writes !== pb.writes) mineAgain = true;
      else if (text) await pb.swap(text);
    } catch { /* the stream notices a lost connection, and asks again once it is back */ }
    mineFlying = false;
    if (mineAgain) pb.mine(500);
  }
  /** Whether a frame says of several parts which have changed ([data-parts]), and mine ([data-part]) is among them. */
  function moved(frame) {
    if (typeof frame.content !== 'string' || !frame.content.includes('data-parts')) return false;
    const parts = $('[data-parts]'), mine = $('[data-part]');
    return Boolean(parts && mine) && !parts.dataset.parts.split(' ').includes(mine.dataset.part);
  }
  pb.afterFrame = (frame) => {
    const holds = typeof frame.content === 'string' && frame.content.includes('data-personal');
    // data-news: something became mine without my doing anything, for example because a scribe wrote it for me.
    const part = moved(frame);
    if (frame.mine || part || (holds && frame.content.includes('data-news'))) body.dataset.acted = '';
    // data-look-again: how much waits is shown to those who moderate alone, whose page fetches it.
    const looks = typeof frame.content === 'string' && frame.content.includes('data-look-again') && $('#moderates a');
    if (frame.mine || part || looks || (holds && body.dataset.acted != null)) pb.mine(Math.min(3e3, pb.members()));
  };

  // --- Swaps: new cards join their list, focus survives, personal elements wait for their own answer. ---
  let focused = null, broadcast = false;
  document.addEventListener('htmx:before:swap', ({ detail }) => {
    focused = document.activeElement === body ? null : document.activeElement;
    broadcast = detail.ctx.sourceElement?.id === 'stream';
    if (broadcast) keep(detail.tasks);
    for (const task of detail.tasks) {
      const into = task.target === null && task.fragment.firstElementChild?.dataset.into;
      if (!into) continue;
      task.target = $(into);
      task.swapSpec = { style: 'beforeend' };
    }
  });
  document.addEventListener('htmx:after:swap', () => {
    broadcast = false;
    // Gone, or inside a form that this phase hides.
    const unseen = (element) => !element?.isConnected || element.checkVisibility?.() === false;
    if (focused && unseen(focused)) {
      const twin = focused.id ? document.getElementById(focused.id) : null;
      const place = (unseen(twin) ? null : twin) || $('#room h1, #room h2') || $('#room');
      if (place && !place.matches('a,button,input,select,textarea')) place.tabIndex = -1;
      place?.focus({ preventScroll: true });
    }
    focused = null;
    tick();
    fetchScripts();
  });
  /** A script that only one phase needs comes with that phase; if we are offline, at the next change. */
  function fetchScripts() {
    for (const wanted of document.querySelectorAll('meta[name=script-for]')) {
      if (!$(wanted.content)) continue;
      const script = document.createElement('script');
      script.src = wanted.dataset.src;
      script.addEventListener('error', () => script.replaceWith(wanted));
      wanted.replaceWith(script);
    }
  }
  /** A form about what the room has moved on from stays in its [data-keeps] while its words are unsent, and then with its
      thanks until the room moves on again. */
  function keep(tasks) {
    for (const form of [...document.querySelectorAll('[data-keeps] form[id]:is(.has-draft, :has([data-note] .notice.good))')].reverse()) {
      const place = `#${CSS.escape(form.closest('[data-keeps]').id)}`;
      for (const { fragment } of tasks) {
        const keeper = fragment?.querySelector(place);
        if (!keeper || keeper.querySelector(`#${CSS.escape(form.id)}`)) continue;
        if (form.matches('.has-draft') || sameAsBefore(keeper)) keeper.prepend(form.cloneNode(true));
      }
    }
  }
  function sameAsBefore(keeper) {
    const forms = [...keeper.querySelectorAll('form[id]')];
    return forms.length > 0 && forms.every(({ id }) => document.getElementById(id));
  }
  pb.touched = new WeakSet();
  const morph = {
    htmx_before_morph_node(old, { newNode }) {
      // A broadcast must not change typed words, nor personal elements once the person has acted.
      if (pb.touched.has(old)) {
        for (const name of ['aria-invalid', 'aria-describedby', 'class']) {
          if (newNode.hasAttribute(name)) old.setAttribute(name, newNode.getAttribute(name));
          else old.removeAttribute(name);
        }
        return false;
      }
      // A form being filled in keeps the version its author saw; otherwise saving it could overwrite changes unseen.
      if (broadcast && old.type === 'hidden' && [...old.form?.elements ?? []].some((each) => pb.touched.has(each))) return false;
      // What I did in one step or round says nothing about the next: [data-of] names which it belongs to.
      return !(broadcast && body.dataset.acted != null && old.matches('[data-personal]') && newNode.matches('[data-personal]')
        && old.dataset.of === newNode.dataset.of);
    },
    htmx_before_morph_attr(element, { attrName }) {
      return !['aria-busy', 'aria-live', 'data-changed'].includes(attrName) && !(attrName === 'class' && element.matches('form[data-draft]'));
    },
  };

  // --- The timer belongs to the server and is only shown here. At zero it says so and takes nothing away. ---
  const SOON = 60e3;
  let overSaid = '', before = 0;
  function tick() {
    const timer = $('#timer');
    const face = timer?.querySelector('[data-clock]');
    if (!face) return;
    const { ends, left, over, soon } = timer.dataset;
    if (!ends && !left) return;
    const ms = left ? Number(left) : Number(ends) - pb.now();
    const seconds = Math.max(0, Math.ceil(ms / 1e3));
    const clock = `${String(Math.floor(seconds / 60)).padStart(2, '0')}:${String(seconds % 60).padStart(2, '0')}`;
    const text = seconds === 0 && over ? over : clock;
    if (face.textContent !== text) face.textContent = text;
    // Said once, as it happens, never to somebody who arrives later; the one-minute warning only if there was more time.
    if (ends && before > SOON && ms <= SOON && ms > 0) pb.announce(soon, 'timer');
    if (ends && seconds === 0 && overSaid !== ends) {
      if (overSaid !== '' || ms > -5e3) pb.announce(over, 'timer');
      overSaid = ends;
    }
    before = ends ? ms : 0;
  }

  // --- Copying a code or a link. Plain http has no clipboard API, hence the old way as well. ---
  async function copy(button) {
    const source = button.dataset.copy.startsWith('#') ? $(button.dataset.copy) : null;
    const text = source ? (source.value ?? source.textContent).trim() : button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = document.createElement('textarea');
      area.value = text;
      button.after(area);
      area.select();
      document.execCommand('copy');
      area.remove();
      button.focus();
    }
    const before = button.dataset.label ??= button.textContent;
    if (!button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    pb.announce(button.dataset.copied);
    setTimeout(() => { button.textContent = before; }, 3e3);
  }
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-copy]');
    if (button) copy(button);
  });

  document.addEventListener('DOMContentLoaded', () => {
    setInterval(tick, 500);
    tick();
    fetchScripts();
    // The page states the time it was made, which may be a while ago on a bad connection.
    const came = performance.getEntriesByType?.('navigation')[0]?.responseStart;
    pb.clock(body.dataset.now, came > 0 ? Math.max(0, Math.min(performance.now() - came, 60e3)) : 0);
    if (!window.htmx) return;
    Object.assign(window.htmx.config, {
      defaultSwap: 'none', history: false, morphIgnore: ['data-htmx-powered', 'open'],
    });
    window.htmx.registerExtension('peerboard', morph);
    // htmx may have processed the page before its socket extension was loaded: let it look again.
    window.htmx.process(body);
  });
})();
