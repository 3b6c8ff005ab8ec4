/// Saves the page's data as a JSON file, and opens what is folded before printing.
let dataScript: StaticString = #"""
  document.getElementById('save').addEventListener('click', () => {
    const text = document.getElementById('data').textContent;
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
    link.download = 'study.json';
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  });
  window.addEventListener('beforeprint', () => {
    for (const fold of document.querySelectorAll('details')) fold.open = true;
  });
  """#
