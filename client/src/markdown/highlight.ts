// By the name a fence is most often given; whatever is not here is shown as it was written.
const NAMES = new Map([
  ['bash', 'Bash'],
  ['c', 'C'],
  ['cpp', 'C++'],
  ['c++', 'C++'],
  ['css', 'CSS'],
  ['go', 'Go'],
  ['html', 'HTML'],
  ['java', 'Java'],
  ['javascript', 'JavaScript'],
  ['js', 'JavaScript'],
  ['json', 'JSON'],
  ['jsx', 'JSX'],
  ['markdown', 'Markdown'],
  ['md', 'Markdown'],
  ['plaintext', ''],
  ['py', 'Python'],
  ['python', 'Python'],
  ['sh', 'Shell'],
  ['shell', 'Shell'],
  ['sql', 'SQL'],
  ['text', ''],
  ['ts', 'TypeScript'],
  ['tsx', 'TSX'],
  ['txt', ''],
  ['typescript', 'TypeScript'],
  ['vue', 'Vue'],
  ['xml', 'XML'],
  ['yaml', 'YAML'],
  ['yml', 'YAML'],
]);

/** What a reader calls the language of a fence: `ts` is TypeScript; an unknown one stays as it was written. */
export function languageName(language: string): string {
  return NAMES.get(language) ?? language;
}

/** Text as HTML that shows exactly this text. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}
