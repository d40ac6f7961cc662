/** A passage of a file as a prompt has it, under the number that it is cited by. */
export interface GivenPassage {
  n: number;
  file: string;
  text: string;
}

/** What stands behind a question that has files begins so. */
const WITH_FILES = '\n\nFiles belong to this conversation.';
/** A question of the past has the names of its files. */
const WITH_NAMES = /\n\n\(Files: [^\n]*\)$/;
const FILE = /^File \d+ of \d+: (".*")\n(?:.*\n)?<<<FILE (\S+)\n([\s\S]*?)\nFILE>>> \2$/gm;
const PASSAGE = /^\[(\d+)\](?: .*)?$/m;

/** Takes a person's words and the passages of files apart. */
export function readPassages(message: string): { question: string; passages: GivenPassage[] } {
  const at = message.indexOf(WITH_FILES);
  if (at < 0) return { question: message.replace(WITH_NAMES, '').trim(), passages: [] };
  const passages: GivenPassage[] = [];
  for (const [, name = '""', , inside = ''] of message.slice(at).matchAll(FILE)) {
    // Every second part is a number.
    const [, ...parts] = inside.split(PASSAGE);
    for (let part = 0; part + 1 < parts.length; part += 2) {
      const text = (parts[part + 1] ?? '').trim();
      passages.push({ n: Number(parts[part]), file: String(JSON.parse(name)), text });
    }
  }
  return { question: message.slice(0, at).trim(), passages };
}
