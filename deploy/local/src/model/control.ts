import { parseBody } from './chat-request';
import { ApiError, readJson, sendJson, type Exchange } from './http';
import { PartialPlanSchema, PlannedSchema, type PlanBook } from './plan';
import type { Recorder } from './recorder';

export const CONTROL_PREFIX = '/__';

/**
 * The control routes, for a server in another process: `PUT /__plan` (the default plan), `POST /__plan`
 * (`{plan, times?}` for the next completions), `DELETE /__plan` (forget those), `GET` and `DELETE /__requests`.
 * Errors: ApiError 400 for a plan that is none, 404 for any other route.
 */
export async function control(exchange: Exchange, plans: PlanBook, recorder: Recorder): Promise<void> {
  const { req, record } = exchange;
  switch (`${req.method ?? ''} ${record.path}`) {
    case 'PUT /__plan':
      plans.setDefault(parseBody(PartialPlanSchema, await readJson(exchange)));
      break;
    case 'POST /__plan': {
      const { plan, times } = parseBody(PlannedSchema, await readJson(exchange));
      plans.add(plan, times);
      break;
    }
    case 'DELETE /__plan':
      plans.clear();
      break;
    case 'GET /__requests':
      sendJson(exchange, 200, recorder.requests);
      return;
    case 'DELETE /__requests':
      recorder.clear();
      break;
    default:
      throw new ApiError(404, 'No such control.', 'NotFoundError');
  }
  sendJson(exchange, 204, undefined);
}
