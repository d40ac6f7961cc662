/**
 * A passage as a prompt has it, under the number that it is cited by. `path`: a sentence made from a graph, quoted from nowhere.
 * `from` is the name of its file, or the title of its document.
 */
export interface GivenPassage {
  n: number;
  kind: 'file' | 'knowledge' | 'path';
  from: string;
  text: string;
}

/** What stands behind a question that has files, or something of the organisation's knowledge, begins so. */
const WITH_EVIDENCE =
  /\n\n(?:Files|Knowledge of the organisation|Files and knowledge of the organisation) belongs? to this conversation\./;
/** A question of the past has the names of its files. */
const WITH_NAMES = /\n\n\(Files: [^\n]*\)$/;
const GIVEN = /^(File|Knowledge) \d+ of \d+: (".*")\n((?:(?!<<<FILE ).*\n)*?)<<<FILE (\S+)\n([\s\S]*?)\nFILE>>> \4$/gm;
const PASSAGE = /^\[(\d+)\](?: .*)?$/m;
/** How the words begin that stand before sentences of a graph. */
const OF_A_GRAPH = 'These sentences are made from a graph';

/** Takes a person's words and what was given with them apart. */
export function readPassages(message: string): { question: string; passages: GivenPassage[] } {
  const at = message.search(WITH_EVIDENCE);
  if (at < 0) return { question: message.replace(WITH_NAMES, '').trim(), passages: [] };
  return { question: message.slice(0, at).trim(), passages: passagesIn(message.slice(at)) };
}

/** The passages of a text that has some in their frames, such as what a search found. */
export function passagesIn(text: string): GivenPassage[] {
  const passages: GivenPassage[] = [];
  for (const [, what, name = '""', said = '', , inside = ''] of text.matchAll(GIVEN)) {
    const known = said.startsWith(OF_A_GRAPH) ? 'path' : 'knowledge';
    const kind = what === 'File' ? 'file' : known;
    // Every second part is a number.
    const [, ...parts] = inside.split(PASSAGE);
    for (let part = 0; part + 1 < parts.length; part += 2) {
      passages.push({
        n: Number(parts[part]),
        kind,
        from: String(JSON.parse(name)),
        text: (parts[part + 1] ?? '').trim(),
      });
    }
  }
  return passages;
}
