// A conversation with the gateway on the "ws" library: create an agent, give it a prompt, ask for the status.
'use strict';

const { randomUUID } = require('node:crypto');
const WebSocket = require('ws');

const TIMEOUT_MS = 30_000;

const socket = new WebSocket(process.argv[2]);
const pending = new Map();
const timer = setTimeout(() => fail(new Error('no answer within 30 s')), TIMEOUT_MS);

function fail(error) {
  console.error(error);
  process.exit(1);
}

function request(type, payload) {
  const id = randomUUID();
  return new Promise((resolve, reject) => {
    pending.set(id, { resolve, reject });
    socket.send(JSON.stringify({ id, type, timestamp: new Date().toISOString(), payload, correlation_id: id }));
  });
}

function expect(condition, what) {
  if (!condition) throw new Error(`expected ${what}`);
}

async function converse() {
  const created = await request('agent:create', { agent_type: 'worker' });
  expect(created.result.agent_id === created.agent_id, 'the agent id, flat and nested');
  const executed = await request('command:execute', { command: 'from node: ü 😀', agent_id: created.agent_id });
  expect(executed.result === 'from node: ü 😀', 'the prompt as the result');
  const status = await request('system:status', {});
  expect(status.agents.total >= 1, 'an agent in the status');
  process.stdout.write('created, executed, asked\n');
  socket.close();
}

socket.on('error', fail);
socket.on('close', () => clearTimeout(timer));
socket.on('message', (data) => {
  const message = JSON.parse(data);
  if (message.type === 'connection:ack') converse().catch(fail);
  const waiting = pending.get(message.correlation_id);
  if (waiting) {
    pending.delete(message.correlation_id);
    if (message.type.endsWith(':error')) waiting.reject(new Error(message.payload.error_message));
    else waiting.resolve(message.payload);
  }
});
