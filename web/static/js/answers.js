/* A leader's answer: as it is written, the server draws what members will read. */
(() => {
  'use strict';
  const REST = 250;
  let timer, asked = 0;

  async function draw(form) {
    const mine = ++asked;
    let answer;
    try {
      answer = await fetch(form.dataset.preview, {
        method: 'POST', body: new URLSearchParams(new FormData(form)), headers: { 'HX-Request': 'true' },
      });
    } catch { return; }  // offline: the last preview stays, and the words are safe
    if (!answer.ok || mine !== asked) return;
    const made = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('preview');
    if (made && mine === asked) document.getElementById('preview')?.replaceWith(document.adoptNode(made));
  }
  function later({ target }) {
    const form = target.form;
    if (!form?.dataset?.preview) return;
    clearTimeout(timer);
    timer = setTimeout(() => draw(form), REST);
  }
  document.addEventListener('input', later);
  document.addEventListener('change', later);

  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target.form;
    if (!form?.closest('.answering')) return;
    event.preventDefault();
    form.requestSubmit();
  });

  // Somebody else was faster: say so beside the words, which stay. Not while an answer is on its way: then it is that one.
  function look() {
    const now = document.getElementById('letter-now')?.dataset.status;
    for (const form of document.querySelectorAll('form[data-preview]')) {
      const note = form.querySelector('[data-moved]');
      if (note) note.hidden = !now || form.matches('[aria-busy]') || form.elements.namedItem('from').value === now;
    }
  }
  document.addEventListener('htmx:after:swap', look);
  document.addEventListener('htmx:finally:request', () => queueMicrotask(look));

  // Refused: the form is taller than the screen, so bring what is wrong to whoever clicked at the end of it.
  document.addEventListener('htmx:finally:request', ({ detail }) => {
    const form = detail.ctx.sourceElement?.closest?.('.answering form');
    if (!form || !(detail.ctx.response?.status >= 400 && detail.ctx.response.status < 500)) return;
    const now = document.getElementById(form.id) ?? document.getElementById('reply');
    const seen = (control) => control.type !== 'hidden' && control.offsetParent !== null;
    const wrong = [...now.querySelectorAll('.wrong input, .wrong textarea')].find(seen);
    wrong?.focus({ preventScroll: true });
    (wrong?.closest('.wrong') ?? now.querySelector('.notice.wrong'))?.scrollIntoView({ block: 'center' });
  });

  // A fold with unsent words stays open.
  addEventListener('load', () => {
    for (const form of document.querySelectorAll('.answering details:not([open]) form.has-draft')) {
      form.closest('details').open = true;
    }
  });

  document.addEventListener('DOMContentLoaded', () => {
    look();
    const form = document.querySelector('form[data-preview]');
    if (!form) return;
    if (form.querySelector('[name="status"]:checked')) draw(form);
    // On a phone people read the idea first; if both are in sight, start at the answer.
    const wide = matchMedia('(min-width: 70rem)').matches;
    if (!wide || location.hash || document.activeElement !== document.body || form.closest('details:not([open])')) return;
    const first = form.querySelector('.wrong input, .wrong textarea') ?? form.querySelector('[name="status"]');
    first?.focus({ preventScroll: true });
  });
})();
