/* A message ends when what it speaks of ends: "Tak" when one writes on, is offline, or the step is over; an error when its
   field is empty again. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const typed = (control) => control.matches('textarea') || /^(text|email|tel|search|number|date)$/.test(control.type);
  const formOf = ({ detail }) => detail.ctx.sourceElement?.closest?.('form');

  /** The thanks for what was sent before are over, in this form or everywhere. */
  pb.thanked = (within = document) => {
    for (const note of within.querySelectorAll('[data-note]:has(.notice.good)')) note.replaceChildren();
  };
  /** The error at a field is over. */
  function forgiven(field) {
    const error = field?.querySelector('.error');
    if (!error) return;
    field.classList.remove('wrong');
    for (const control of field.querySelectorAll('[aria-invalid],[aria-describedby]')) {
      control.removeAttribute('aria-invalid');
      const rest = (control.getAttribute('aria-describedby') || '').split(' ').filter((id) => id !== error.id).join(' ');
      if (rest) control.setAttribute('aria-describedby', rest); else control.removeAttribute('aria-describedby');
    }
    error.remove();
  }
  function allForgiven(form) {
    for (const field of form.querySelectorAll('.wrong')) forgiven(field);
    for (const note of form.querySelectorAll('[data-note]:has(.notice.wrong, [data-asks])')) note.replaceChildren();
  }

  document.addEventListener('input', ({ target }) => {
    const { form } = target;
    if (!form) return;
    // Thanks that stay as long as an answer is saved are hidden while another one is not (css/notices.css).
    form.dataset.changed = '';
    pb.thanked(form);
    if (!typed(target) || !target.value.trim()) forgiven(target.closest('.field, .choices'));
    if (![...form.elements].some((control) => typed(control) && control.value.trim())) allForgiven(form);
  });
  document.addEventListener('reset', ({ target }) => allForgiven(target));
  window.addEventListener('offline', () => pb.thanked());
  document.addEventListener('peerboard:step', () => {
    pb.thanked();
    for (const form of document.querySelectorAll('form[data-draft]:not(.has-draft)')) allForgiven(form);
  });
  // The button may be at the other end of the screen: what came of it is to be seen.
  document.addEventListener('htmx:finally:request', (event) => {
    formOf(event)?.querySelector('[data-note] .notice, .error')?.scrollIntoView({ block: 'nearest' });
  });
})();
