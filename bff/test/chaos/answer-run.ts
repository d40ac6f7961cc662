import { pause } from '../../src/pause';
import { MessagePage, TopicPage, type Message } from '@huati/shared';
import * as v from 'valibot';
import { newSession } from '../session';
import { answerTo, questionFor, type Deployment } from './deployment';
import { Phone } from './phone';
import { FAIR, startProxy, type Weather } from './proxy';
import type { Random } from './random';

const FINISH_MS = 60_000;
/** The most faults of the link that befall one answer: it has to end some day. */
const TROUBLES = 12;

/** What happened to one answer, and whether a character of it went wrong. Counts of characters are UTF-16 units. */
export interface Outcome {
  question: string;
  status: string;
  cuts: number;
  freezes: number;
  moves: number;
  connections: number;
  /** Units of the answer that are not both shown and stored, that are too many in either, and that differ in place. */
  missing: number;
  extra: number;
  differing: number;
  violations: string[];
}

/** Has one question answered over a link that misbehaves as `random` says. Rejects where no end comes. */
export async function runAnswer(deployment: Deployment, random: Random): Promise<Outcome> {
  const question = questionFor(random.between(200, 1500), random.between(1, 1e9));
  const several = deployment.servers.length > 1;
  let server = random.between(0, deployment.servers.length - 1);
  const proxy = await startProxy(() => deployment.port(server));
  proxy.weather = weatherOf(random);
  const token = await tokenFrom(deployment, `device ${question}`);
  const phone = new Phone(() => proxy.port, token, question);
  const counts = { cuts: 0, freezes: 0, moves: 0 };
  const trouble = async (): Promise<void> => {
    for (let left = random.between(1, TROUBLES); left > 0; left -= 1) {
      await pause(random.between(60, 700));
      if (phone.end) return;
      if (random.chance(0.4)) {
        counts.cuts += 1;
        proxy.cut();
      } else if (random.chance(0.4)) {
        counts.freezes += 1;
        proxy.freeze();
        phone.reconnect();
      } else if (several) {
        counts.moves += 1;
        server += 1;
        phone.reconnect();
      }
    }
  };
  const stopping = random.chance(0.1) ? stopLater(phone, random.between(100, 1500)) : undefined;
  try {
    await inTime(Promise.race([phone.finished, trouble().then(() => phone.finished)]), question, phone);
    await stopping;
    const judged = await judge(deployment, phone, token, question);
    const again = await readAgain(deployment, phone, token, random);
    return { ...judged, ...counts, violations: [...judged.violations, ...again] };
  } finally {
    phone.close();
    await proxy.close();
  }
}

function weatherOf(random: Random): Weather {
  if (random.chance(0.5)) return FAIR;
  return {
    delayMs: random.pick([0, 20, 80]),
    bytesPerSecond: random.pick([0, 4000, 20_000]),
    cutAfterBytes: random.pick([0, 1500, 6000]),
  };
}

async function stopLater(phone: Phone, ms: number): Promise<void> {
  await pause(ms);
  while (!phone.end && !(await phone.stop())) await pause(50);
}

async function judge(
  deployment: Deployment,
  phone: Phone,
  token: string,
  question: string,
): Promise<Omit<Outcome, 'cuts' | 'freezes' | 'moves'>> {
  const violations = [...phone.violations];
  const { answer: stored, messages, topics } = await storedFor(deployment, token, phone);
  const expected = answerTo(question);
  const { text, end } = phone;
  if (!end || !stored) throw new Error(`${question}: nothing stored`);
  if (end.length !== text.length) violations.push(`shown ${text.length} units, told ${end.length}`);
  if (stored.status !== end.status) violations.push(`stored as ${stored.status}, told ${end.status}`);
  if (stored.text !== text) violations.push('stored is not what was shown');
  if (topics !== 1 || messages !== 2) violations.push(`asked once: ${topics} topics, ${messages} messages`);
  const complete = end.status === 'complete';
  if (complete ? text !== expected : !expected.startsWith(text)) violations.push('not what the model said');
  if (!complete && !(end.status === 'stopped' && phone.stopAsked)) violations.push(`ended ${end.status}`);
  const whole = complete ? expected.length : stored.text.length;
  return {
    question,
    status: end.status,
    connections: phone.connections,
    missing: Math.max(0, whole - Math.min(text.length, stored.text.length)),
    extra: Math.max(0, Math.max(text.length, stored.text.length) - whole),
    differing: Array.from({ length: text.length }, (_, at) => at).filter((at) => text[at] !== expected[at]).length,
    violations,
  };
}

/** Another device reads the answer from the start, from any process. */
async function readAgain(deployment: Deployment, phone: Phone, token: string, random: Random): Promise<string[]> {
  if (!phone.asked || random.chance(0.7)) return [];
  const other = new Phone(() => deployment.port(random.between(0, 9)), token, { follow: phone.asked });
  await inTime(other.finished, 'another device', other);
  return other.text === phone.text ? other.violations : ['another device read something else', ...other.violations];
}

interface Stored {
  answer: Message | undefined;
  /** How many there are in its topic, and topics of its user: one question was asked. */
  messages: number;
  topics: number;
}

async function storedFor(deployment: Deployment, token: string, phone: Phone): Promise<Stored> {
  const headers = { authorization: `Bearer ${token}` };
  const read = <T>(path: string, schema: v.GenericSchema<unknown, T>): Promise<T> =>
    patiently(async () => {
      const response = await fetch(`http://127.0.0.1:${deployment.port(0)}${path}`, { headers });
      return v.parse(schema, await response.json());
    });
  const topics = await read('/api/topics', TopicPage);
  const { items } = await read(`/api/topics/${phone.asked?.topicId ?? ''}/messages`, MessagePage);
  const answer = items.find(({ id }) => id === phone.asked?.answerId);
  return { answer, messages: items.length, topics: topics.items.length };
}

function tokenFrom(deployment: Deployment, deviceId: string): Promise<string> {
  return patiently(() => newSession(`http://127.0.0.1:${deployment.port(0)}`, deviceId));
}

/** A process may be down just now. */
async function patiently<T>(run: () => Promise<T>): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await run();
    } catch (error) {
      if (tries > 100) throw error;
      await pause(100);
    }
  }
}

async function inTime(done: Promise<void>, what: string, phone: Phone): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    const told = () =>
      `${what}: no end in ${FINISH_MS} ms; holds ${phone.text.length}; ${phone.history.slice(-20).join(', ')}`;
    timer = setTimeout(() => reject(new Error(told())), FINISH_MS);
  });
  try {
    await Promise.race([done, late]);
  } finally {
    clearTimeout(timer);
  }
}
