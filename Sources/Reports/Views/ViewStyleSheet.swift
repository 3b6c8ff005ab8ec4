/// How views look beyond what `styleSheet` says: long tables, token pages, attention.
let viewStyleSheet: StaticString = """
  .alone { max-width: 1040px; }
  .wide { max-width: none; }
  .wide figcaption { margin-bottom: 8px; align-items: center; }
  .wide .legend { margin: 0; }
  .over { overflow-x: auto; }
  .ramp.hot { background: linear-gradient(to right, transparent, var(--hot)), var(--panel); }
  .ramp.cold { background: linear-gradient(to left, transparent, var(--cold)), var(--panel); }
  .key[class*=" s"]::before { opacity: 1; height: 3px; vertical-align: 3px; width: 16px; }
  .key.s0::before { background: var(--accent); } .key.s1::before { background: var(--calm); } .key.s2::before { background: var(--cool); }
  .key.s3::before { background: var(--ink); } .key.s4::before { background: var(--warm); } .key.s5::before { background: var(--cold); }
  .key.reference::before { opacity: 1; height: 3px; vertical-align: 3px; width: 16px; background: repeating-linear-gradient(to right, var(--calm) 0 2px, transparent 2px 5px); }
  .scatter { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px 32px; }
  section > .chart > figcaption > b, .scatter > .chart > figcaption > b { display: none; }
  .upright { color: var(--soft); font-size: .8rem; }
  .tools { display: flex; flex-wrap: wrap; gap: 8px 16px; align-items: center; margin: 0 0 10px; font-size: .84rem; color: var(--soft); }
  .tools label { display: flex; gap: 7px; align-items: center; min-width: 0; max-width: 100%; }
  .tools label[hidden] { display: none; }
  .tools select, .tools input:not([type=checkbox]), .tools > button { font: inherit; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 4px 9px; min-width: 0; max-width: 100%; }
  .tools input[type=search] { width: 10.5em; } .tools .bound { width: 6.5em; }
  .tools > button:hover { border-color: currentColor; color: var(--accent); }
  .tools input[type=checkbox] { accent-color: var(--accent); }
  .tools output { margin-left: auto; white-space: nowrap; font-variant-numeric: tabular-nums; }
  .tokenpage > .tools { position: sticky; top: 0; z-index: 2; background: var(--paper); padding: 8px 0; margin: 0; }
  .passage { padding: 14px 0 6px; border-top: 1px solid var(--line); }
  .passage:first-child { border-top: 0; }
  .passage .tokens { padding: 2px; }
  [hidden] { display: none !important; }
  .split { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px 32px; margin-top: 10px; }
  .aside { border-left: 3px solid var(--line); padding-left: 16px; min-width: 0; }
  .tokens .next::before { content: "next"; font: 600 .72rem/1 system-ui, sans-serif; color: var(--soft); border: 1px dashed var(--calm); border-radius: 3px; padding: 1px 6px; margin-left: 4px; }
  .aside .small { margin-top: 12px; max-width: 320px; }
  .heads { display: flex; flex-wrap: wrap; gap: 10px; margin-bottom: 16px; }
  .heads button { width: 88px; padding: 5px; border: 1px solid var(--line); border-radius: 6px; font-size: .78rem; color: var(--soft); font-variant-numeric: tabular-nums; }
  .heads canvas { display: block; width: 100%; aspect-ratio: 1; image-rendering: pixelated; margin-bottom: 3px; background: var(--panel); }
  .heads button[aria-checked=true] { border-color: var(--accent); color: var(--accent); font-weight: 640; box-shadow: 0 0 0 1px var(--accent); }
  .attention .tokens span { cursor: pointer; }
  .attention .looks { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px 32px; }
  .matrix { display: block; max-width: 100%; height: auto; image-rendering: pixelated; border: 1px solid var(--line); background: var(--panel); cursor: crosshair; }
  .units .rows { height: min(560px, 78vh, var(--fit, 9999px)); overflow: auto; border: 1px solid var(--line); border-radius: 6px; position: relative; font-size: .86rem; font-variant-numeric: tabular-nums; }
  .row { display: grid; grid-template-columns: var(--columns); gap: 12px; height: 30px; line-height: 29px; padding: 0 12px; border-bottom: 1px solid var(--line); min-width: var(--width); }
  .row > span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 0; }
  .row .number { text-align: right; }
  .row .tokens { line-height: 29px; font-size: 12.5px; } .row .tokens i { white-space: nowrap; }
  .rest { display: none; padding: 6px 12px; color: var(--soft); }
  .row:not(.head):hover { background: var(--panel); cursor: default; }
  .row.chosen { background: color-mix(in srgb, var(--warm) 22%, transparent) !important; }
  .row.head { position: sticky; top: 0; z-index: 1; background: var(--panel); color: var(--soft); font-size: .8rem; font-weight: 560; }
  .row.head button { font-weight: inherit; } .row.head button:hover, .row.head [aria-sort] button { color: var(--accent); }
  .row.head [aria-sort=ascending] button::before { content: "↑ "; } .row.head [aria-sort=descending] button::before { content: "↓ "; }
  .dashboard .rows { height: min(400px, 60vh, var(--fit, 9999px)); }
  .dashboard .detail { border-top: 0; margin-top: 20px; }
  .typed { display: grid; gap: 8px; justify-items: start; max-width: 860px; margin-bottom: 48px; }
  .typed label { font-size: .84rem; color: var(--soft); }
  .typed textarea { width: 100%; font: 13.5px/1.6 ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; color: var(--ink); background: var(--panel); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; resize: vertical; }
  .typed button { background: var(--accent); color: var(--paper); border-radius: 6px; padding: 6px 18px; font-weight: 600; }
  button.link { color: var(--accent); text-decoration: underline 1px; text-underline-offset: 3px; }
  .window { will-change: transform; }
  @media (min-width: 1080px) { .scatter { grid-template-columns: minmax(0, 420px) minmax(0, 1fr); } }
  @media (min-width: 900px) { .attention .looks { grid-template-columns: auto minmax(0, 1fr); } .split { grid-template-columns: minmax(0, 1fr) 300px; } .aside { position: sticky; top: 24px; align-self: start; } }
  @media (max-width: 640px) { .tools output { margin-left: 0; } .tokenpage > .tools { position: static; } .heads button { width: 72px; } }
  @media print { .tools { display: none; } .units .rows { height: auto !important; max-height: none; overflow: hidden; } .window { transform: none !important; } .row { break-inside: avoid; min-width: 0; } .rest:not(:empty) { display: block; } .typed { display: none; } }
  """
