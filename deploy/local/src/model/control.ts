import * as v from 'valibot';
import { ApiError, readJson, sendJson, type Exchange } from './http';
import { parsePlan, parsePlanned, type PlanBook } from './plan';
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
      plans.setDefault(await readChecked(exchange, parsePlan));
      break;
    case 'POST /__plan': {
      const { plan, times } = await readChecked(exchange, parsePlanned);
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

async function readChecked<T>(exchange: Exchange, parse: (input: unknown) => T): Promise<T> {
  const body = await readJson(exchange);
  try {
    return parse(body);
  } catch (error) {
    if (error instanceof v.ValiError)
      throw new ApiError(400, `${v.getDotPath(error.issues[0]) ?? 'plan'}: ${error.message}`);
    throw error;
  }
}
