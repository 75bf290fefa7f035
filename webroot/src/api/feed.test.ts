import { expect, test, vi } from 'vitest';
import { Feed } from './feed';
import type { FeedMessage, SlotDelta, SlotSnapshot } from './types';

/** The test is the server: it decides when and what a question gets. */
function follow() {
  const questions: Question[] = [];
  const events: string[] = [];
  const feed = new Feed<SlotSnapshot, SlotDelta>({
    ask: () =>
      new Promise((resolve, reject) => {
        questions.push({ resolve, reject });
      }),
    reset: ({ epoch, seq }) => events.push(`reset ${epoch}.${seq}`),
    apply: ({ epoch, seq }) => events.push(`apply ${epoch}.${seq}`),
    retryMillis: 100,
  });
  const answer = async (epoch: string, seq: number): Promise<void> => {
    questions.shift()?.resolve({ epoch, seq, map: [], packed: '' });
    await Promise.resolve();
    await Promise.resolve();
  };
  const hear = (epoch: string, ...seqs: number[]): void => seqs.forEach((seq) => feed.receive(delta(epoch, seq)));
  return { feed, questions, events, answer, hear };
}

interface Question {
  resolve: (snapshot: SlotSnapshot) => void;
  reject: (error: Error) => void;
}

function delta(epoch: string, seq: number, d: SlotDelta = [0, 'R']): FeedMessage<SlotDelta> {
  return { epoch, seq, at: '2026-01-05T11:02:07Z', d };
}

test('the first message asks for the snapshot, later ones are applied in order', async () => {
  const { questions, events, answer, hear } = follow();
  hear('3', 11);
  expect(questions).toHaveLength(1);
  await answer('3', 11);
  hear('3', 12, 13);
  expect(events).toEqual(['reset 3.11', 'apply 3.12', 'apply 3.13']);
  expect(questions).toHaveLength(0);
});

test('what comes while the snapshot is under way is replayed on top of it, older deltas are ignored', async () => {
  const { events, answer, hear } = follow();
  hear('3', 10, 11, 12, 13);
  await answer('3', 11);
  expect(events).toEqual(['reset 3.11', 'apply 3.12', 'apply 3.13']);
});

test('an old delta after the snapshot changes nothing', async () => {
  const { questions, events, answer, hear } = follow();
  hear('3', 11);
  await answer('3', 20);
  hear('3', 19, 20);
  expect(events).toEqual(['reset 3.20']);
  expect(questions).toHaveLength(0);
});

test('a gap asks for the snapshot and applies nothing until it is there', async () => {
  const { questions, events, answer, hear } = follow();
  hear('3', 11);
  await answer('3', 11);
  hear('3', 12, 15);
  expect(events).toEqual(['reset 3.11', 'apply 3.12']);
  expect(questions).toHaveLength(1);
  await answer('3', 15);
  hear('3', 16);
  expect(events).toEqual(['reset 3.11', 'apply 3.12', 'reset 3.15', 'apply 3.16']);
});

test('a new epoch asks for the snapshot, although its seq would fit', async () => {
  const { questions, events, answer, hear } = follow();
  hear('3', 11);
  await answer('3', 11);
  hear('3', 12);
  hear('4', 13);
  expect(questions).toHaveLength(1);
  await answer('4', 13);
  expect(events).toEqual(['reset 3.11', 'apply 3.12', 'reset 4.13']);
});

test('deltas of the old epoch that were kept do not ask again', async () => {
  const { questions, events, answer, hear } = follow();
  hear('3', 11, 12);
  hear('4', 1, 2);
  await answer('4', 1);
  expect(events).toEqual(['reset 4.1', 'apply 4.2']);
  expect(questions).toHaveLength(0);
});

test('a snapshot of the old master is not the last word', async () => {
  vi.useFakeTimers();
  const { questions, events, answer, hear } = follow();
  hear('3', 11);
  hear('4', 1);
  await answer('3', 11);
  expect(questions).toHaveLength(0);
  await vi.advanceTimersByTimeAsync(100);
  expect(questions).toHaveLength(1);
  await answer('4', 1);
  hear('4', 2);
  expect(events).toEqual(['reset 3.11', 'reset 4.1', 'apply 4.2']);
  vi.useRealTimers();
});

test('a failed question is asked again, later and later', async () => {
  vi.useFakeTimers();
  const { questions, hear } = follow();
  hear('3', 11);
  const times: number[] = [];
  for (let i = 0; i < 3; i += 1) {
    questions.shift()?.reject(new Error('no answer'));
    let waited = 0;
    while (questions.length === 0) {
      // oxlint-disable-next-line no-await-in-loop -- one step of the clock after the other
      await vi.advanceTimersByTimeAsync(10);
      waited += 10;
    }
    times.push(waited);
  }
  expect(times).toEqual([100, 200, 400]);
  vi.useRealTimers();
});

test('an empty message is a sign of life, with a new seq or the same one', async () => {
  const { feed, events, answer, hear } = follow();
  hear('3', 11);
  await answer('3', 11);
  feed.receive(delta('3', 11, []));
  feed.receive(delta('3', 12, []));
  expect(events).toEqual(['reset 3.11', 'apply 3.11', 'apply 3.12']);
});

test('after a restart the answer to the old question is ignored', async () => {
  const { feed, questions, events, answer, hear } = follow();
  hear('3', 11);
  const old = questions.shift();
  feed.restart();
  await answer('4', 1);
  old?.resolve({ epoch: '3', seq: 11, map: [], packed: '' });
  await Promise.resolve();
  expect(events).toEqual(['reset 4.1']);
});
