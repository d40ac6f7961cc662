import { readChatTask } from './chat-request';
import { compose } from './completion';
import { taskIn } from './demo/asides';
import { playEarlyFault } from './faults';
import { readJson, type Exchange } from './http';
import { checkModel, type ModelInfo } from './model-routes';
import type { PlanBook } from './plan';
import { streamCompletion } from './stream';
import { sendCompletion } from './whole';

/**
 * `POST /v1/chat/completions`: answers as the next plan says. A request that is refused takes no plan.
 * Errors: ApiError 400, 404 and 413.
 */
export async function complete(exchange: Exchange, info: ModelInfo, plans: PlanBook): Promise<void> {
  const task = readChatTask(await readJson(exchange), info);
  checkModel(info, task.request.model);
  // What was planned is meant for answers.
  const plan = taskIn(task.messages[0]?.text) === undefined ? plans.take() : plans.standing;
  if (playEarlyFault(exchange, plan.fault)) return;
  const completion = compose(task, plan);
  if (task.request.stream) {
    await streamCompletion(exchange, completion, plan, task.request.stream_options?.include_usage === true);
    return;
  }
  await sendCompletion(exchange, completion, plan);
}
