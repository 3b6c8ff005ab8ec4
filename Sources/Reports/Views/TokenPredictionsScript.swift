/// Shows what was foreseen at the token that is pointed at or focused.
let tokenPredictionsScript: StaticString = #"""
  for (const view of document.querySelectorAll('[data-view=predictions]')) {
    const data = dataOf(view), values = unpack(data.values, Float64Array);
    const line = view.querySelector('.tokens'), aside = view.querySelector('.aside');
    const starts = [];
    data.positions.reduce((start, position) => {
      starts.push(start);
      return start + position.top.length + position.bottom.length;
    }, 0);
    const table = (title, words, start) => {
      const rows = words.map((word, place) => {
        const value = values[start + place], cell = make('td', 'tokens'), number = make('td', '', numberText(value));
        writeText(cell, word);
        number.dataset.value = String(value);
        return make('tr', '', cell, number);
      });
      return make('table', 'small', make('caption', '', title), make('tbody', '', ...rows));
    };
    let shown = -1;
    const show = place => {
      if (place < 0 || place === shown || place >= data.positions.length) return;
      if (shown >= 0) line.children[shown].classList.remove('peak');
      shown = place;
      line.children[place].classList.add('peak');
      const position = data.positions[place], value = line.children[place].dataset.v;
      const name = make('p', 'tokens');
      writeText(name, line.children[place].textContent);
      const isNext = line.children[place].classList.contains('next');
      const words = [`token ${place}`, isNext ? 'what comes next' : value === 'none' ? 'nothing before it' : `${data.valueName} ${numberText(Number(value))}`];
      if (position.rank !== undefined) words.push(`${position.rank.toLocaleString('en')} likelier`);
      aside.replaceChildren(name, make('p', 'source', words.join(' · ')));
      if (position.top.length) aside.append(table('Highest in its place', position.top, starts[place]));
      if (position.bottom.length) aside.append(table('Lowest in its place', position.bottom, starts[place] + position.top.length));
    };
    const found = event => [...line.children].indexOf(event.target.closest('[data-v]'));
    line.addEventListener('focusin', event => show(found(event)));
    line.addEventListener('click', event => show(found(event)));
    line.addEventListener('pointerover', event => show(found(event)));
    const isAsked = line.lastElementChild?.classList.contains('next');
    show(isAsked ? data.positions.length - 1 : Math.min(1, data.positions.length - 1));
  }
  """#
