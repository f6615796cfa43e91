/* What is wrong with the picture that a wall shows now: text that leaves the box it is seen in, or lies outside the picture or on
   another part of it; anything that clips; letters under `least` px. */
least => {
  const faults = [], near = 3;
  const inside = (a, b, by) => a.left >= b.left - near && a.right <= b.right + near && a.top >= b.top - by && a.bottom <= b.bottom + by;
  const view = { left: 0, top: 0, right: innerWidth, bottom: innerHeight };
  const parts = ['.screen-heading', 'div.qr', '.join-words', '.screen-rule', '.screen-page:not([hidden])', '.screen-foot'];
  const boxes = parts.map(name => [name, document.querySelector(name)]).filter(([, each]) => each?.checkVisibility())
    .map(([name, each]) => [name, each.getBoundingClientRect()]).filter(([, box]) => box.width && box.height);
  for (const [name, box] of boxes) {
    if (!inside(box, view, near)) faults.push(`${name} is out of view`);
    for (const [other, its] of boxes) {
      if (name < other && box.left < its.right - near && its.left < box.right - near && box.top < its.bottom - near && its.top < box.bottom - near)
        faults.push(`${name} lies on ${other}`);
    }
  }
  const page = document.querySelector('.screen-page:not([hidden])');
  if (page && page.style.zoom && Number(page.style.zoom) !== 1) faults.push(`it had to be shrunk to ${page.style.zoom}, ${page.scrollHeight} in ${page.clientHeight}`);
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const holds = node.parentElement;
    if (!node.data.trim() || !holds.checkVisibility({ visibilityProperty: true }) || holds.closest('caption, .sr-only, title')) continue;
    const style = getComputedStyle(holds), size = parseFloat(style.fontSize), said = node.data.trim().slice(0, 40);
    if (size < least - .1) faults.push(`${size} px: ${said}`);
    const range = document.createRange();
    range.selectNodeContents(node);
    const part = holds.closest(parts.map(name => name.split(':')[0]).join());
    if (!part) { if (!holds.closest('.lost, .ended')) faults.push(`nowhere: ${said}`); continue; }
    for (const rect of range.getClientRects()) {
      // The box of a line is higher than its letters.
      if (rect.width && !inside(rect, part.getBoundingClientRect(), .25 * size)) { faults.push(`cut in ${part.className}: ${said}`); break; }
    }
    for (let each = holds; each !== document.body; each = each.parentElement) {
      const { overflow, webkitLineClamp, textOverflow } = getComputedStyle(each);
      if (overflow !== 'visible' || webkitLineClamp !== 'none' || textOverflow !== 'clip') faults.push(`clips: ${each.className}`);
    }
  }
  return [...new Set(faults)];
}
