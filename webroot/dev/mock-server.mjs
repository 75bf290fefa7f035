// A small stand-in for the master, to look at the page without one: node dev/mock-server.mjs [--port 8080] [--slots 1000] [--empty]
// It serves dist/ and speaks the bridge's raw WebSocket. One frame in three is binary, as real servers may do.
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { WebSocketServer } from 'ws';

const DIST = fileURLToPath(new URL('../dist', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml' };
const NAMES = { F: 'FREE', A: 'ASSIGNED', R: 'RUNNING', D: 'DRAINING', S: 'STUCK', B: 'BACKOFF', Q: 'QUARANTINED', P: 'PAUSED', U: 'SUSPECT' };

export function startMock({ port = 0, slots = 1000, empty = false, changes = 6 } = {}) {
  const fleet = makeFleet(slots, empty);
  const http = createServer((request, response) => {
    const path = normalize(new URL(request.url, 'http://x').pathname);
    const file = join(DIST, path === '/' ? 'index.html' : path);
    if (!file.startsWith(DIST) || !existsSync(file)) return void response.writeHead(404).end('Nothing here.\n');
    response.writeHead(200, { 'content-type': TYPES[extname(file)] ?? 'application/octet-stream', 'cache-control': 'no-store' });
    createReadStream(file).pipe(response);
  });
  const sockets = new Map();
  const server = new WebSocketServer({ server: http, path: '/eventbus/websocket' });
  server.on('connection', (socket) => {
    sockets.set(socket, new Set());
    socket.on('close', () => sockets.delete(socket));
    socket.on('message', (data) => hear(socket, sockets.get(socket), JSON.parse(data.toString()), fleet));
  });
  let frames = 0;
  const publish = (address, body) => {
    const text = JSON.stringify({ type: 'rec', address, body });
    for (const [socket, addresses] of sockets) {
      if (addresses.has(address)) socket.send((frames += 1) % 3 === 0 ? Buffer.from(text) : text);
    }
  };
  let tick = 0;
  const timer = setInterval(() => {
    tick += 1;
    const d = empty ? [] : fleet.change(changes);
    if (d.length > 0 || tick % 4 === 0) publish('fleet.feed.slots', fleet.message((fleet.seq += 1), d));
    if (tick % 2 === 0) {
      for (const [feed, log] of fleet.logs) publish(feed, { epoch: 'ring1', seq: (log.seq += 1), at: new Date().toISOString(), d: { lines: [fleet.line((log.n += 1))], dropped: 0 } });
    }
    if (tick % 4 === 0) publish('fleet.feed.summary', fleet.message((fleet.summarySeq += 1), fleet.status()));
  }, 250);
  return new Promise((resolve) => {
    http.listen(port, '127.0.0.1', () => {
      const close = () => {
        clearInterval(timer);
        for (const socket of sockets.keys()) socket.terminate();
        server.close();
        http.close();
      };
      resolve({ url: `http://127.0.0.1:${http.address().port}/`, port: http.address().port, fleet, close });
    });
  });
}

function hear(socket, addresses, message, fleet) {
  if (message.type === 'register') addresses.add(message.address);
  if (message.type === 'unregister') addresses.delete(message.address);
  if (message.type !== 'send') return;
  const reply = (body) => socket.send(JSON.stringify({ type: 'rec', address: message.replyAddress, body }));
  const fail = (failureCode, text) =>
    socket.send(JSON.stringify({ type: 'err', address: message.replyAddress, failureCode, failureType: 'RECIPIENT_FAILURE', message: text }));
  if (message.address === 'fleet.slots.snapshot') reply(fleet.snapshot());
  else if (message.address === 'fleet.status.get') reply(fleet.status());
  else if (message.address === 'fleet.slots.explain') {
    const answer = fleet.explain(message.body.slot);
    if (answer) reply(answer);
    else fail(404, `There is no slot ${message.body.slot}. Did you mean prober/0?`);
  } else if (message.address === 'fleet.logs.open') {
    const { feed, lines } = message.body;
    if (!fleet.logs.has(feed)) fleet.logs.set(feed, { seq: 0, n: 40 });
    reply({ epoch: 'ring1', seq: fleet.logs.get(feed).seq, worker: 'w-07', leaseSeconds: 60, feed, lines: lines ? Array.from({ length: 40 }, (_, i) => fleet.line(i + 1)) : [] });
  } else socket.send(JSON.stringify({ type: 'err', body: 'access_denied' }));
}

function makeFleet(size, empty) {
  const began = Date.now();
  const shares = [
    ['prober', 'examples.UrlProber', 0.2],
    ['titles', 'examples.PageTitles', 0.024],
    ['fetch-pages', 'examples.FetchPages', 0.4],
    ['count-words', 'examples.CountWords', 0.25],
    ['enrich-companies', 'examples.EnrichCompanies', 0],
  ];
  const map = [];
  let from = 0;
  for (const [automation, , share] of empty ? [] : shares) {
    const count = share === 0 ? size - from : Math.round(size * share);
    map.push({ automation, from, count });
    from += count;
  }
  const letters = Array.from({ length: from }, () => 'R');
  const titles = map.find(({ automation }) => automation === 'titles');
  if (titles) for (let i = 0; i < titles.count; i += 1) letters[titles.from + i] = i < titles.count / 4 ? 'R' : 'Q';
  const set = (start, count, letter) => {
    for (let i = 0; i < count && start + i < from; i += 1) letters[start + i] = letter;
  };
  if (!empty) {
    set(Math.floor(from * 0.31), 8, 'U');
    set(Math.floor(from * 0.55), 4, 'D');
    set(Math.floor(from * 0.7), 6, 'A');
    set(Math.floor(from * 0.92), 2, 'B');
    set(Math.floor(from * 0.96), 1, 'S');
    set(from - 5, 5, 'P');
  }
  const count = (list) => {
    const counts = {};
    for (const letter of list) counts[NAMES[letter]] = (counts[NAMES[letter]] ?? 0) + 1;
    return counts;
  };
  const iso = (agoMillis = 0) => new Date(Date.now() - agoMillis).toISOString();
  return {
    epoch: '3',
    seq: 100,
    logs: new Map(),
    line(n) {
      const level = n % 11 === 0 ? 'ERROR' : n % 5 === 0 ? 'WARN' : n % 7 === 0 ? 'DEBUG' : 'INFO';
      const line = { n, time: iso((40 - n) * 1000), level, logger: 'io.fleet.notes', thread: 'slot-titles/14', message: `opened https://shop.test/item/${n} in ${120 + n} ms`, generation: String(3 * 2 ** 20 + 117), execution: n };
      return level === 'ERROR' ? { ...line, message: 'page did not answer', error: 'java.util.concurrent.TimeoutException: LeaseTimeout after 30 s\n\tat examples.PageTitles.execute(PageTitles.java:31)' } : line;
    },
    summarySeq: 1,
    message(seq, d) {
      return { epoch: this.epoch, seq, at: iso(), d };
    },
    change(changes) {
      const d = [];
      for (let i = 0; i < changes / 2; i += 1) {
        const slotNo = Math.floor(Math.random() * letters.length);
        const next = { R: 'D', D: 'F', F: 'A', A: 'R' }[letters[slotNo]];
        if (next === undefined || (next === 'D' && Math.random() < 0.7)) continue;
        letters[slotNo] = next;
        d.push(slotNo, next);
      }
      letters.forEach((letter, slotNo) => {
        const next = { D: 'F', F: 'A', A: 'R' }[letter];
        if (next === undefined || Math.random() < 0.75) return;
        letters[slotNo] = next;
        d.push(slotNo, next);
      });
      return d;
    },
    snapshot() {
      return { epoch: this.epoch, seq: this.seq, map, packed: letters.join('') };
    },
    explain(slot) {
      const [automation, index] = slot.split('/');
      const entry = map.find((one) => one.automation === automation);
      const letter = entry && letters[entry.from + Number(index)];
      if (!letter) return undefined;
      const quarantined = letter === 'Q';
      return {
        slot,
        state: NAMES[letter],
        reason: quarantined ? 'RESTART_ATTEMPTS: failed 5 times in 6 min 10 s, last with LeaseTimeout after 30 s' : 'CONFIG_APPLIED: revision 42 wants it, and w-03 runs it',
        generation: '3.117',
        worker: 'w-07',
        boot: 4,
        version: '2.0.1',
        configHash: '7c1e',
        why: [
          { step: 'desired', sentence: 'Run, as one of 24 slots.', source: 'fleet.yaml:38' },
          { step: 'observed', sentence: quarantined ? 'Failed 5 times in a row in 6 min 10 s.' : 'Running on w-07 for 4 h.', source: 'report of w-07, boot 4' },
          ...(quarantined
            ? [
                { step: 'rule', sentence: 'restart.attempts 5 within 10 min, then quarantine.', source: 'fleet.yaml:10' },
                { step: 'so', sentence: 'No restart until someone releases it.', source: null },
              ]
            : []),
        ],
        timeline: [
          { at: iso(670_000), from: 'FREE', to: 'ASSIGNED', cause: 'w-08 lost: silent for 24 s', worker: 'w-07', generation: '3.112' },
          { at: iso(669_000), from: 'ASSIGNED', to: 'RUNNING', cause: 'after 0.9 s', worker: 'w-07', generation: '3.112' },
          { at: iso(594_000), from: 'RUNNING', to: 'BACKOFF', cause: 'LeaseTimeout after 30 s', worker: 'w-07', generation: '3.112' },
          { at: iso(560_000), from: 'BACKOFF', to: 'ASSIGNED', cause: 'RETRY_NOW', worker: 'w-07', generation: '3.117' },
          { at: iso(246_000), from: 'ASSIGNED', to: NAMES[letter], cause: quarantined ? 'RESTART_ATTEMPTS' : 'setup done', worker: 'w-07', generation: '3.117' },
        ],
        advice: quarantined ? ['Look at the browser pool of w-07 first.', `fleet logs ${slot}`, `fleet release ${slot}`] : [],
      };
    },
    status() {
      const counts = count(letters);
      const sick = (counts['QUARANTINED'] ?? 0) > 0;
      const running = counts['RUNNING'] ?? 0;
      const worker = (n, state, held, capacity, ago) => ({ name: `w-0${n}`, state, slots: held, capacity, boot: n, heartbeatAgoMillis: ago, pid: 4100 + n, host: `node${n}` });
      return {
        fleet: 'catalogue',
        at: iso(),
        seq: this.summarySeq,
        converged: false,
        since: new Date(began - 246_000).toISOString(),
        verdict: sick ? 'degraded' : 'well',
        sentence: empty
          ? 'Healthy. Nothing to run yet.'
          : `2 things need you. ${running.toLocaleString('en')} of ${letters.length.toLocaleString('en')} slots running.`,
        master: { leader: 'm-1', epoch: 3, state: 'LEADING', standbys: ['m-2'] },
        slots: { desired: letters.length, ...Object.fromEntries(Object.values(NAMES).map((name) => [name, counts[name] ?? 0])) },
        workers: empty ? {} : { UP: 4, SUSPECT: 1, LOST: 0, DRAINING: 1 },
        needs: empty
          ? []
          : [
              {
                kind: 'quarantined',
                target: 'titles',
                reason: 'RESTART_ATTEMPTS',
                count: counts['QUARANTINED'],
                since: new Date(began - 246_000).toISOString(),
                sentence: `${counts['QUARANTINED']} of 24 slots quarantined after 5 failures in 10 min: "browser lease timed out" (worker w-07)`,
                doing: 'waiting for you (restart.then: quarantine)',
                actions: [{ label: 'Release 18', command: 'fleet release titles' }],
              },
              {
                kind: 'suspect',
                target: 'w-05',
                reason: 'AWAITING_VERDICT',
                count: 8,
                since: new Date(began - 16_000).toISOString(),
                sentence: 'Worker w-05 is silent; its 8 slots are suspect until the verdict.',
                doing: 'waiting for T_dead, then the slots move',
                actions: [{ label: 'Forget', command: 'fleet forget w-05' }],
              },
            ],
        automations: map.map(({ automation, from: first, count: desired }, i) => {
          const states = count(letters.slice(first, first + desired));
          return {
            name: automation,
            class: shares[i][1],
            version: `${i + 1}.${i}.1`,
            desired,
            states,
            fill: (states['RUNNING'] ?? 0) / desired,
            busy: [0.68, 0.99, 0.41, 0.55, null][i],
            perSecond: [391, 21, 188.4, 41, null][i],
            errorRate: [0.003, 0.092, 0, 0.0002, null][i],
            p95Millis: [212, 4100, 730, 18, null][i],
            paused: false,
          };
        }),
        workersList: empty
          ? []
          : [
              worker(1, 'UP', 248, 250, 410),
              worker(2, 'UP', 248, 250, 120),
              { ...worker(3, 'UP', 246, 250, 890), closed: '91 % of the memory is in use, new slots again below 75 %', warning: '91 % of the memory is in use, new slots again below 75 %' },
              worker(4, 'DRAINING', 4, 250, 300),
              worker(5, 'SUSPECT', 8, 20, 16_200),
              { ...worker(7, 'UP', 246, 250, 40), closed: '', warning: 'its clock is 12.4 s ahead of Redis' },
            ],
      };
    },
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values } = parseArgs({ options: { port: { type: 'string', default: '8080' }, slots: { type: 'string', default: '1000' }, empty: { type: 'boolean', default: false } } });
  const mock = await startMock({ port: Number(values.port), slots: Number(values.slots), empty: values.empty });
  console.log(`The mock master is at ${mock.url}`);
}
