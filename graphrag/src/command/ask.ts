import { RetrieveAnswer } from '@huati/shared';
import type { RunningService } from './service';

const SHOWN_MAX = 120;

/** Asks for evidence and tells it: the plan, the paths with what is quoted for them, the records, and what was done without. */
export async function ask(service: RunningService, query: string, say: (line: string) => void): Promise<void> {
  const answer = await service.call('POST', '/retrieve', RetrieveAnswer, { query });
  const names = new Map(answer.graph.nodes.map(({ id, name }) => [id, name]));
  const edges = new Map(answer.graph.edges.map((edge) => [edge.id, edge]));
  say(`plan: ${answer.plan.template_id} ${JSON.stringify(answer.plan.params)}`);
  say(`linked: ${answer.linked.map(({ surface, name }) => `${surface} = ${name}`).join(', ') || 'nothing'}`);
  for (const path of answer.graph.paths) {
    say(`path: ${path.text}`);
    for (const id of path.edge_ids) {
      const edge = edges.get(id);
      if (!edge) continue;
      say(`  ${names.get(edge.source) ?? edge.source} —${edge.label_zh}→ ${names.get(edge.target) ?? edge.target}`);
      for (const quote of edge.quotes) say(`    「${oneLine(quote.text)}」 ${quote.title}`);
    }
  }
  for (const { content, score, title, metadata } of answer.records) {
    say(`[${metadata.n}] ${metadata.kind} ${metadata.score_kind} ${score.toFixed(3)}  ${title}: ${oneLine(content)}`);
  }
  if (answer.direct) say(`stored answer to: ${answer.direct.question} (${answer.direct.score.toFixed(3)})`);
  for (const warning of answer.warnings) say(`warning: ${warning}`);
  const times = Object.entries(answer.timings_ms).map(([step, ms]) => `${step} ${Math.round(ms)}`);
  say(`ms: ${times.join(', ')}`);
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ');
  return line.length <= SHOWN_MAX ? line : `${line.slice(0, SHOWN_MAX)}…`;
}
