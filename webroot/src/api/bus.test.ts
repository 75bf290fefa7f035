import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus, type BusOptions } from './bus';
import { FakeSocket } from './fakeSocket';

const opened: Bus[] = [];

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
});

afterEach(() => {
  for (const bus of opened.splice(0)) bus.close();
  vi.useRealTimers();
});

function busWith(options: BusOptions = {}): Bus {
  const bus = new Bus('ws://127.0.0.1/eventbus/websocket', { connect: () => new FakeSocket(), random: () => 1, ...options });
  opened.push(bus);
  bus.start();
  return bus;
}

/** Takes the failure at once, so that none is unhandled while the clock is moved. */
async function failureOf(answer: Promise<unknown>): Promise<unknown> {
  try {
    return await answer;
  } catch (error) {
    return error;
  }
}

test('an answer in a text frame reaches the one who asked', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const answer = bus.request('fleet.status.get', {});
  FakeSocket.newest().say({ type: 'rec', address: FakeSocket.newest().replyAddress(), body: { verdict: 'well' } });
  await expect(answer).resolves.toEqual({ verdict: 'well' });
});

test('an answer in a binary frame reaches the one who asked', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  expect(FakeSocket.newest().binaryType).toBe('arraybuffer');
  const answer = bus.request('fleet.status.get', {});
  FakeSocket.newest().sayInBinary({ type: 'rec', address: FakeSocket.newest().replyAddress(), body: { city: 'Zürich' } });
  await expect(answer).resolves.toEqual({ city: 'Zürich' });
});

test('a failure names the code and the text of the server', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const answer = bus.request('fleet.slots.explain', { slot: 'titles/99' });
  FakeSocket.newest().say({ type: 'err', address: FakeSocket.newest().replyAddress(), failureCode: 404, message: 'There is no slot titles/99.' });
  await expect(answer).rejects.toMatchObject({ code: 404, message: 'There is no slot titles/99.' });
});

test('a request that the bridge refuses without an address ends by its own time-out', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const failure = failureOf(bus.request('fleet.tokens.list', {}));
  FakeSocket.newest().say({ type: 'err', body: 'access_denied' });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await failure).toMatchObject({ code: -1, message: 'No answer from the master in 5 s (fleet.tokens.list).' });
});

test('a late answer after the time-out is ignored', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const failure = failureOf(bus.request('fleet.status.get', {}));
  const address = FakeSocket.newest().replyAddress();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await failure).toMatchObject({ code: -1 });
  expect(() => FakeSocket.newest().say({ type: 'rec', address, body: {} })).not.toThrow();
});

test('a question asked while the link is down is sent when it is up', async () => {
  const bus = busWith();
  const answer = bus.request('fleet.status.get', {});
  expect(FakeSocket.newest().sent).toEqual([]);
  FakeSocket.newest().open();
  FakeSocket.newest().say({ type: 'rec', address: FakeSocket.newest().replyAddress(), body: 1 });
  await expect(answer).resolves.toBe(1);
});

test('a question that was sent fails when the link is lost, since its answer cannot come', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const failure = failureOf(bus.request('fleet.status.get', {}));
  FakeSocket.newest().onclose?.();
  expect(await failure).toMatchObject({ code: -1, message: 'The connection to the master was lost before it answered.' });
});

test('it pings each five seconds', async () => {
  busWith();
  FakeSocket.newest().open();
  FakeSocket.newest().say({ type: 'pong' });
  await vi.advanceTimersByTimeAsync(9_900);
  expect(FakeSocket.newest().sentOf('ping')).toHaveLength(2);
});

test('after a loss it waits longer each time, with jitter, and never more than the limit', async () => {
  const bus = busWith({ random: () => 0, firstRetryMillis: 200, lastRetryMillis: 1_000 });
  const waits: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const before = FakeSocket.made.length;
    FakeSocket.newest().onclose?.();
    let waited = 0;
    while (FakeSocket.made.length === before) {
      // oxlint-disable-next-line no-await-in-loop -- one step of the clock after the other
      await vi.advanceTimersByTimeAsync(10);
      waited += 10;
    }
    waits.push(waited);
  }
  expect(waits).toEqual([100, 200, 400, 500, 500]);
  expect(bus.link).toBe('connecting');
});

test('a server that speaks again makes the next wait short', async () => {
  busWith({ firstRetryMillis: 200 });
  for (let i = 0; i < 4; i += 1) {
    FakeSocket.newest().onclose?.();
    // oxlint-disable-next-line no-await-in-loop -- one loss after the other
    await vi.advanceTimersByTimeAsync(5_000);
  }
  FakeSocket.newest().open();
  FakeSocket.newest().say({ type: 'pong' });
  const before = FakeSocket.made.length;
  FakeSocket.newest().onclose?.();
  await vi.advanceTimersByTimeAsync(200);
  expect(FakeSocket.made).toHaveLength(before + 1);
});

test('registrations are repeated after a reconnect and reach the same handler', async () => {
  const bus = busWith();
  const heard = vi.fn<(body: unknown) => void>();
  bus.on('fleet.feed.slots', heard);
  FakeSocket.newest().open();
  FakeSocket.newest().onclose?.();
  await vi.advanceTimersByTimeAsync(500);
  FakeSocket.newest().open();
  expect(FakeSocket.made).toHaveLength(2);
  expect(FakeSocket.newest().sentOf('register')).toEqual([{ type: 'register', address: 'fleet.feed.slots' }]);
  FakeSocket.newest().say({ type: 'rec', address: 'fleet.feed.slots', body: { seq: 7 } });
  expect(heard).toHaveBeenCalledExactlyOnceWith({ seq: 7 });
});

test('the last listener of an address unregisters it', () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const first = bus.on('fleet.feed.slots', () => {});
  const second = bus.on('fleet.feed.slots', () => {});
  first();
  expect(FakeSocket.newest().sentOf('unregister')).toEqual([]);
  second();
  expect(FakeSocket.newest().sentOf('unregister')).toEqual([{ type: 'unregister', address: 'fleet.feed.slots' }]);
});

test('a half-open socket whose feeds are silent is replaced', async () => {
  const bus = busWith();
  bus.on('fleet.feed.slots', () => {});
  FakeSocket.newest().open();
  const first = FakeSocket.newest();
  await vi.advanceTimersByTimeAsync(10_500);
  expect(first.closed).toBe(true);
  expect(FakeSocket.made.length).toBeGreaterThan(1);
});

test('a frame that is no JSON does not stop the next one', async () => {
  const bus = busWith();
  FakeSocket.newest().open();
  const answer = bus.request('fleet.status.get', {});
  FakeSocket.newest().onmessage?.({ data: '{oops' });
  FakeSocket.newest().say({ type: 'rec', address: FakeSocket.newest().replyAddress(), body: 'here' });
  await expect(answer).resolves.toBe('here');
});
