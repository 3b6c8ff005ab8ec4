/// What the scripts of views share: numbers unpacked, numbers and invisible characters written out.
let viewScript: StaticString = #"""
  function unpack(text, Type) {
    if (Uint8Array.fromBase64) return new Type(Uint8Array.fromBase64(text).buffer);
    const raw = atob(text), bytes = new Uint8Array(raw.length);
    for (let i = 0; i < raw.length; i++) bytes[i] = raw.charCodeAt(i);
    return new Type(bytes.buffer);
  }
  function unpackNarrow(packed) {
    return unpack(packed.data, { 8: Uint8Array, 16: Uint16Array, 32: Uint32Array }[packed.bits]);
  }
  function dataOf(view) {
    const block = view.querySelector('script[type="application/json"]');
    const data = JSON.parse(block.textContent);
    block.remove();
    return data;
  }
  function numberText(value) {
    if (Number.isNaN(value)) return 'none';
    if (!Number.isFinite(value)) return value < 0 ? '−∞' : '∞';
    return String(Number(value.toPrecision(6))).replace('-', '−');
  }
  function make(name, style, ...content) {
    const node = document.createElement(name);
    if (style) node.className = style;
    node.append(...content);
    return node;
  }
  const hidden = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
  function writeText(node, text) {
    if (text.length > 2000) { node.textContent = text; return; }
    let plain = '';
    for (const letter of text) {
      if (!hidden.test(letter)) { plain += letter; continue; }
      if (plain) { node.append(plain); plain = ''; }
      const sign = make('i', { ' ': '', '\n': 'n', '\t': 't' }[letter] ?? 'c', letter);
      if (sign.className === 'c')
        sign.dataset.c = 'U+' + letter.codePointAt(0).toString(16).toUpperCase().padStart(4, '0');
      node.append(sign);
    }
    if (plain) node.append(plain);
  }
  function paint(node, value, limit) {
    node.dataset.v = Number.isNaN(value) ? 'none' : String(value);
    node.classList.remove('p', 'n');
    if (!(Math.abs(value) > 0) || !(limit > 0)) return;
    node.classList.add(value < 0 ? 'n' : 'p');
    node.style.setProperty('--s', Math.min(100, 100 * Math.abs(value) / limit).toFixed(1) + '%');
  }
  """#
