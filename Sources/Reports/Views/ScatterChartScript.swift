/// Ties the points of a scatter chart to the rows of its table.
let scatterChartScript: StaticString = #"""
  for (const view of document.querySelectorAll('[data-scatter]')) {
    const figure = view.querySelector('figure'), table = view.querySelector('[data-view=units]');
    const ring = view.querySelector('.ring'), plot = view.querySelector('svg');
    if (!ring) continue;
    const mark = row => {
      const dot = view.querySelector(`[data-point="${row}"]`);
      ring.setAttribute('visibility', dot ? 'visible' : 'hidden');
      if (!dot) return;
      ring.setAttribute('cx', dot.getAttribute('cx'));
      ring.setAttribute('cy', dot.getAttribute('cy'));
    };
    const pick = event => {
      const dot = event.target.closest && event.target.closest('[data-point]');
      if (!dot) return;
      mark(dot.dataset.point);
      table.chooseRow(Number(dot.dataset.point));
    };
    plot.addEventListener('click', pick);
    plot.addEventListener('focusin', pick);
    table.addEventListener('rowchosen', event => mark(event.detail));
  }
  """#
