/// Lets the arrow keys walk over what a line of tokens or a plot holds, which takes one stop of Tab.
let rovingScript: StaticString = #"""
  document.addEventListener('keydown', event => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -1e9, End: 1e9 }[event.key];
    const group = step && event.target.closest && event.target.closest('[data-roving]');
    if (!group) return;
    const items = [...group.querySelectorAll('[data-tip],[data-v]')];
    if (!items.length) return;
    const here = items.indexOf(document.activeElement);
    const peak = items.findIndex(item => item.classList.contains('peak'));
    const next = here < 0 && Math.abs(step) === 1 ? Math.max(0, peak) : here + step;
    const item = items[Math.max(0, Math.min(items.length - 1, next))];
    item.setAttribute('tabindex', '-1');
    item.focus();
    event.preventDefault();
  });
  """#
