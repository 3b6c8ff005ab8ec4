/// Draws each head's pattern, and colours the text by the one that is chosen.
let attentionPatternsScript: StaticString = #"""
  for (const view of document.querySelectorAll('[data-view=attention]')) {
    const data = dataOf(view), size = data.count, line = view.querySelector('.tokens');
    const patterns = data.values.map(text => unpack(text, Float32Array));
    const direction = view.querySelector('[data-direction]');
    let head = 0, token = size - 1;
    const matrix = view.querySelector('.matrix');
    const picture = (pattern, canvas = make('canvas'), limit = 512) => {
      canvas.width = canvas.height = Math.max(1, Math.min(size, limit));
      const pen = canvas.getContext('2d'), step = size / canvas.width;
      const image = pen.createImageData(canvas.width, canvas.height);
      const [red, green, blue] = [214, 110, 20];
      for (let y = 0; y < canvas.height; y++)
        for (let x = 0; x < canvas.width; x++) {
          const value = pattern[Math.floor(y * step) * size + Math.floor(x * step)];
          image.data.set([red, green, blue, 255 * Math.min(1, Math.max(0, value || 0))], 4 * (y * canvas.width + x));
        }
      pen.putImageData(image, 0, 0);
      canvas.setAttribute('aria-hidden', 'true');
      return canvas;
    };
    const show = () => {
      const pattern = patterns[head];
      if (!pattern || !size) return;
      const isFrom = direction.value === 'from';
      for (let i = 0; i < size; i++) {
        const span = line.children[i];
        paint(span, isFrom ? pattern[token * size + i] : pattern[i * size + token], 1);
        span.classList.toggle('peak', i === token);
      }
      buttons.forEach((button, place) => {
        button.setAttribute('aria-checked', String(place === head));
        button.tabIndex = place === head ? 0 : -1;
      });
      picture(pattern, matrix, 2048);
      matrix.style.width = Math.max(120, Math.min(380, size * 18)) + 'px';
      view.querySelector('output').textContent = `head ${data.names[head]}, token ${token}`;
    };
    const buttons = data.names.map((name, place) => {
      const button = make('button', '', picture(patterns[place]), make('span', '', name));
      button.type = 'button';
      button.setAttribute('role', 'radio');
      button.addEventListener('click', () => { head = place; show(); });
      button.addEventListener('keydown', event => {
        const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
        if (!step) return;
        head = (place + step + buttons.length) % buttons.length;
        show();
        buttons[head].focus();
        event.preventDefault();
      });
      return button;
    });
    view.querySelector('.heads').append(...buttons);
    const choose = event => {
      const place = [...line.children].indexOf(event.target.closest('[data-v]'));
      if (place < 0 || place === token) return;
      token = place;
      show();
    };
    line.addEventListener('click', choose);
    line.addEventListener('keydown', event => {
      if (event.key === 'Enter' || event.key === ' ') { choose(event); event.preventDefault(); }
    });
    direction.addEventListener('change', show);
    const word = place => line.children[place].textContent.replace(/[\p{C}\p{Z}]/gu, '·').slice(0, 24);
    matrix.addEventListener('pointermove', event => {
      const box = matrix.getBoundingClientRect();
      const [key, query] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height].map(share => Math.max(0, Math.min(size - 1, Math.floor(share * size))));
      if (!size) return;
      matrix.dataset.tip = `${word(query)} (${query}) looks at ${word(key)} (${key}) · attention ${numberText(patterns[head][query * size + key])}`;
      matrix.dispatchEvent(new PointerEvent('pointerover', { bubbles: true }));
    });
    matrix.addEventListener('pointerleave', () => document.body.dispatchEvent(new PointerEvent('pointerover', { bubbles: true })));
    matrix.addEventListener('click', event => {
      const box = matrix.getBoundingClientRect();
      token = Math.max(0, Math.min(size - 1, Math.floor((event.clientY - box.top) / box.height * size)));
      show();
    });
    show();
  }
  """#
