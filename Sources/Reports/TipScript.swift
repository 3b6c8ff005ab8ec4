/// Shows what an element says (`data-tip`, or a token's activation) while it is pointed at or focused.
let tipScript: StaticString = #"""
  (() => {
    const tip = document.getElementById('tip');
    const words = target => {
      if (target.dataset.tip) return target.dataset.tip;
      const line = target.parentElement, place = [...line.children].indexOf(target);
      const value = target.dataset.v;
      const name = line.dataset.name, shown = name ? String(Number(Number(value).toPrecision(6))).replace('-', '−') : value;
      const parts = [value === 'none' ? `no ${name || 'activation'} kept` : `${name || 'activation'} ${shown}`];
      parts.push('token ' + (Number(line.dataset.first) + place));
      if (target.classList.contains('y')) parts.push(line.dataset.label);
      return parts.join(' · ');
    };
    const show = target => {
      tip.textContent = words(target);
      tip.hidden = false;
      const box = target.getClientRects()[0] || target.getBoundingClientRect();
      const left = box.left + box.width / 2 - tip.offsetWidth / 2;
      const above = box.top - tip.offsetHeight - 8;
      tip.style.left = Math.max(8, Math.min(left, document.documentElement.clientWidth - tip.offsetWidth - 8)) + 'px';
      tip.style.top = (above < 8 ? box.bottom + 8 : above) + 'px';
    };
    const hide = () => { tip.hidden = true; };
    const found = event => event.target.closest && event.target.closest('[data-tip],[data-v]');
    for (const kind of ['pointerover', 'focusin'])
      document.addEventListener(kind, event => { const target = found(event); target ? show(target) : hide(); });
    document.addEventListener('focusout', hide);
    document.addEventListener('scroll', hide, true);
    document.addEventListener('keydown', event => { if (event.key === 'Escape') hide(); });
  })();
  """#
