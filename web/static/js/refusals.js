/* What came of something that was sent: taken, refused, or lost; how long to wait before it goes again; and the sentence
   that says so. Proxies and networks answer too, with pages of their own, and those are never shown as ours. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const words = document.body.dataset;
  const ROOM = 4000, WAIT_MOST = 120e3;
  const again = (status) => !status || status >= 500 || [408, 425, 429].includes(status);
  const toSignIn = (answer) => answer.redirected && /^\/(login.*)?$/.test(new URL(answer.url).pathname);
  const isOurs = (text) => /<hx-partial/i.test(text || '');

  /** 'taken', 'refused', or 'lost': send it again. `answer` is fetch's, or none; `text` is missing if it broke off. */
  pb.outcome = (answer, text) => {
    if (again(answer?.status)) return 'lost';
    if (answer.status >= 400 || toSignIn(answer)) return 'refused';
    // A Wi-Fi login page answers 200 too: nothing has reached the server.
    return text?.trim() && !answer.redirected && !isOurs(text) ? 'lost' : 'taken';
  };
  /** How many milliseconds the refusal asks us to wait; 0 if it does not say. */
  pb.pause = (answer) => {
    const said = answer?.headers.get('Retry-After');
    const ms = /^\d+$/.test(said || '') ? Number(said) * 1e3 : Date.parse(said || '') - pb.now();
    return Math.max(0, Math.min(ms || 0, WAIT_MOST));
  };
  /** Our own sentence if the answer has none; empty if it carries one of ours. */
  pb.sentence = (answer, text, form) => {
    const status = answer?.status ?? 0;
    if (status < 500 && isOurs(text)) return '';
    if (status === 413) {
      const longest = Math.max(0, ...[...form?.elements ?? []].map((control) => control.value?.length || 0));
      return longest > ROOM ? words.textLong.replace('{n}', longest.toLocaleString(document.documentElement.lang)) : words.textMuch;
    }
    if (status === 429) return words.textBusy;
    if (status >= 500 || status === 408 || status === 425) return words.textAway;
    if (status >= 400) return words.textStale;
    return status ? words.textFailed : words.textLine;
  };
})();
