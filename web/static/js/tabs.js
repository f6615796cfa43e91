/* One seat may be open in several tabs, each with words of its own. A new tab takes over what a closed one left
   behind. */
(() => {
  'use strict';
  const pb = window.peerboard;
  const MINE = 'tab', PATIENCE = 500;
  /** 128 random bits; `crypto.randomUUID` does not exist on plain http. */
  pb.newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

  // Not stored while the page is open: a duplicate of this tab must become a tab of its own.
  const note = (act) => { try { return act(sessionStorage); } catch { return null; } };
  const before = note((session) => session.getItem(MINE));
  const open = () => note((session) => session.removeItem(MINE));
  open();
  pb.tab = before || pb.newKey();
  /** True for a tab that has not been here before. A reloaded page has its own words, and takes nobody's. */
  pb.isNewTab = !before;
  window.addEventListener('pagehide', () => note((session) => session.setItem(MINE, pb.tab)));
  window.addEventListener('pageshow', open);

  // A lock ends with its tab, however that ends. Plain http has no locks: there we ask the tabs.
  const named = (tab) => `tab:${tab}`;
  const channel = navigator.locks || !window.BroadcastChannel ? null : new BroadcastChannel('tabs');
  navigator.locks?.request(named(pb.tab), () => new Promise(() => {})).catch(() => {});
  channel?.addEventListener('message', ({ data }) => { if (data === `?${pb.tab}`) channel.postMessage(`!${pb.tab}`); });

  /** Call `act` if that tab is gone; if two ask at once, only one gets to. */
  pb.ifGone = async (tab, act) => {
    if (!tab) return act();
    if (navigator.locks) return navigator.locks.request(named(tab), { ifAvailable: true }, (lock) => lock && act());
    const here = await new Promise((answered) => {
      const heard = ({ data }) => { if (data === `!${tab}`) answered(true); };
      channel?.addEventListener('message', heard);
      channel?.postMessage(`?${tab}`);
      setTimeout(() => { channel?.removeEventListener('message', heard); answered(false); }, PATIENCE);
    });
    return here ? undefined : act();
  };
})();
