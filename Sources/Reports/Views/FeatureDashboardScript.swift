/// Shows what is known of the feature that is chosen in a dashboard's index.
///
/// The feature's number stands behind the page's address, so that a link leads to it.
let featureDashboardScript: StaticString = #"""
  for (const view of document.querySelectorAll('[data-view=dashboard]')) {
    const data = dataOf(view), detail = view.querySelector('.detail'), table = view.querySelector('[data-view=units]');
    const narrow = keys => Object.fromEntries(Object.entries(keys).map(([key, value]) =>
      [key, typeof value === 'string' ? unpack(value, Float32Array) : value && value.bits ? unpackNarrow(value) : value]));
    const tokens = unpackNarrow(data.tokens), examples = narrow(data.examples), histograms = narrow(data.histograms);
    const lists = { top: narrow(data.top), bottom: narrow(data.bottom), features: narrow(data.features), neurons: narrow(data.neurons) };
    const passageStarts = [], valueStarts = new Uint32Array(examples.counts.length + 1);
    data.passages.reduce((start, passage) => { passageStarts.push(start); return start + passage.count; }, 0);
    examples.counts.forEach((count, place) => { valueStarts[place + 1] = valueStarts[place] + count; });
    const rowOf = number => table.rowOfName(String(number));
    const pairs = (list, row) => {
      const found = [];
      for (let i = list.starts[row]; i < list.starts[row + 1]; i++) found.push([list.indices[i], list.values[i]]);
      return found;
    };
    const cellOfToken = place => {
      const cell = make('td', 'tokens');
      writeText(cell, data.vocabulary[place] ?? '');
      return cell;
    };
    const number = value => {
      const cell = make('td', '', numberText(Number(value.toPrecision(3))));
      cell.dataset.value = String(value);
      return cell;
    };
    const small = (title, rows) => make('table', 'small', make('caption', '', title), make('tbody', '', ...rows));
    const effectTable = row => {
      const top = pairs(lists.top, row), bottom = pairs(lists.bottom, row);
      if (!top.length && !bottom.length) return '';
      const rows = Array.from({ length: Math.max(top.length, bottom.length) }, (_, i) =>
        make('tr', '', ...[top[i], bottom[i]].flatMap(one => one ? [cellOfToken(one[0]), number(one[1])] : [make('td'), make('td')])));
      const made = small('Effect on next-token logits', rows);
      made.classList.add('effects');
      return made;
    };
    const neighbourTable = (title, found, isLinked) => {
      if (!found.length) return '';
      return small(title, found.map(([index, value]) => {
        const cell = make('td', '', isLinked ? make('button', 'link', String(index)) : String(index));
        if (isLinked) cell.firstChild.addEventListener('click', () => choose(rowOf(index)));
        return make('tr', '', cell, number(value));
      }));
    };
    const drawn = (name, attributes, ...content) => {
      const node = document.createElementNS('http://www.w3.org/2000/svg', name);
      for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
      node.append(...content);
      return node;
    };
    const histogram = row => {
      const lower = histograms.lower[row], upper = histograms.upper[row], bins = histograms.bins;
      if (!(upper > lower)) return make('p', 'none', 'never active');
      const counts = histograms.counts.subarray(row * bins, (row + 1) * bins), most = Math.max(...counts, 1);
      const plot = drawn('svg', { class: 'plot', viewBox: '0 0 320 150', role: 'group', 'aria-label': 'Activations', tabindex: 0, 'data-roving': '' });
      const width = 296 / bins;
      counts.forEach((count, i) => {
        const height = count ? Math.max(2, 112 * Math.sqrt(count / most)) : 0;
        const edges = [i, i + 1].map(edge => numberText(Number((lower + (upper - lower) * edge / bins).toPrecision(4))));
        plot.append(
          drawn('rect', { class: 'bar', x: 12 + i * width + .5, y: 120 - height, width: width - 1, height }),
          drawn('rect', { class: 'strip', x: 12 + i * width, y: 8, width, height: 112, 'data-n': count, 'data-tip': `${edges[0]} to ${edges[1]} · ${count.toLocaleString('en')} rows` }));
      });
      plot.append(drawn('line', { class: 'axis', x1: 12, y1: 120, x2: 308, y2: 120 }));
      for (const [x, value, anchor] of [[12, lower, 'start'], [308, upper, 'end']])
        plot.append(drawn('text', { x, y: 138, 'text-anchor': anchor }, numberText(Number(value.toPrecision(3)))));
      return make('figure', 'chart', make('figcaption', '', make('b', '', 'Activations, rows'), make('span', 'upright', 'heights are square roots')), plot);
    };
    const context = (place, limit) => {
      const passage = examples.passages[place], position = examples.positions[place], known = data.passages[passage];
      const values = new Float32Array(known ? known.count : 0), first = examples.firsts[place];
      for (let i = valueStarts[place]; i < valueStarts[place + 1]; i++) values[first + examples.offsets[i]] = examples.values[i];
      const line = make('p', 'tokens');
      line.tabIndex = 0;
      line.dataset.roving = '';
      const write = (from, to) => {
        line.dataset.first = from;
        line.replaceChildren(...Array.from({ length: to - from }, (_, i) => {
          const span = make('span', from + i === position ? 'peak' : '');
          writeText(span, data.vocabulary[tokens[passageStarts[passage] + from + i]] ?? '');
          const isKnown = from + i >= first && from + i < first + examples.lengths[place];
          paint(span, isKnown ? values[from + i] : NaN, limit);
          return span;
        }));
      };
      const count = known ? known.count : 0, end = Math.min(count, first + examples.lengths[place]);
      write(first, end);
      const source = make('p', 'source', make('bdi', '', known ? known.document : ''), ` · sequence ${(known ? known.sequence : 0).toLocaleString('en')}, token ${position.toLocaleString('en')}`);
      if (first > 0 || end < count) {
        const more = make('button', 'link', 'all of it');
        more.addEventListener('click', () => {
          const isWhole = more.textContent === 'less';
          isWhole ? write(first, end) : write(Math.max(0, position - 1000), Math.min(count, position + 1000));
          more.textContent = isWhole ? 'all of it' : 'less';
        });
        source.append(' · ', more);
      }
      return make('div', 'context', make('div', 'reading', numberText(Number(values[position].toPrecision(4)))), make('div', '', line, source));
    };
    const contexts = (title, places, limit) => places.length
      ? [make('h4', '', title), make('div', 'contexts', ...places.map(place => context(place, limit)))] : [];
    const fact = (name, value) => make('div', '', make('dt', '', name), make('dd', '', value));
    const show = row => {
      const places = Array.from({ length: examples.starts[row + 1] - examples.starts[row] }, (_, i) => examples.starts[row] + i);
      let limit = 0;
      for (const place of places)
        for (let i = valueStarts[place]; i < valueStarts[place + 1]; i++) limit = Math.max(limit, Math.abs(examples.values[i]));
      const name = data.name + ':' + table.nameOfRow(row);
      const facts = make('dl', 'facts', ...data.columns.map((title, place) => fact(title, numberText(Number(table.valueOfRow(row, place).toPrecision(4))))));
      const legend = make('div', 'legend', '0', make('span', 'ramp p'), numberText(Number(limit.toPrecision(4))), make('span', 'peak sample', 'outlined'), 'the position found');
      detail.replaceChildren(
        make('header', '', make('h3', '', make('span', 'kicker', data.unit), name), facts),
        make('div', 'charts', histogram(row), effectTable(row),
          neighbourTable('Correlated ' + (data.unit === 'neuron' ? 'neurons' : 'features'), pairs(lists.features, row), true),
          neighbourTable(data.columnsAreNeurons ? 'Correlated neurons' : 'Correlated columns of the site', pairs(lists.neurons, row), false)),
        ...(places.length ? [legend] : []),
        ...contexts('Highest activations', places.filter(place => !examples.isSample[place]), limit),
        ...contexts('Examples from all of its range', places.filter(place => examples.isSample[place]), limit));
      try { history.replaceState(null, '', '#' + data.unit + table.nameOfRow(row)); } catch { /* An address that cannot change. */ }
    };
    const choose = row => {
      if (row < 0) return;
      table.chooseRow(row);
      show(row);
    };
    table.addEventListener('rowchosen', event => show(event.detail));
    const asked = new RegExp('^#' + data.unit + '(\\d+)$').exec(location.hash);
    const first = asked ? rowOf(asked[1]) : histograms.upper.findIndex(value => value > 0);
    if (data.columns.length || histograms.upper.length) choose(Math.max(0, first));
  }
  """#
