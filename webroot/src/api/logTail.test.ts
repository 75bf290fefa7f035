import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus } from './bus';
import { FakeSocket } from './fakeSocket';
import { LogTail, type LogPicture } from './logTail';

let picture: LogPicture | undefined;
let stop = (): void => {};
let tail: LogTail;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  const bus = new Bus('ws://test', { connect: () => new FakeSocket(), random: () => 1, silenceMillis: 600_000 });
  bus.start();
  tail = new LogTail(bus, 'prober/1', (next) => (picture = next));
  stop = tail.start();
  FakeSocket.newest().open();
});

afterEach(() => {
  stop();
  picture = undefined;
  vi.useRealTimers();
});

const line = (n: number) => ({ n, time: '2026-01-05T11:02:07Z', level: 'INFO', logger: 'shop', message: `line ${n}` });

async function settle(): Promise<void> {
  await vi.advanceTimersByTimeAsync(5_000);
}

function questions(): Record<string, unknown>[] {
  return FakeSocket.newest().sentOf('send').filter(({ address }) => address === 'fleet.logs.open');
}

/** Answers the newest question. */
async function answer(epoch: string, seq: number, ...lines: number[]): Promise<void> {
  FakeSocket.newest().say({ type: 'rec', address: questions().at(-1)?.['replyAddress'], body: { epoch, seq, worker: 'w-1', lines: lines.map(line) } });
  await vi.advanceTimersByTimeAsync(1);
}

function feed(epoch: string, seq: number, ...lines: number[]): void {
  const address = FakeSocket.newest().sentOf('register').at(-1)?.['address'];
  FakeSocket.newest().say({ type: 'rec', address, body: { epoch, seq, at: '', d: { lines: lines.map(line), dropped: 0 } } });
}

const shown = (): number[] | undefined => picture?.lines.map(({ n }) => n);

test('it listens before it asks, and names the feed in its question', () => {
  const [first] = questions();
  expect(FakeSocket.newest().sentOf('register')[0]?.['address']).toBe((first?.['body'] as { feed?: string } | undefined)?.feed);
  expect(first?.['body']).toMatchObject({ slot: 'prober/1', follow: true });
});

test('a line that is in the answer and in a message stands there once', async () => {
  feed('e', 1, 2, 3);
  await answer('e', 0, 1, 2);
  expect(shown()).toEqual([1, 2, 3]);
});

test('a gap is mended by asking again', async () => {
  await answer('e', 0, 1);
  feed('e', 2, 3);
  await vi.advanceTimersByTimeAsync(300);
  await answer('e', 2, 1, 2, 3);
  expect(shown()).toEqual([1, 2, 3]);
});

test('another worker brings its own lines', async () => {
  await answer('e', 0, 7, 8);
  void tail.renew();
  await vi.advanceTimersByTimeAsync(1);
  await answer('other', 0);
  await answer('other', 0, 1, 2);
  expect(shown()).toEqual([1, 2]);
});

test('a worker that had forgotten the follower is asked anew, so that its low numbers count', async () => {
  await answer('e', 0, 1);
  for (let seq = 1; seq <= 5; seq += 1) feed('e', seq, seq + 1);
  void tail.renew();
  await vi.advanceTimersByTimeAsync(1);
  await answer('e', 0);
  await answer('e', 0, 5, 6, 7);
  feed('e', 1, 8);
  expect(shown()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
});

test('it asks again each twenty seconds, for no lines', async () => {
  await answer('e', 0, 1);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(questions().at(-1)?.['body']).toMatchObject({ lines: 0 });
});

test('what the master refuses is shown beside the lines', async () => {
  await answer('e', 0, 1);
  void tail.renew();
  await vi.advanceTimersByTimeAsync(1);
  FakeSocket.newest().say({ type: 'err', address: questions().at(-1)?.['replyAddress'], failureCode: 503, message: 'w-1 is silent.' });
  await vi.advanceTimersByTimeAsync(1);
  expect(picture?.problem).toBe('w-1 is silent.');
  expect(shown()).toEqual([1]);
});

test('a stopped one asks nothing more', async () => {
  await answer('e', 0, 1);
  stop();
  await settle();
  const before = questions().length;
  await vi.advanceTimersByTimeAsync(60_000);
  expect(questions()).toHaveLength(before);
});
