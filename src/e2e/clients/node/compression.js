// Prompts of all sizes over permessage-deflate on the "ws" library, offered in the ways that it can offer it. Prints what was agreed.
'use strict';

const { randomBytes, randomUUID } = require('node:crypto');
const WebSocket = require('ws');

const TIMEOUT_MS = 60_000;
const OFFERS = [
  true,
  { threshold: 0 },
  { threshold: 0, clientMaxWindowBits: 9 },
  { threshold: 0, serverNoContextTakeover: true, clientNoContextTakeover: true },
  { threshold: 0, serverMaxWindowBits: 15, zlibDeflateOptions: { level: 9, memLevel: 1 } },
  { threshold: 0, serverMaxWindowBits: 10 },
];

setTimeout(() => fail(new Error('not done within 60 s')), TIMEOUT_MS).unref();

function fail(error) {
  console.error(error);
  process.exit(1);
}

function expect(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

async function converse(offer) {
  const socket = new WebSocket(process.argv[2], { perMessageDeflate: offer });
  const pending = new Map();
  socket.on('error', fail);
  socket.on('message', (data) => {
    const message = JSON.parse(data);
    const waiting = pending.get(message.correlation_id);
    if (waiting) {
      pending.delete(message.correlation_id);
      waiting(message);
    }
  });
  function request(type, payload) {
    const id = randomUUID();
    return new Promise((resolve) => {
      pending.set(id, resolve);
      socket.send(JSON.stringify({ id, type, timestamp: new Date().toISOString(), payload, correlation_id: id }));
    });
  }
  await new Promise((resolve) => socket.once('open', resolve));
  const agent = (await request('agent:create', { agent_type: 'worker' })).payload.agent_id;
  for (const length of [0, 1, 1000, 1024, 5000, 40_000, 300_000, 1_500_000]) {
    const text = 'ü€😀 and so on, '.repeat(length / 16 + 1).slice(0, length + 1);
    const noise = randomBytes(length / 2 + 1).toString('base64');
    for (const prompt of [text, noise]) {
      const pong = new Promise((resolve) => socket.once('pong', resolve));
      const answer = request('command:execute', { command: prompt, agent_id: agent });
      socket.ping('between');
      expect((await answer).payload.result === prompt, `the prompt of length ${length} as the result`);
      expect((await pong).toString() === 'between', 'a pong');
    }
  }
  process.stdout.write(`${socket.extensions || 'nothing'} ${socket._socket.bytesRead} bytes\n`);
  const closed = new Promise((resolve) => socket.once('close', resolve));
  socket.close(1000);
  expect((await closed) === 1000, 'a close in order');
}

(async () => {
  for (const offer of OFFERS) await converse(offer);
  process.exit(0);
})().catch(fail);
