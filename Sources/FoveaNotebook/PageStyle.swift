extension HTMLPage {
  /// How the page looks: one column, light or dark as the reader's system is, always light on paper.
  static let style = """
    :root {
      color-scheme: light dark;
      --paper: #ffffff; --ink: #1c1e21; --soft: #5b6168; --line: #d9dde1; --code: #f5f6f8; --link: #0b57a4;
      --keyword: #8a1f6a; --string: #a0410d; --number: #1a5fb4; --comment: #5f6b63; --type: #0f6b62;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --paper: #16181b; --ink: #e4e6e8; --soft: #a0a6ad; --line: #3a3f45; --code: #1f2226; --link: #7db7f0;
        --keyword: #e08bc7; --string: #e5a173; --number: #86b8f5; --comment: #93a096; --type: #74cfc2;
      }
    }
    @media print {
      :root {
        color-scheme: light;
        --paper: #ffffff; --ink: #000000; --soft: #444444; --line: #bbbbbb; --code: #f5f6f8; --link: #000000;
        --keyword: #8a1f6a; --string: #a0410d; --number: #1a5fb4; --comment: #5f6b63; --type: #0f6b62;
      }
      figure, pre, table, blockquote { break-inside: avoid; }
      h1, h2, h3, h4 { break-after: avoid; }
    }
    body { margin: 0; background: var(--paper); color: var(--ink); font: 17px/1.6 system-ui, sans-serif; }
    main { max-width: 46rem; margin: 0 auto; padding: 2rem 1.2rem 4rem; }
    h1, h2, h3, h4 { line-height: 1.25; margin: 2em 0 0.6em; }
    h1 { font-size: 1.9rem; margin-top: 0.5em; }
    h2 { font-size: 1.35rem; }
    h3 { font-size: 1.05rem; }
    a { color: var(--link); }
    pre, code { font: 0.86rem/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace; }
    p code, li code, td code, th code { background: var(--code); padding: 0.1em 0.3em; border-radius: 3px; }
    pre { margin: 1em 0 0; padding: 0.8em 1em; background: var(--code); border-radius: 5px; overflow-x: auto; }
    pre.output { background: none; border-radius: 0; border-left: 3px solid var(--line); margin-top: 0.4em;
      padding: 0.3em 0 0.3em 1em; }
    .keyword { color: var(--keyword); } .string { color: var(--string); } .number { color: var(--number); }
    .comment { color: var(--comment); font-style: italic; } .type { color: var(--type); }
    figure { margin: 1.2em 0; text-align: center; }
    img { max-width: 100%; height: auto; background: #ffffff; border-radius: 3px; }
    figcaption, footer { color: var(--soft); font-size: 0.85rem; }
    blockquote { margin: 1em 0; padding: 0 1em; border-left: 3px solid var(--line); color: var(--soft); }
    table { border-collapse: collapse; margin: 1em 0; font-size: 0.95em; }
    th, td { border-bottom: 1px solid var(--line); padding: 0.3em 0.8em; text-align: left; }
    hr { border: 0; border-top: 1px solid var(--line); margin: 2em 0; }
    footer { margin-top: 4em; border-top: 1px solid var(--line); padding-top: 0.8em; }
    """
}
