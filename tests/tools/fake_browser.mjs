#!/usr/bin/env node
/*
 * A browser that misbehaves: KAITEI_BROWSER=tests/tools/fake_browser.mjs. It speaks DevTools over its
 * file descriptors 3 and 4 as Chromium does, and does what FAKE says:
 *
 *   good        gives the file FAKE_PDF as every paper
 *   die         ends at once, with words on standard error
 *   die-late    ends when it is asked to print
 *   die-once    the same, but only the first time (FAKE_STATE names a file that remembers)
 *   hang        never answers
 *   hang-late   answers until it is asked to print
 *   hang-once   the same, but only the first time
 *   garbage     answers with bytes that are no JSON
 *   flood       sends without end, and never a whole message
 *   wrong       answers with JSON of other shapes
 *   refuse      answers every request to print with an error
 *   half        gives the first half of FAKE_PDF
 *   no-pdf      gives a paper that is no PDF
 *   crash       says that its page has crashed
 *   deaf        takes in nothing and says nothing
 */
import { appendFileSync, existsSync, readFileSync, readSync, writeFileSync, writeSync } from 'node:fs';

const mode = process.env.FAKE ?? 'good';
const state = process.env.FAKE_STATE;
if (state) appendFileSync(`${state}.starts`, `${process.pid}\n`);
const first = state !== undefined && !existsSync(state);
if (state) writeFileSync(state, '');

const sleep = () => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
function write(bytes) {
  for (let at = 0; at < bytes.length;)
    try {
      at += writeSync(4, bytes, at);
    } catch (e) {
      if (e.code !== 'EAGAIN') process.exit(0);
    }
}
const send = (message) => write(Buffer.from(`${JSON.stringify(message)}\0`));

if (mode === 'die') {
  console.error('[1:2:1122/194300.1:ERROR:dbus/object_proxy.cc(573)] Failed to call method');
  console.error('cannot start: the fake browser was told to die');
  console.error('[1:2:1122/194300.1:ERROR:dbus/bus.cc(406)] Failed to connect to the bus');
  process.exit(1);
}
if (mode === 'deaf') sleep();

let pdf = process.env.FAKE_PDF ? readFileSync(process.env.FAKE_PDF) : Buffer.from('no PDF');
if (mode === 'half') pdf = pdf.subarray(0, pdf.length / 2);
if (mode === 'no-pdf') pdf = Buffer.from('<html>this is no PDF</html>');
let given = 0;

function result(method) {
  if (mode === 'wrong') return { targetId: 7, sessionId: [], frameId: null };
  switch (method) {
    case 'Target.createTarget': return { targetId: 'T' };
    case 'Target.attachToTarget': return { sessionId: 'S' };
    case 'Page.navigate': return { frameId: 'F', loaderId: `L${++given}` };
    case 'Runtime.evaluate': return { result: { type: 'number', value: 1 } };
    case 'Page.printToPDF': given = 0; return { stream: 'P' };
    case 'IO.read': {
      const piece = pdf.subarray(given, given + 100000);
      given += piece.length;
      return { base64Encoded: true, data: piece.toString('base64'), eof: given >= pdf.length };
    }
    default: return {};
  }
}

function answer({ id, method, sessionId }) {
  const printing = method === 'Page.printToPDF';
  if (mode === 'hang' || (mode === 'hang-late' && printing) || (mode === 'hang-once' && first && printing)) sleep();
  if ((mode === 'die-late' && printing) || (mode === 'die-once' && first && printing)) {
    console.error('[1:2:1122/194300.1:ERROR:x.cc(1)] something small\n[1:2:1122/194300.1:FATAL:x.cc(2)] printing: out of memory\nTrace/breakpoint trap');
    process.exit(1);
  }
  if (mode === 'garbage') return write(Buffer.from('\x80\x81 no JSON\0'));
  if (mode === 'flood') for (;;) write(Buffer.alloc(1 << 16, 0x20));
  if (mode === 'refuse' && printing) return send({ id, sessionId, error: { code: -32000, message: 'Printing failed' } });
  if (mode === 'crash' && printing) return send({ method: 'Inspector.targetCrashed', params: {}, sessionId });
  const of = result(method);
  send({ id, result: of, sessionId });
  if (method === 'Page.navigate') send({ method: 'Page.lifecycleEvent', sessionId, params: { name: 'load', loaderId: of.loaderId } });
}

const piece = Buffer.alloc(65536);
let inbox = Buffer.alloc(0);
for (;;) {
  let count;
  try {
    count = readSync(3, piece);
  } catch (e) {
    if (e.code === 'EAGAIN') continue;
    throw e;
  }
  if (count === 0) process.exit(0);
  inbox = Buffer.concat([inbox, piece.subarray(0, count)]);
  for (let end; (end = inbox.indexOf(0)) >= 0; inbox = inbox.subarray(end + 1)) answer(JSON.parse(inbox.subarray(0, end).toString()));
}
