/// Sorts a table by the heading that is pressed, and keeps the rows that hold what is typed.
let tableScript: StaticString = #"""
  for (const table of document.querySelectorAll('table[data-sortable]')) {
    const body = table.tBodies[0], heads = [...table.tHead.rows[0].cells];
    const key = (row, column) => {
      const cell = row.cells[column];
      return 'value' in cell.dataset ? Number(cell.dataset.value) : cell.textContent;
    };
    const compare = (a, b) => {
      if (typeof a === 'string' || typeof b === 'string')
        return String(a).localeCompare(String(b), 'en', { numeric: true });
      return isNaN(a) - isNaN(b) || a - b || 0;
    };
    heads.forEach((head, column) => head.querySelector('button').addEventListener('click', () => {
      const cell = body.rows[0] && body.rows[0].cells[column];
      const before = head.getAttribute('aria-sort');
      const falls = before ? before === 'ascending' : Boolean(cell && 'value' in cell.dataset && column > 0);
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', falls ? 'descending' : 'ascending');
      const rows = [...body.rows].map((row, place) => ({ row, place, key: key(row, column) }));
      rows.sort((a, b) => {
        const missing = (typeof a.key === 'number' && isNaN(a.key)) - (typeof b.key === 'number' && isNaN(b.key));
        return missing || (falls ? -1 : 1) * compare(a.key, b.key) || a.place - b.place;
      });
      body.append(...rows.map(entry => entry.row));
    }));
    const sheet = table.closest('.sheet'), field = sheet && sheet.querySelector('[data-filter]');
    if (field) field.addEventListener('input', () => {
      const wanted = field.value.trim().toLowerCase();
      let kept = 0;
      for (const row of body.rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        kept += row.hidden ? 0 : 1;
      }
      sheet.querySelector('output').textContent = kept.toLocaleString('en') + ' rows';
    });
  }
  """#
