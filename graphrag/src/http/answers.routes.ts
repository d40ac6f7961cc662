import { Router, text } from 'express';
import * as v from 'valibot';
import { answersIn } from '../answers/answer-lines';
import type { Answers } from '../answers/answers';
import { Refusal } from '../refusal';
import { parsed } from './parsed';
import { untilGone } from './until-gone';

const BODY_MAX_BYTES = 30 * 1024 * 1024;
/** How long their meanings may take, in ms; those that are missing then are filled in later. */
const PUT_MS = 120_000;
const NO_CONTENT = 204;

/** `/answers`: questions with the answers that the organisation has written for them, a pair a line. */
export function answersRoutes(answers: Answers): Router {
  const router = Router();
  router.get('/answers', (_req, res) => {
    res.json({ answers: answers.all() });
  });
  router.post('/answers', text({ type: () => true, limit: BODY_MAX_BYTES }), async (req, res) => {
    const sent = answersIn(parsed(v.string('the body must be lines of JSON'), req.body));
    if (sent.answers.length === 0) throw new Refusal('invalid', 'no line is {"question": …, "answer": …}');
    const meant = await answers.put(sent.answers, untilGone(res, PUT_MS));
    const { dropped, faults } = sent;
    res.json({ taken: sent.answers.length, dropped, faults, ...(!meant && { warning: 'no_meanings_yet' }) });
  });
  router.delete('/answers/:id', async (req, res) => {
    if (!(await answers.remove(req.params.id))) throw new Refusal('absent', 'no such answer');
    res.status(NO_CONTENT).end();
  });
  return router;
}
