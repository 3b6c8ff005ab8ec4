/// Draws token pages: a text is written when it comes near what is seen, and taken away when it is far.
let tokenPageScript: StaticString = #"""
  for (const view of document.querySelectorAll('[data-view=tokens]')) {
    const data = dataOf(view), tokens = unpack(data.tokens, Uint32Array);
    const cache = new Map(), room = view.querySelector('[data-passages]');
    const valuesOf = place => {
      if (!cache.has(place)) {
        if (cache.size > 64) cache.clear();
        cache.set(place, unpack(data.series[place], Float32Array));
      }
      return cache.get(place);
    };
    const largest = values => {
      let limit = 0;
      for (const value of values) if (Math.abs(value) > limit && Number.isFinite(value)) limit = Math.abs(value);
      return limit;
    };
    let chosen = 0, limit = 0, common = null, values = new Float32Array(tokens.length), order = null, turn = 0;
    let start = 0;
    const passages = data.passages.map(passage => {
      const line = make('p', 'tokens');
      line.tabIndex = 0;
      line.dataset.roving = '';
      line.dataset.first = passage.first;
      line.dataset.name = data.valueName;
      const title = make('bdi', '', passage.document);
      const box = make('div', 'passage', make('p', 'source', title, ' · ' + passage.count.toLocaleString('en') + ' tokens'), line);
      const entry = { start, count: passage.count, line, box, isDrawn: false };
      start += passage.count;
      room.append(box);
      return entry;
    });
    const guess = () => {
      const letters = Math.max(20, room.clientWidth / 8.2);
      for (const entry of passages)
        if (!entry.isDrawn) entry.line.style.minHeight = Math.ceil(entry.count * 5 / letters) * 26 + 'px';
    };
    const colour = entry => {
      for (let i = 0; i < entry.count; i++) paint(entry.line.children[i], values[entry.start + i], limit);
    };
    const draw = entry => {
      if (entry.isDrawn) return;
      const spans = document.createDocumentFragment();
      for (let i = 0; i < entry.count; i++) {
        const span = make('span');
        writeText(span, data.vocabulary[tokens[entry.start + i]]);
        spans.append(span);
      }
      entry.line.append(spans);
      entry.line.style.minHeight = '';
      entry.isDrawn = true;
      colour(entry);
    };
    const clear = entry => {
      if (!entry.isDrawn || entry.line.contains(document.activeElement)) return;
      entry.line.style.minHeight = entry.line.offsetHeight + 'px';
      entry.line.replaceChildren();
      entry.isDrawn = false;
    };
    const near = new IntersectionObserver(seen => {
      for (const one of seen) {
        const entry = passages.find(entry => entry.box === one.target);
        one.isIntersecting ? draw(entry) : clear(entry);
      }
    }, { rootMargin: '1500px 0px' });
    const say = text => { view.querySelector('output').textContent = text; };
    const limitNow = () => {
      if (data.limit) return data.limit;
      if (!view.querySelector('[data-shared]').checked) return largest(values);
      common = common ?? data.series.reduce((most, _, place) => Math.max(most, largest(unpack(data.series[place], Float32Array))), 0);
      return common;
    };
    const show = () => {
      if (data.series.length) values = valuesOf(chosen);
      limit = limitNow();
      order = null;
      turn = 0;
      let low = 0;
      for (const value of values) if (value < low) low = value;
      view.querySelector('[data-legend] .n').hidden = view.querySelector('[data-low]').hidden = !(low < 0);
      view.querySelector('[data-low]').textContent = numberText(-limit);
      view.querySelector('[data-high]').textContent = numberText(limit);
      for (const entry of passages) if (entry.isDrawn) colour(entry);
    };
    const selects = [...view.querySelectorAll('[data-selector]')];
    const options = selects.map((select, place) => [...new Set(data.keys.map(keys => keys[place]))]);
    const fill = (place, kept) => {
      const before = selects[place].value;
      selects[place].replaceChildren(...kept.map(word => new Option(word, word)));
      if (kept.includes(before)) selects[place].value = before;
    };
    const choose = () => {
      const found = data.keys.findIndex(keys => keys.every((word, place) => word === selects[place].value));
      if (found < 0) { say('no series of these'); return; }
      say('');
      chosen = found;
      show();
    };
    selects.forEach((select, place) => {
      fill(place, options[place]);
      select.addEventListener('change', choose);
      const search = view.querySelector(`[data-search="${place}"]`);
      search.hidden = options[place].length < 25;
      search.addEventListener('input', () => {
        const wanted = search.value.trim().toLowerCase();
        const kept = options[place].filter(word => word.toLowerCase().includes(wanted));
        if (!kept.length) { say('none has this'); return; }
        fill(place, kept);
        choose();
      });
    });
    const go = place => {
      const entry = passages.find(entry => place >= entry.start && place < entry.start + entry.count);
      draw(entry);
      const token = entry.line.children[place - entry.start];
      token.tabIndex = -1;
      token.scrollIntoView({ block: 'center', behavior: 'instant' });
      token.focus({ preventScroll: true });
    };
    let last = -1;
    view.querySelector('[data-find]').addEventListener('keydown', event => {
      if (event.key !== 'Enter' || !event.target.value) return;
      const wanted = event.target.value.toLowerCase();
      const fits = data.vocabulary.map(word => word.toLowerCase().includes(wanted));
      for (let i = 1; i <= tokens.length; i++) {
        const place = (last + i) % tokens.length;
        if (fits[tokens[place]]) { last = place; say('token ' + place.toLocaleString('en')); go(place); return; }
      }
      say('no token has this');
    });
    view.querySelector('[data-strongest]').addEventListener('click', () => {
      order = order ?? [...values.keys()].filter(i => Math.abs(values[i]) > 0)
        .sort((a, b) => Math.abs(values[b]) - Math.abs(values[a])).slice(0, 100);
      if (!order.length) { say('all are zero'); return; }
      const place = order[turn % order.length];
      say(`${turn % order.length + 1} of ${order.length}`);
      turn += 1;
      go(place);
    });
    view.querySelector('[data-shared]').addEventListener('change', show);
    view.querySelector('[data-shared]').closest('label').hidden = data.series.length < 2 || Boolean(data.limit);
    window.addEventListener('beforeprint', () => passages.forEach(draw));
    guess();
    show();
    passages.slice(0, 1).forEach(draw);
    for (const entry of passages) near.observe(entry.box);
  }
  """#
