const CARET = '<span class="md-caret"></span>';

/**
 * Puts the caret of a running answer behind the last character of some HTML, inside of whatever holds that character; a
 * mark of a source (`sup`) is one character.
 */
export function withCaret(html: string): string {
  const end = /(?:<\/(?!sup>)[a-z0-9]+>|\s)*$/.exec(html)?.index ?? html.length;
  return html.slice(0, end) + CARET + html.slice(end);
}
