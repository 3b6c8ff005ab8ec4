/// Lets the arrow keys walk over what a line of tokens or a plot holds, which takes one stop of Tab.
///
/// In a plot of rows and columns (`data-columns`), up and down go to the cell above and below.
let rovingScript: StaticString = #"""
  document.addEventListener('keydown', event => {
    const group = event.target.closest && event.target.closest('[data-roving]');
    if (!group) return;
    const down = Number(group.dataset.columns || 1);
    const step = { ArrowRight: 1, ArrowDown: down, ArrowLeft: -1, ArrowUp: -down, Home: -1e9, End: 1e9 }[event.key];
    if (!step) return;
    const items = [...group.querySelectorAll('[data-tip],[data-v]')];
    if (!items.length) return;
    const here = items.indexOf(document.activeElement);
    const peak = items.findIndex(item => item.classList.contains('peak'));
    const next = here < 0 && Math.abs(step) < 1e9 ? Math.max(0, peak) : here + step;
    if (here >= 0 && down > 1 && (next < 0 || next >= items.length) && Math.abs(step) === down) return;
    const item = items[Math.max(0, Math.min(items.length - 1, next))];
    item.setAttribute('tabindex', '-1');
    item.focus();
    event.preventDefault();
  });
  """#
