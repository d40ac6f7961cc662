import postcss from 'postcss';

// Every tag: WeChat gives its own a prefix, so that none of HTML inside of `rich-text` is ever reached by one.
const tags = /(^|[\s>+~,(])([a-z][a-z0-9-]*)(?=$|[\s>+~.,:#[)])/g;

/** The name under which a component's classes live apart from all others. */
export function scopeOf(path: string): string {
  return path.replace(/[^a-zA-Z0-9]/g, '_');
}

/**
 * WXSS as CSS of the host's page: tags by their names there, `rpx` by the width of the page, and the classes of a
 * component under a name of their own, which is how WeChat keeps them from reaching other components.
 */
export function toHostStyles(wxss: string, path: string, shared: boolean): string {
  const root = postcss.parse(wxss, { from: path });
  root.walkAtRules('import', (rule) => {
    throw rule.error('an import: the host does not follow them');
  });
  root.walkRules((rule) => {
    if (rule.parent?.type === 'atrule' && /keyframes$/.test((rule.parent as postcss.AtRule).name)) return;
    const tagged = rule.selector.replace(tags, '$1wx-$2');
    rule.selector = shared ? tagged : tagged.replace(/\.(-?[a-zA-Z_][\w-]*)/g, `.${scopeOf(path)}--$1`);
  });
  root.walkDecls((declaration) => {
    declaration.value = declaration.value.replace(/(-?[\d.]+)rpx\b/g, 'calc($1 * 100vw / 750)');
  });
  return root.toString();
}
