/* Following the board: which frames to apply, when to reconnect, and long polling where sockets are blocked. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const body = document.body;
  const stream = document.getElementById('stream');
  if (!stream) return;

  const SILENCE = 40e3, FIRST_FRAME = 5e3, LOST_AFTER = 2e3, POLL_HELD = 35e3;
  const REFUSED = { 403: 'removed', 404: 'removed', 410: 'over' }, CLOSED = { 4403: 'removed' };
  const dot = (body.dataset.at || '').lastIndexOf('.');
  let epoch = (body.dataset.at || '').slice(0, Math.max(0, dot));
  let seq = Number((body.dataset.at || '').slice(dot + 1)) || 0;
  let state = '', astray = false;
  let connection = null, heard = false, worked = false, failures = 0;
  const timers = {};
  const after = (name, ms, act) => {
    clearTimeout(timers[name]);
    timers[name] = setTimeout(act, ms);
  };
  const stop = (name) => clearTimeout(timers[name]);

  // --- How this page follows, as a state machine: an event that a state does not name changes nothing. ---
  const WAYS = {
    socket: { gap: 'behind', blocked: 'polling', failing: 'polling', ended: 'ended' },
    // Something was missed: ignore what arrives until the page has asked for everything again.
    behind: { rested: 'socket', blocked: 'polling', failing: 'polling', ended: 'ended' },
    // Sockets are blocked; now and then we try one beside the polling.
    polling: { retry: 'trying', ended: 'ended' },
    trying: { heard: 'socket', blocked: 'polling', closed: 'polling', ended: 'ended' },
    ended: {},
  };
  const ENTER = {
    socket(from) {
      if (from === 'behind') return reconnect();
      stop('socket');
      asking?.abort();
    },
    behind: fallBack,
    polling() {
      failures = 0;
      stop('first');
      stop('silence');
      restart();
      trySocketLater();
      poll();
    },
    trying: restart,
    ended() {
      for (const name in timers) stop(name);
      restart();
    },
  };
  let way = 'socket';
  const is = (...ways) => ways.includes(way);
  /** True when the event led to another state. */
  function happens(what) {
    const from = way;
    if (!WAYS[from][what]) return false;
    way = WAYS[from][what];
    ENTER[way](from);
    return true;
  }

  /** The query that both ways share. A position that is no use is not sent: the whole live part comes instead. */
  function url(base) {
    const at = new URL(base, location.href);
    at.searchParams.set('at', astray ? '' : `${epoch}.${seq}`);
    return at;
  }

  // --- Frames ---
  function judge(frame) {
    if (frame.whole) return 'apply';
    const foreign = frame.epoch != null && frame.epoch !== epoch;
    if (frame.after === undefined) return typeof frame.seq === 'number' && (foreign || frame.seq > seq) ? 'gap' : 'apply';
    if (foreign) return 'gap';
    if (frame.seq <= seq) return 'ignore';
    // Fragments are states, so a frame that starts before our position is as good as one that starts there.
    return frame.after <= seq ? 'apply' : 'gap';
  }
  function applied(frame) {
    // Other content may have drawn a newer state, so the one we know is no longer worth anything.
    if (frame.state != null || frame.content) state = frame.state ?? '';
    if (frame.whole || frame.after !== undefined) {
      epoch = frame.epoch ?? epoch;
      seq = frame.seq;
      body.dataset.at = `${epoch}.${seq}`;
      if (frame.whole) astray = false;
      if (connection) connection.url = socketUrl(connection.url);
    }
    pb.afterFrame(frame);
  }
  const socketUrl = (base) => url(base).href.replace(/^http/, 'ws');

  // --- The connection, as people see it ---
  let up = true, told = false, toldAt = -Infinity;
  /** Whether this page believes that its connection to the server works. */
  pb.connected = () => up && navigator.onLine !== false;
  function connected() {
    stop('lost');
    const lost = document.getElementById('lost');
    // If we have not said that it was lost, we need not say that it is back.
    if (told && !pb.unsay('line')) pb.announce(lost?.dataset.found, 'line');
    told = false;
    if (lost) lost.hidden = true;
    // While this device was away, my other device may have done something, and nobody here heard that ring.
    if (!up && body.dataset.acted != null) pb.mine(Math.min(3e3, pb.members()));
    if (!up) document.dispatchEvent(new Event('peerboard:connected'));
    up = true;
  }
  function disconnected() {
    if (is('ended') || document.hidden || !up) return;
    up = false;
    after('lost', LOST_AFTER, () => {
      const lost = document.getElementById('lost');
      if (!lost || up || document.hidden) return;
      lost.hidden = false;
      pb.thanked();
      // A flaky connection is shown each time, and read aloud once a minute.
      if (performance.now() - toldAt < 60e3) return;
      told = true;
      toldAt = performance.now();
      pb.announce(lost.textContent, 'line');
    });
  }
  function end(kind) {
    if (!happens('ended')) return;
    const lost = document.getElementById('lost'), notice = document.getElementById('ended');
    if (lost) lost.hidden = true;
    body.classList.add('is-ended');
    const text = kind === 'over' ? body.dataset.textOver : body.dataset.textRemoved;
    if (notice) {
      (notice.querySelector('[data-text]') || notice).textContent = text;
      notice.hidden = false;
      notice.tabIndex = -1;
      notice.focus();
    } else pb.notice(text);
    // After a meeting the page is a different one. No words are lost: drafts are kept, and this happens once.
    if (kind === 'over') setTimeout(pb.reload, 4e3 + Math.random() * Math.min(6e3, pb.members()));
  }

  // --- The socket. hx-ws owns it; forced processing drops its connection and makes a new one at once. ---
  function restart() {
    connection = null;
    heard = false;
    window.htmx.process(stream, true);
  }
  function reconnect() {
    if (is('ended') || document.hidden) return;
    disconnected();
    restart();
  }
  let gaps = 0, lastGap = -Infinity;
  function fallBack() {
    gaps = performance.now() - lastGap > 15e3 ? 1 : gaps + 1;
    lastGap = performance.now();
    astray = astray || gaps > 2;
    if (gaps > 6) return pb.reload();
    after('resync', Math.random() * 300 + (gaps - 1) * 700, () => happens('rested'));
  }
  function blocked() {
    if (!heard && !document.hidden) happens('blocked');
  }

  document.addEventListener('htmx:ws:before:connection', (event) => {
    if (is('ended', 'polling')) { event.preventDefault(); return; }
    connection = event.detail.connection;
    connection.url = socketUrl(connection.url);
    // After a deploy everybody comes back at once: the larger the room, the more they spread out.
    const base = 500 + Math.min(3e3, pb.members() / 2);
    Object.assign(connection.config, { reconnectDelay: base, reconnectMaxDelay: 8e3, reconnectJitter: 0.9 });
    const delay = connection.attempt ? Math.min(8e3, base * 2 ** (connection.attempt - 1)) * 1.9 : 0;
    after('first', delay + FIRST_FRAME, blocked);
  });
  document.addEventListener('htmx:ws:after:connection', (event) => {
    // When a hidden tab returns, a retry may still be pending, which would tear down this socket again.
    clearTimeout(event.detail.connection.timer);
    heard = false;
    after('first', FIRST_FRAME, blocked);
    after('silence', SILENCE, reconnect);
  });
  const parsed = new WeakMap();
  document.addEventListener('htmx:ws:before:message:incoming', (event) => {
    const { detail } = event;
    if (detail.connection !== connection || is('behind', 'ended')) { detail.cancelled = true; return; }
    let frame;
    try { frame = JSON.parse(detail.message.data); } catch { detail.cancelled = true; return; }
    heard = worked = true;
    failures = retryIn = 0;
    stop('first');
    after('silence', SILENCE, reconnect);
    happens('heard');
    pb.clock(frame.now);
    connected();
    const verdict = judge(frame);
    if (verdict === 'apply') parsed.set(detail.message, frame);
    else detail.cancelled = true;
    if (verdict === 'gap') happens('gap');
  });
  // The position only moves here, after the swap: what was not shown is asked for again.
  document.addEventListener('htmx:ws:after:message:incoming', ({ detail }) => {
    const frame = parsed.get(detail.message);
    if (frame) applied(frame);
  });
  document.addEventListener('htmx:ws:close', ({ detail }) => {
    if (detail.reason !== 'closed' || detail.connection !== connection || is('ended')) return;
    stop('silence');
    if (CLOSED[detail.code]) return end(CLOSED[detail.code]);
    disconnected();
    if (document.hidden) return;
    const sent = detail.code === 1012 || detail.code === 1013;
    if (!heard && !sent) failures += 1;
    heard = false;
    if (!sent && happens('closed')) return;
    if (failures >= 2) return happens('failing');
    if (!detail.connection.config.reconnectCodes.includes(detail.code)) {
      stop('first');
      after('again', 3e3 + Math.random() * 3e3, reconnect);
    }
  });

  // --- Long polling, and trying the socket again now and then ---
  let retryIn = 0;
  function trySocketLater() {
    // A socket that has worked before is probably only away for a deploy; a blocked one stays blocked.
    retryIn = retryIn ? Math.min(retryIn * 2, 600e3) : (worked ? 20e3 : 180e3);
    after('socket', retryIn * (0.8 + Math.random() * 0.4), () => {
      if (document.hidden) trySocketLater(); else happens('retry');
    });
  }
  let asking = null, looping = false, wake = () => {};
  async function poll() {
    if (looping) return;
    looping = true;
    let delay = 0;
    while (is('polling', 'trying')) {
      if (document.hidden) {
        await new Promise((back) => { document.addEventListener('visibilitychange', back, { once: true }); });
        continue;
      }
      const began = performance.now(), aborter = new AbortController();
      asking = aborter;
      const held = setTimeout(() => aborter.abort(), POLL_HELD);
      // If the server keeps it open, it got through; if nobody is there, it fails at once.
      const kept = setTimeout(connected, 1500);
      try {
        const live = stream.getAttribute('hx-ws:connect');
        const at = url(live);
        at.pathname = '/poll';
        at.searchParams.set('state', state);
        const answer = await fetch(at, { cache: 'no-store', signal: aborter.signal });
        if (REFUSED[answer.status]) { end(REFUSED[answer.status]); break; }
        if (!answer.ok) throw new Error(String(answer.status));
        const news = await answer.json();
        clearTimeout(kept);
        pb.clock(news.now);
        if (CLOSED[news.close]) { end(CLOSED[news.close]); break; }
        await take(news);
        connected();
        // Otherwise an answer that was not held would start a storm.
        delay = performance.now() - began < 250 ? 250 : 0;
      } catch {
        if (!is('polling', 'trying')) break;
        state = '';
        disconnected();
        delay = Math.min(Math.max(delay, 1e3) * 2, 30e3);
      } finally {
        clearTimeout(held);
        clearTimeout(kept);
      }
      if (delay) await new Promise((done) => {
        wake = done;
        setTimeout(done, delay * (0.5 + Math.random()));
      });
    }
    looping = false;
  }
  async function take(answer) {
    for (const frame of answer.frames || []) {
      if (!is('polling', 'trying')) return;
      const verdict = judge(frame);
      if (verdict === 'gap') {
        astray = true;
        return;
      }
      if (verdict === 'ignore') continue;
      if (frame.content != null) await pb.swap(frame.content, stream);
      applied(frame);
    }
    const [, of, to] = /^(.*)\.(\d+)$/.exec(answer.at || '') || [];
    if (of === epoch && Number(to) > seq) seq = Number(to);
  }

  // hx-ws reopens the socket of a tab that returns, unless it was still closing; then nobody does.
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || is('ended')) return;
    up = up && is('socket', 'behind') && connection?.socket?.readyState === WebSocket.OPEN;
    after('silence', SILENCE, reconnect);
    after('back', 1e3, () => {
      const now = connection?.socket?.readyState;
      if (is('socket', 'behind') && now !== WebSocket.OPEN && now !== WebSocket.CONNECTING) reconnect();
    });
  });
  window.addEventListener('online', () => (is('polling', 'trying') ? wake() : reconnect()));
  window.addEventListener('pageshow', (event) => { if (event.persisted) reconnect(); });
})();
