import type { Ack, Asked, DoneEvent } from '@huati/shared';
import { io } from 'socket.io-client';

/** A guest's topic of so many rounds, asked over the wire. Out: what a phone of that guest keeps, and the topic's id. */
export async function seedTopic(
  server: string,
  rounds: number,
): Promise<{ storage: Record<string, string>; topicId: string }> {
  const deviceId = crypto.randomUUID();
  const reply = await fetch(`${server}/api/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'guest', deviceId }),
  });
  const { token } = (await reply.json()) as { token: string };
  const socket = io(server, { transports: ['websocket'], auth: { token, v: 1 } });
  let topicId: string | undefined;
  for (let round = 1; round <= rounds; round += 1) {
    const ended = new Promise<DoneEvent>((resolve) => socket.once('done', resolve));
    const payload = { askId: crypto.randomUUID(), text: `第 ${round} 问`, ...(topicId !== undefined && { topicId }) };
    const ack = (await socket.timeout(10_000).emitWithAck('ask', payload)) as Ack<Asked>;
    if (!ack.ok) throw new Error(ack.error.message);
    topicId = ack.topicId;
    await ended;
  }
  socket.close();
  return { storage: { 'account.deviceId': JSON.stringify(deviceId) }, topicId: topicId ?? '' };
}
