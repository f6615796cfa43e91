/* A new step takes people there. Whoever is in the middle of something is left alone: then the bar at the thumb says
   "Nu: Stem", and leads there. */
(() => {
  'use strict';
  const $ = (id) => document.getElementById(id);
  const FIELD = 'textarea,select,input:not([type=radio],[type=checkbox],[type=hidden])';
  const step = () => `${$('where')?.dataset.no} ${$('where')?.textContent} ${$('room')?.dataset.phase}`;
  const heading = () => $('question') || $('thanks') || document.querySelector('#room h2') || $('room');
  const inDialog = () => document.querySelector('dialog[open], [popover]:popover-open, #reading[open]');
  const writing = () => document.activeElement?.matches(FIELD) || document.querySelector('form.has-draft');
  let at = null;

  const seen = new IntersectionObserver((entries) => {
    if (entries.some((entry) => entry.isIntersecting)) hide();
  });
  function hide() {
    $('news').hidden = true;
    seen.disconnect();
  }
  function lead() {
    const place = heading();
    hide();
    place.tabIndex = -1;
    place.focus({ preventScroll: true });
    // The bar above has two lines in large letters.
    window.scrollBy(0, place.getBoundingClientRect().top - $('step-bar').offsetHeight - 16);
  }
  document.addEventListener('htmx:after:swap', () => {
    const now = step();
    if (at === null || now === at) return;
    at = now;
    document.dispatchEvent(new Event('peerboard:step'));
    if (!inDialog() && !writing()) return lead();
    $('now').textContent = $('where').dataset.announce;
    $('news').hidden = false;
    // Who gets there alone needs no button.
    seen.disconnect();
    seen.observe(heading());
  });
  document.addEventListener('click', (event) => {
    if (!event.target.closest('#now')) return;
    event.preventDefault();
    lead();
  });
  document.addEventListener('DOMContentLoaded', () => { at = step(); });
})();
