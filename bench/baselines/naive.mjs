/** The relay of the tutorials: Express, the SDK's own stream reader, one Socket.IO event a delta; nothing is stored. */
import { createServer } from 'node:http';
import express from 'express';
import OpenAI from 'openai';
import { Server } from 'socket.io';

const openai = new OpenAI({ baseURL: `${process.env.MODEL_URL}/v1`, apiKey: 'none' });
const http = createServer(express());
const io = new Server(http);

io.on('connection', (socket) => {
  socket.on('ask', async ({ text }, acknowledge) => {
    acknowledge({ ok: true });
    const messages = [{ role: /** @type {const} */ ('user'), content: String(text) }];
    const stream = await openai.chat.completions.create({ model: 'bench', messages, stream: true });
    for await (const chunk of stream) {
      const content = chunk.choices[0]?.delta.content;
      if (content) socket.emit('delta', { answerId: socket.id, text: content });
    }
    socket.emit('done', { answerId: socket.id });
  });
});

http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object') console.log(`listening on http://127.0.0.1:${address?.port}`);
});
