const added = new Set<string>();

/**
 * Adds rules to the page that came with what was loaded later: they are not in the styles of the first page. Once is enough. No
 * element is made for them: the page's policy refuses styles that stand in it.
 *
 * @param css whole rules without comments; addresses in them are absolute
 */
export function addStyles(css: string): void {
  if (added.has(css)) return;
  added.add(css);
  if ('adoptedStyleSheets' in document) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    return;
  }
  // Safari before 16.4: behind the rules of the page's own file.
  const sheets = [...(document as Document).styleSheets].filter(
    ({ href }) => href?.startsWith(location.origin) === true,
  );
  const last = sheets[sheets.length - 1];
  for (const rule of rulesOf(css)) last?.insertRule(rule, last.cssRules.length);
}

/** Rules one by one; one may have others in it. */
export function rulesOf(css: string): string[] {
  const rules: string[] = [];
  let depth = 0;
  let from = 0;
  for (const { 0: brace, index } of css.matchAll(/[{}]/g)) {
    depth += brace === '{' ? 1 : -1;
    if (depth > 0) continue;
    rules.push(css.slice(from, index + 1).trim());
    from = index + 1;
  }
  return rules;
}
