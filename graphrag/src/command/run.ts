import { parseArgs } from 'node:util';
import * as v from 'valibot';
import { ask } from './ask';
import { inWords, pathOf, ToldDocument } from './document';
import { ingest } from './ingest';
import type { RunningService } from './service';

export const USAGE = `Usage: npm run graphrag -- <command>

  ingest PATH…        send files and folders, and wait until they are taken in; what is there already is left alone
  triples FILE        send rows of data, CSV or JSONL, in the place of those of the same --document
  answers FILE        send stored answers, JSONL
  list                the documents that there are
  delete ID           take a document away, with its chunks, vectors and edges
  ask "QUESTION"      what is known about a question

  --document ID       the id of the rows of data; the file's name where it is left out

GRAPHRAG_URL is where the service is (http://127.0.0.1:3100), GRAPHRAG_API_KEY its key.
`;

/** The command line is not to be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const Taken = v.object({ taken: v.number(), dropped: v.number(), faults: v.array(v.object({ line: v.number() })) });

type Say = (line: string) => void;
interface Called {
  service: RunningService;
  rest: string[];
  document: string | undefined;
  say: Say;
}

const commands: Record<string, (called: Called) => Promise<number>> = {
  ingest: ({ service, rest, say }) => ingest(service, needed(rest, 'PATH'), say),
  triples: async ({ service, rest, document, say }) => {
    const file = single(rest, 'FILE');
    const format = /\.(?:csv|tsv|txt)$/i.test(file) ? 'csv' : 'jsonl';
    const query = new URLSearchParams({ document: document ?? lastOf(file), format });
    const told = await service.send(`/triples?${query.toString()}`, file, ToldDocument);
    say(inWords(told));
    for (const { line, reason } of told.faults ?? []) say(`  line ${line}: ${reason}`);
    return 0;
  },
  answers: async ({ service, rest, say }) => {
    const { taken, dropped, faults } = await service.send('/answers', single(rest, 'FILE'), Taken);
    say(`${taken} stored answers taken, ${dropped} lines dropped`);
    for (const { line } of faults) say(`  line ${line}: no stored answer`);
    return 0;
  },
  list: async ({ service, say }) => {
    const { documents } = await service.call('GET', '/documents', v.object({ documents: v.array(ToldDocument) }));
    for (const document of documents) say(`${document.id}  ${document.title}  ${inWords(document)}`);
    return 0;
  },
  delete: async ({ service, rest, say }) => {
    const id = single(rest, 'ID');
    await service.call('DELETE', pathOf(id), v.undefined());
    say(`${id} is gone`);
    return 0;
  },
  ask: async ({ service, rest, say }) => {
    await ask(service, single(rest, 'QUESTION'), say);
    return 0;
  },
};

/** Does what the arguments say, and gives how much of it failed. Throws UsageError and CommandError. */
export async function run(args: string[], service: RunningService, say: Say): Promise<number> {
  const { positionals, values } = parsedArguments(args);
  const [name = '', ...rest] = positionals;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(name === '' ? 'no command was given' : `there is no command ${name}`);
  return command({ service, rest, document: values.document, say });
}

function parsedArguments(args: string[]) {
  try {
    return parseArgs({ args, allowPositionals: true, options: { document: { type: 'string' } } });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function needed(rest: string[], what: string): string[] {
  if (rest.length === 0) throw new UsageError(`${what} is missing`);
  return rest;
}

function single(rest: string[], what: string): string {
  const [only, ...more] = needed(rest, what);
  if (only === undefined || more.length > 0) throw new UsageError(`one ${what} is wanted`);
  return only;
}

function lastOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}
