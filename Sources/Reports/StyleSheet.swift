/// How pages look: on paper, on a narrow screen and a wide one, by day and by night.
///
/// One accent; activations above zero are orange and those below it blue, which every kind of colour
/// blindness keeps apart, and their strength is told by lightness as well.
let styleSheet: StaticString = """
  *, *::before, *::after { box-sizing: border-box; }
  html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; }
  body {
    margin: 0 auto; max-width: 1200px; padding: 56px 40px 96px; background: var(--paper);
    color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
    overflow-wrap: anywhere;
  }
  h1, h2, h3, h4, h5 { line-height: 1.2; letter-spacing: -.012em; text-wrap: balance; margin: 0; }
  h1 { font-size: clamp(1.9rem, 1.2rem + 2.6vw, 2.9rem); font-weight: 680; letter-spacing: -.025em; }
  h2 { font-size: 1.55rem; font-weight: 660; margin-bottom: 14px; }
  h3 { font-size: 1.16rem; font-weight: 640; }
  h4 { font-size: .95rem; font-weight: 640; margin: 22px 0 6px; }
  h5 { font-size: .85rem; font-weight: 600; margin: 18px 0 4px; font-variant-numeric: tabular-nums; }
  h5 span { color: var(--soft); font-weight: 400; margin-left: 10px; }
  a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 3px; }
  :focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 3px; }
  button { font: inherit; color: inherit; background: none; border: 0; padding: 0; cursor: pointer; }
  .brand, .kicker {
    font-size: .72rem; font-weight: 640; letter-spacing: .09em; text-transform: uppercase;
    color: var(--accent); margin: 0 0 14px;
  }
  .kicker { display: block; margin: 0 0 5px; color: var(--soft); }
  .masthead { max-width: 860px; margin-bottom: 56px; }
  .lead { font-size: 1.16rem; color: var(--soft); margin: 16px 0 0; max-width: 66ch; }
  .findings { list-style: none; counter-reset: finding; padding: 0; margin: 32px 0 36px; max-width: 70ch; }
  .findings li { counter-increment: finding; padding: 12px 0 12px 40px; position: relative; border-top: 1px solid var(--line); font-size: 1.06rem; }
  .findings li:last-child { border-bottom: 1px solid var(--line); }
  .findings li::before { content: counter(finding); position: absolute; left: 4px; color: var(--accent); font-weight: 660; font-variant-numeric: tabular-nums; }
  .columns { display: grid; grid-template-columns: minmax(0, 1fr); gap: 40px; }
  nav { font-size: .9rem; }
  nav ol, nav ul { list-style: none; margin: 0; padding: 0; }
  nav a { display: block; padding: 3px 0; color: var(--ink); text-decoration: none; }
  nav a:hover { color: var(--accent); }
  nav li ul { margin: 0 0 6px 12px; border-left: 1px solid var(--line); padding-left: 12px; }
  nav li ul a { color: var(--soft); font-size: .84rem; font-variant-numeric: tabular-nums; }
  #save { margin-top: 16px; font-size: .84rem; color: var(--soft); border: 1px solid var(--line); border-radius: 6px; padding: 5px 11px; }
  #save:hover { color: var(--accent); border-color: currentColor; }
  section { padding-bottom: 64px; scroll-margin-top: 24px; }
  .ordinal { color: var(--accent); font-weight: 500; margin-right: .6em; font-variant-numeric: tabular-nums; }
  h3 + .sheet { margin-top: 10px; }
  .finding { max-width: 70ch; margin: 0 0 14px; }
  .result, .feature { margin-top: 28px; scroll-margin-top: 24px; }
  .feature { border-top: 1px solid var(--line); padding-top: 26px; margin-top: 34px; }
  .facts { display: flex; flex-wrap: wrap; gap: 14px 36px; margin: 16px 0 20px; }
  .facts div { min-width: 0; max-width: 100%; }
  dt { font-size: .78rem; color: var(--soft); }
  dd { margin: 0; font-weight: 560; font-variant-numeric: tabular-nums; line-height: 1.4; }
  dd small { display: block; max-width: 24ch; font-weight: 400; font-size: .8rem; color: var(--soft); }
  .warnings { list-style: none; margin: 0 0 18px; padding: 10px 14px; background: var(--panel); border-left: 3px solid var(--accent); border-radius: 0 6px 6px 0; font-size: .88rem; }
  .none { color: var(--soft); font-size: .9rem; margin: 8px 0; }
  .scroll { overflow: auto; max-height: 830px; overflow-wrap: break-word; }
  .sheet + div > :first-child, .result > * + .sheet, .places + .legend { margin-top: 22px; }
  details + .chart { margin-top: 30px; }
  .charts:not(:has(> :not(figure))) > .chart { display: grid; grid-template-rows: subgrid; grid-row: span 2; row-gap: 4px; }
  table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; width: 100%; }
  caption { text-align: left; font-weight: 640; font-size: .85rem; padding-bottom: 6px; }
  th { text-align: left; font-weight: 560; font-size: .78rem; color: var(--soft); border-bottom: 1px solid var(--line); padding: 6px 0 6px 20px; vertical-align: bottom; white-space: nowrap; }
  td { border-bottom: 1px solid var(--line); padding: 6px 0 6px 20px; vertical-align: top; }
  td small { display: block; color: var(--soft); font-size: .8rem; }
  td em { color: var(--soft); }
  th:first-child, td:first-child { padding-left: 2px; }
  th:last-child, td:last-child { padding-right: 4px; }
  .number:first-child { padding-left: 14px; }
  .scroll th { position: sticky; top: 0; background: var(--paper); z-index: 1; }
  .scroll th:last-child { padding-right: 12px; } .scroll td:last-child { padding-right: 12px; }
  .number { text-align: right; white-space: nowrap; }
  tbody tr:hover td { background: var(--panel); }
  th button:hover { color: var(--accent); }
  th button { position: relative; font-weight: inherit; }
  th button::after { position: absolute; right: calc(100% + 3px); top: 0; }
  th[aria-sort] button { color: var(--accent); }
  th[aria-sort=ascending] button::after { content: "↑"; }
  th[aria-sort=descending] button::after { content: "↓"; }
  .filter { display: flex; gap: 10px; align-items: center; font-size: .84rem; color: var(--soft); margin: 0 0 8px; }
  .filter input { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 4px 10px; width: 13em; min-width: 0; }
  .filter output { margin-left: auto; white-space: nowrap; }
  .score { display: inline-block; min-width: 4.2em; text-align: right; margin-right: 12px; }
  .inline { width: 96px; height: 10px; vertical-align: -1px; overflow: visible; }
  .inline .high { fill: var(--warm); } .inline .low { fill: var(--cool); }
  .inline .zero { stroke: var(--calm); stroke-width: 1; }
  .charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 262px), 1fr)); gap: 24px 36px; margin: 8px 0 20px; align-items: start; }
  .chart { margin: 0; max-width: 460px; min-width: 0; }
  figcaption { font-size: .85rem; display: flex; flex-wrap: wrap; gap: 2px 16px; align-items: baseline; }
  figcaption b { font-weight: 640; }
  .key { color: var(--soft); font-size: .8rem; }
  .key::before { content: ""; display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 6px; vertical-align: -1px; background: var(--calm); opacity: .55; }
  .key.k1::before { background: var(--warm); opacity: 1; }
  .small { font-size: .86rem; max-width: 460px; }
  .small td, .small th { padding: 4px 0 4px 16px; }
  .small td:first-child, .small th:first-child { padding-left: 0; }
  .small th:not(:first-child), .small td:not(:first-child):not(.tokens) { text-align: right; white-space: nowrap; }
  .places { max-width: 760px; }
  .effects td:nth-child(3) { padding-left: 18px; }
  .legend { display: flex; flex-wrap: wrap; gap: 4px 8px; align-items: center; font-size: .8rem; color: var(--soft); font-variant-numeric: tabular-nums; margin: 6px 0 0; }
  .ramp { width: 76px; height: 11px; border-radius: 3px; }
  .ramp.p { background: linear-gradient(to right, transparent, var(--warm)); }
  .ramp.n { background: linear-gradient(to left, transparent, var(--cool)); }
  .sample { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--ink); margin-left: 14px; }
  .context { display: grid; grid-template-columns: 58px minmax(0, 1fr); gap: 4px 16px; padding: 10px 0; border-top: 1px solid var(--line); }
  .context:first-child { border-top: 0; }
  .reading { text-align: right; font-weight: 600; font-size: .9rem; font-variant-numeric: tabular-nums; line-height: 26px; }
  .tokens { font: 13.5px/26px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre-wrap; margin: 0; unicode-bidi: plaintext; }
  td.tokens, td .tokens { line-height: 1.6; } td .prompt, td .prompt i { white-space: pre; }
  .tokens span { unicode-bidi: isolate; border-radius: 2px; padding: 2px 0; }
  .tokens span:focus { outline: 2px solid var(--accent); }
  .source { margin: 0; font-size: .78rem; color: var(--soft); }
  .p { background: color-mix(in srgb, var(--warm) var(--s, 0%), transparent); }
  .n { background: color-mix(in srgb, var(--cool) var(--s, 0%), transparent); }
  .peak { box-shadow: 0 0 0 1.5px var(--accent); }
  .y { text-decoration: underline 2px; text-underline-offset: 5px; text-decoration-skip-ink: none; }
  .tokens i { font-style: normal; font-size: 0; white-space: normal; background: none; }
  .tokens i::before { content: "·"; font-size: 13.5px; color: var(--soft); opacity: .7; }
  .tokens i.n::before { content: "↵"; } .tokens i.t::before { content: "⇥"; }
  .tokens i.c::before { content: attr(data-c); font-size: 10px; border: 1px solid var(--line); border-radius: 3px; padding: 0 2px; }
  .l1 { --s: 5% } .l2 { --s: 10% } .l3 { --s: 15% } .l4 { --s: 20% } .l5 { --s: 25% }
  .l6 { --s: 30% } .l7 { --s: 35% } .l8 { --s: 40% } .l9 { --s: 45% } .l10 { --s: 50% }
  .l11 { --s: 55% } .l12 { --s: 60% } .l13 { --s: 65% } .l14 { --s: 70% } .l15 { --s: 75% }
  .l16 { --s: 80% } .l17 { --s: 85% } .l18 { --s: 90% } .l19 { --s: 95% } .l20 { --s: 100% }
  details { margin-top: 10px; }
  summary { cursor: pointer; font-size: .88rem; color: var(--accent); padding: 4px 0; }
  #tip { position: fixed; z-index: 9; max-width: min(340px, 92vw); padding: 5px 10px; border-radius: 6px; background: var(--ink); color: var(--paper); font-size: .8rem; line-height: 1.45; font-variant-numeric: tabular-nums; pointer-events: none; }
  #tip[hidden] { display: none; }
  @media print, (min-width: 641px) { td:has(> .inline) { white-space: nowrap; } }
  @media (min-width: 1080px) {
    .columns { grid-template-columns: 190px minmax(0, 1fr); gap: 56px; }
    nav { position: sticky; top: 32px; align-self: start; max-height: calc(100vh - 64px); overflow-y: auto; }
  }
  @media (max-width: 640px) {
    body { padding: 32px 16px 64px; }
    .minor { display: none; }
    .facts { gap: 12px 28px; }
    .context { grid-template-columns: minmax(0, 1fr); }
    .reading { text-align: left; line-height: 1.3; }
    .inline { width: 60px; }
    .scroll table { font-size: .86rem; }
    .scroll th:not(:first-child), .scroll td:not(:first-child) { padding-left: 12px; }
  }
  @media print {
    body { max-width: none; padding: 0; font-size: 11pt; -webkit-print-color-adjust: exact; print-color-adjust: exact; }
    nav, .filter, #tip { display: none; }
    .scroll { max-height: none; overflow: visible; }
    .scroll th, th button { position: static; }
    thead { display: table-row-group; }
    .inline { width: 60px; }
    .context, .chart, tr { break-inside: avoid; }
    h2, h3, h4 { break-after: avoid; }
    .columns { display: block; }
  }
  @media (prefers-reduced-motion: reduce) { html { scroll-behavior: auto; } }
  """
