/// The colours of pages and drawings, by day and by night.
let colorStyleSheet: StaticString = """
  :root {
    color-scheme: light dark;
    --paper: #fdfcfa; --ink: #211f1b; --soft: #6b655a; --line: #e6e1d7; --panel: #f6f3ec;
    --accent: #9c4a06; --warm: #f39a3d; --cool: #5b9ede; --calm: #8b8477;
    --hot: #b4530b; --cold: #1f62a6;
  }
  @media (prefers-color-scheme: dark) {
    :root {
      --paper: #151411; --ink: #ebe7de; --soft: #a59e91; --line: #34302a; --panel: #1e1c18;
      --accent: #f2a962; --warm: #ad5c06; --cool: #1f609f; --calm: #8d8678;
      --hot: #f6a04a; --cold: #6fb0f0;
    }
  }
  @media print {
    :root {
      color-scheme: light;
      --paper: #fff; --ink: #1a1814; --soft: #5f594f; --line: #ddd8cd; --panel: #f7f5f0;
      --accent: #9c4a06; --warm: #f39a3d; --cool: #5b9ede; --calm: #8b8477;
      --hot: #b4530b; --cold: #1f62a6;
    }
  }
  """
