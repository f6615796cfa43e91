// A browser may keep a page for its Back button. This one shows everything about somebody: ask the server again.
window.addEventListener('pageshow', ({ persisted }) => { if (persisted) window.location.reload(); });
