/// Sorts and filters tables of any length by their packed numbers, and draws the rows that are seen.
let unitTableScript: StaticString = #"""
  for (const view of document.querySelectorAll('[data-view=units]')) {
    const data = dataOf(view), rows = view.querySelector('.rows'), height = 30;
    const columns = data.columns.map(column => unpack(column.values, Float64Array));
    const nameOf = row => data.names ? data.names[row] : String(row);
    const noteOf = row => data.notes ? data.notes[row] ?? '' : '';
    const titles = [data.unit, ...data.columns.map(column => column.title)];
    if (data.notes) titles.push(data.noteTitle || 'note');
    let order = Uint32Array.from({ length: data.count }, (_, row) => row), kept = order;
    let sorted = -1, falls = true, chosen = -1;
    rows.style.setProperty('--columns', `minmax(64px, 1.2fr) repeat(${columns.length}, minmax(86px, 1fr))` + (data.notes ? ' minmax(150px, 3fr)' : ''));
    rows.style.setProperty('--width', 64 + 86 * columns.length + (data.notes ? 150 : 0) + 12 * titles.length + 'px');
    const head = make('div', 'row head'), body = make('div', 'body'), window_ = make('div', 'window'), rest = make('div', 'rest');
    head.setAttribute('role', 'row');
    titles.forEach((title, place) => {
      const button = make('button', '', title), cell = make('span', place > 0 && place <= columns.length ? 'number' : '', button);
      cell.setAttribute('role', 'columnheader');
      button.type = 'button';
      const words = place > 0 && place <= columns.length && data.columns[place - 1].explanation;
      if (words) button.dataset.tip = words;
      button.addEventListener('click', () => {
        falls = sorted === place ? !falls : place > 0 && place <= columns.length;
        sorted = place;
        sort();
        [...head.children].forEach(other => other.removeAttribute('aria-sort'));
        cell.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
      });
      head.append(cell);
    });
    body.append(window_);
    rows.append(head, body, rest);
    rows.style.setProperty('--fit', (data.count + 1) * height + rows.offsetHeight - rows.clientHeight + 'px');
    const sort = () => {
      const sign = falls ? -1 : 1;
      if (sorted > 0 && sorted <= columns.length) {
        const values = columns[sorted - 1];
        order = order.slice().sort((a, b) => {
          const x = values[a], y = values[b];
          return (x !== x) - (y !== y) || (x === y || x !== x ? a - b : sign * (x - y));
        });
      } else if (sorted > columns.length) {
        order = order.slice().sort((a, b) => (noteOf(a) < noteOf(b) ? -sign : noteOf(a) > noteOf(b) ? sign : a - b));
      } else if (data.names) {
        const collate = new Intl.Collator('en', { numeric: true }).compare;
        order = order.slice().sort((a, b) => sign * collate(nameOf(a), nameOf(b)) || a - b);
      } else {
        order = order.slice().sort((a, b) => sign * (a - b));
      }
      filter();
    };
    const keep = view.querySelector('[data-keep]'), column = view.querySelector('[data-column]');
    const bounds = [...view.querySelectorAll('[data-bound]')];
    column.append(...data.columns.map((one, place) => new Option(one.title, place)));
    if (!columns.length) column.closest('label').hidden = true;
    const filter = () => {
      const wanted = keep.value.trim().toLowerCase(), values = columns[Number(column.value)];
      const [from, to] = bounds.map(field => field.value === '' ? NaN : Number(field.value));
      kept = order.filter(row => {
        if (values && !Number.isNaN(from) && !(values[row] >= from)) return false;
        if (values && !Number.isNaN(to) && !(values[row] <= to)) return false;
        return !wanted || nameOf(row).toLowerCase().includes(wanted) || noteOf(row).toLowerCase().includes(wanted);
      });
      body.style.height = kept.length * height + 'px';
      view.querySelector('output').textContent = kept.length.toLocaleString('en') + ' of ' + data.count.toLocaleString('en');
      draw();
    };
    const draw = printed => {
      const first = printed ? 0 : Math.max(0, Math.floor(rows.scrollTop / height) - 8);
      const count = printed ?? Math.ceil(rows.clientHeight / height) + 16;
      const drawn = [];
      for (let place = first; place < Math.min(kept.length, first + count); place++) {
        const row = kept[place], line = make('div', row === chosen ? 'row chosen' : 'row');
        line.setAttribute('role', 'row');
        line.setAttribute('aria-rowindex', place + 2);
        line.dataset.row = row;
        line.append(make('span', '', nameOf(row)));
        for (const values of columns) {
          const cell = make('span', 'number', Number.isFinite(values[row]) ? numberText(Number(values[row].toPrecision(4))) : numberText(values[row]));
          cell.dataset.value = String(values[row]);
          cell.dataset.tip = nameOf(row) + ' · ' + data.columns[line.children.length - 1].title + ' ' + numberText(values[row]);
          line.append(cell);
        }
        if (data.notes) {
          const cell = make('span', 'tokens');
          writeText(cell, noteOf(row));
          line.append(cell);
        }
        for (const cell of line.children) cell.setAttribute('role', 'gridcell');
        drawn.push(line);
      }
      window_.style.transform = `translateY(${first * height}px)`;
      window_.replaceChildren(...drawn);
    };
    const choose = (row, isTold) => {
      chosen = row;
      const place = kept.indexOf(row);
      if (place >= 0) {
        const top = place * height, room = rows.clientHeight - height - 8;
        if (top < rows.scrollTop || top + height > rows.scrollTop + room) rows.scrollTop = Math.max(0, top - room / 2);
      }
      draw();
      if (!isTold) view.dispatchEvent(new CustomEvent('rowchosen', { detail: row, bubbles: true }));
    };
    view.chooseRow = row => choose(row, true);
    view.nameOfRow = nameOf;
    view.rowOfName = name => data.names ? data.names.indexOf(name) : Number(name) < data.count ? Number(name) : -1;
    view.valueOfRow = (row, column) => columns[column][row];
    rows.addEventListener('scroll', () => draw(), { passive: true });
    rows.addEventListener('click', event => {
      const line = event.target.closest('[data-row]');
      if (line) choose(Number(line.dataset.row));
    });
    rows.addEventListener('keydown', event => {
      if (event.target !== rows || !kept.length) return;
      const page = Math.max(1, Math.floor(rows.clientHeight / height) - 2);
      const step = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -1e9, End: 1e9 }[event.key];
      if (!step) return;
      const here = kept.indexOf(chosen);
      choose(kept[Math.max(0, Math.min(kept.length - 1, here < 0 ? (step > 1e8 ? kept.length : 0) : here + step))]);
      event.preventDefault();
    });
    for (const field of [keep, column, ...bounds]) field.addEventListener('input', () => { rows.scrollTop = 0; filter(); });
    if ('ResizeObserver' in window) new ResizeObserver(() => draw()).observe(rows);
    window.addEventListener('beforeprint', () => {
      const printed = Math.min(kept.length, 100);
      body.style.height = 'auto';
      rest.textContent = printed < kept.length ? '… and ' + (kept.length - printed).toLocaleString('en') + ' more' : '';
      draw(printed);
    });
    window.addEventListener('afterprint', filter);
    filter();
  }
  """#
