import type { tools } from '@huati/shared';
import type { ToolCall, ToolSpec } from '../../../upstreams/model/model';

export type ToolName = (typeof tools)[number];

/** What the model may have done while it writes one answer. */
export interface Toolbox {
  specs: readonly ToolSpec[];
  /** Which tool a call is of; undefined: of none that there is. */
  toolOf(call: Pick<ToolCall, 'name'>): ToolName | undefined;
  /**
   * Does what is called for, and gives what came of it, or what was wrong, in words for the model, in at most `tokens` by the
   * estimate. What it rests on is stored and told before that. Within a bound of time; never rejects.
   */
  use(call: ToolCall, tokens: number, signal: AbortSignal): Promise<string>;
}
