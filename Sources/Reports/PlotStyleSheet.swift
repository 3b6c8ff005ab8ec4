/// How plots look, on a page and in a file of their own.
let plotStyleSheet: StaticString = """
  .plot { display: block; width: 100%; height: auto; overflow: visible; }
  .plot text { font-size: 13px; fill: var(--soft); font-variant-numeric: tabular-nums; }
  .plot .ty { text-anchor: end; } .plot .tx { text-anchor: middle; }
  .plot .grid { stroke: var(--line); } .plot .axis { stroke: var(--calm); }
  .plot .line { fill: none; stroke: var(--accent); stroke-width: 1.8; stroke-linejoin: round; }
  .plot .reference { stroke: var(--calm); stroke-width: 1.2; stroke-dasharray: 1 4; stroke-linecap: round; }
  .plot .s1 { stroke: var(--calm); stroke-dasharray: 5 3; } .plot .s2 { stroke: var(--cool); } .plot .s3 { stroke: var(--ink); stroke-dasharray: 1.5 3; }
  .plot .area { stroke-width: 1.4; stroke-linejoin: round; }
  .plot .a0 { fill: var(--calm); fill-opacity: .3; stroke: var(--calm); }
  .plot .a1 { fill: var(--warm); fill-opacity: .42; stroke: var(--warm); }
  .plot .bar { fill: var(--warm); } .plot .base { stroke: var(--ink); stroke-width: 1.6; stroke-dasharray: 4 2; }
  .plot .strip { fill: transparent; }
  .plot .strip:hover, .plot .strip:focus { fill: var(--ink); fill-opacity: .07; outline: none; }
  .heat { width: auto; max-width: none; overflow: hidden; }
  .heat .ground { fill: var(--panel); stroke: var(--line); }
  .heat .hot { fill: var(--hot); } .heat .cold { fill: var(--cold); }
  .heat .void { fill: none; stroke: var(--line); stroke-dasharray: 2 2; }
  .heat .cell:hover, .heat .cell:focus { outline: none; stroke: var(--ink); stroke-width: 2; }
  .heat text { font-size: 12px; }
  .heat .token, .heat .ty:not(.name) { font-family: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
  .plot .name { fill: var(--ink); }
  .heat .cellvalue { text-anchor: middle; fill: var(--ink); font-size: 11.5px; pointer-events: none; }
  .heat .strong { fill: var(--paper); }
  .plot .s4 { stroke: var(--warm); } .plot .s5 { stroke: var(--cold); stroke-dasharray: 8 3 2 3; }
  .plot .zero { stroke: var(--calm); stroke-dasharray: 1 3; }
  .plot .one { stroke: var(--calm); stroke-width: 1.2; stroke-opacity: .7; }
  .plot .one:hover, .plot .one:focus { stroke: var(--accent); stroke-opacity: 1; stroke-width: 2.4; outline: none; }
  .plot .bar.low { fill: var(--cool); }
  .plot .dot { fill: var(--calm); fill-opacity: .5; }
  .plot .dot.high { fill: var(--hot); fill-opacity: .8; } .plot .dot.low { fill: var(--cold); fill-opacity: .8; }
  .plot .dot:hover, .plot .dot:focus { fill-opacity: 1; stroke: var(--ink); outline: none; }
  .plot .dust { stroke: var(--calm); stroke-opacity: .3; stroke-width: 3; stroke-linecap: round; fill: none; }
  .plot .ring { fill: none; stroke: var(--ink); stroke-width: 1.8; pointer-events: none; }
  .plot .threshold { font-size: 11px; text-anchor: end; fill: var(--ink); paint-order: stroke; stroke: var(--paper); stroke-width: 4px; stroke-linejoin: round; }
  """
