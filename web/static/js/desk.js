/* The coordinator's desk: a new step begins at the top, and who saves an agreement goes on with the next. */
(() => {
  'use strict';
  const $ = (selector) => document.querySelector(selector);
  const step = () => $('#where')?.textContent;
  let seen = null, inHand = false;
  /** In the middle of writing: then the page stays where it is. */
  const writes = () => $('form.has-draft') || document.activeElement?.matches?.('main :is(input, textarea, select)');

  document.addEventListener('DOMContentLoaded', () => { seen = step(); });
  document.addEventListener('htmx:before:swap', () => { inHand = Boolean(document.activeElement?.closest?.('#in-hand')); });
  document.addEventListener('htmx:after:swap', () => {
    const hand = $('#in-hand h2');
    if (inHand && hand && !document.activeElement?.closest?.('#in-hand')) {
      hand.tabIndex = -1;
      hand.focus({ preventScroll: true });
    }
    if (step() === seen) return;
    seen = step();
    if (!writes()) window.scrollTo(0, 0);
  });
})();
