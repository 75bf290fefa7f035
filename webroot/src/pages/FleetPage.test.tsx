import { act, cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Bus } from '../api/bus';
import { FakeSocket } from '../api/fakeSocket';
import { FleetStore } from '../api/fleet';
import type { Status } from '../api/types';
import { FleetContext } from '../hooks/useFleet';
import { FleetPage } from './FleetPage';

const STATUS: Status = {
  fleet: 'catalogue',
  at: '2026-01-05T11:02:07Z',
  converged: false,
  verdict: 'degraded',
  sentence: '1 thing needs you. 3 of 5 slots running.',
  slots: { desired: 5, RUNNING: 3, QUARANTINED: 2 },
  needs: [{ kind: 'quarantined', target: 'titles', sentence: '2 of 2 slots quarantined', doing: 'waiting for you', actions: [{ label: 'Release 2', command: 'fleet release titles' }] }],
  automations: [
    { name: 'prober', desired: 3, states: { RUNNING: 3 }, version: '1.4.0', p95Millis: null, errorRate: null },
    { name: 'titles', desired: 2, states: { QUARANTINED: 2 }, errorRate: 0.092, p95Millis: 4100 },
  ],
  workersList: [{ name: 'w-07', state: 'SUSPECT', slots: 5, capacity: 50, boot: 4, heartbeatAgoMillis: 16_200, pid: 4107, host: 'node7', rss: 200 * 2 ** 20, ledger: { opened: 1_310, closed: 1_300, reaped: 5, leaked: 2 } }],
};
const SNAPSHOT = {
  epoch: '3',
  seq: 10,
  map: [
    { automation: 'prober', from: 0, count: 3 },
    { automation: 'titles', from: 3, count: 2 },
  ],
  packed: 'RRRQQ',
};

let stop = (): void => {};
let store: FleetStore;

beforeEach(() => {
  vi.useFakeTimers();
  FakeSocket.made = [];
  window.history.replaceState(null, '', '/');
  store = new FleetStore(new Bus('ws://test', { connect: () => new FakeSocket(), random: () => 1 }));
});

afterEach(() => {
  stop();
  cleanup();
  vi.useRealTimers();
});

async function tick(ms = 20): Promise<void> {
  await act(() => vi.advanceTimersByTimeAsync(ms));
}

/** Plays the master: answers what is asked by address, and forgets what it answered. */
async function serve(answers: Record<string, unknown>): Promise<void> {
  const socket = FakeSocket.newest();
  for (const { address, replyAddress } of socket.sentOf('send')) {
    const body = answers[String(address)];
    if (body !== undefined) socket.say({ type: 'rec', address: replyAddress, body });
  }
  await tick();
}

async function show(answers: Record<string, unknown> = { 'fleet.slots.snapshot': SNAPSHOT, 'fleet.status.get': STATUS }): Promise<void> {
  render(
    <FleetContext value={store}>
      <FleetPage />
    </FleetContext>,
  );
  stop = store.start();
  FakeSocket.newest().open();
  await tick();
  await serve(answers);
}

test('verdict, what needs someone, counts and both tables come from the first answers', async () => {
  await show();
  expect(screen.getByTestId('verdict').textContent).toBe(STATUS.sentence);
  expect(screen.getByTestId('freshness').textContent).toBe('live');
  expect(screen.getByTestId('state-count-R').textContent).toBe('3');
  expect(screen.getByTestId('state-count-Q').textContent).toBe('2');
  expect(within(screen.getByTestId('needs')).getByRole('button', { name: 'Copy: fleet release titles' })).toBeDefined();
  expect(screen.getByTestId('automations-table').textContent).toContain('9.2%');
  expect(screen.getByTestId('workers-table').textContent).toContain('SUSPECT');
  expect(screen.getByTestId('workers-table').textContent).toContain('1,310 = 1,300 + 5 + 3 open + 2 leaked');
  expect(screen.getByTestId('workers-table').textContent).toContain('200 MiB');
  expect(document.title).toBe('(1) Fleet catalogue');
});

test('a delta of the feed changes the counts', async () => {
  await show();
  FakeSocket.newest().sayInBinary({ type: 'rec', address: 'fleet.feed.slots', body: { epoch: '3', seq: 11, at: STATUS.at, d: [3, 'R', 4, 'A'] } });
  await tick();
  expect(['R', 'Q', 'A'].map((letter) => screen.getByTestId(`state-count-${letter}`).textContent)).toEqual(['4', '0', '1']);
});

test('silence is said after three seconds, a lost link at once', async () => {
  await show();
  await tick(3_600);
  expect(screen.getByTestId('freshness').textContent).toBe('3 s behind');
  expect(screen.getByTestId('verdict').dataset['verdict']).toBe('unknown');
  FakeSocket.newest().onclose?.();
  await tick();
  expect(screen.getByTestId('freshness').textContent).toMatch(/^reconnecting, showing \d\d:\d\d:\d\d$/);
});

test('many messages within a frame are one commit', async () => {
  await show();
  const commits = vi.fn<() => void>();
  store.subscribe(commits);
  for (let seq = 11; seq < 31; seq += 1) {
    FakeSocket.newest().say({ type: 'rec', address: 'fleet.feed.slots', body: { epoch: '3', seq, at: STATUS.at, d: [0, seq % 2 ? 'D' : 'R'] } });
  }
  await tick();
  expect(commits).toHaveBeenCalledTimes(1);
});

test('a slot in the URL opens its panel with state, reason, steps and the line to copy', async () => {
  window.history.replaceState(null, '', '/?slot=titles/1');
  await show();
  await serve({
    'fleet.slots.explain': {
      slot: 'titles/1',
      state: 'QUARANTINED',
      reason: 'RESTART_ATTEMPTS',
      generation: '3.117',
      worker: 'w-07',
      why: [{ step: 'rule', sentence: '5 within 10 min, then quarantine.', source: 'fleet.yaml:10' }],
      timeline: [{ at: STATUS.at, from: 'BACKOFF', to: 'QUARANTINED', cause: 'RESTART_ATTEMPTS', worker: 'w-07', generation: '3.117' }],
      advice: [],
    },
  });
  expect(screen.getByTestId('slot-state').textContent).toBe('QUARANTINED');
  expect(screen.getByTestId('slot-reason').textContent).toBe('RESTART_ATTEMPTS');
  expect(screen.getByTestId('slot-why').textContent).toContain('fleet.yaml:10');
  expect(screen.getByTestId('slot-timeline').textContent).toContain('on w-07, 3.117');
  expect(screen.getByRole('button', { name: 'Copy: fleet explain titles/1' })).toBeDefined();
  fireEvent.keyDown(window, { key: 'Escape' });
  expect(screen.queryByTestId('slot-panel')).toBeNull();
  expect(window.location.search).toBe('');
});

test('choosing a state puts it into the URL, choosing it again takes it out', async () => {
  await show();
  const chip = screen.getByRole('button', { name: /QUARANTINED/ });
  fireEvent.click(chip);
  expect(window.location.search).toBe('?state=Q');
  expect(chip.getAttribute('aria-pressed')).toBe('true');
  fireEvent.click(chip);
  expect(window.location.search).toBe('');
});

test('a fleet without automations and workers says the line that starts them', async () => {
  const status = { ...STATUS, verdict: 'well', sentence: 'Nothing to run yet.', needs: [], automations: [], workersList: [], slots: { desired: 0 } };
  await show({ 'fleet.slots.snapshot': { epoch: '3', seq: 1, map: [], packed: '' }, 'fleet.status.get': status });
  expect(screen.getByText('No automation yet:').parentElement?.textContent).toContain('fleet apply conf/fleet.yaml');
  expect(screen.getByText(/No worker yet/).parentElement?.textContent).toContain('fleet worker');
  expect(screen.getByTestId('needs-none').textContent).toBe('Nothing needs you.');
});

test('counts are spoken at most every five seconds', async () => {
  await show();
  expect(screen.getByTestId('spoken').textContent).toBe('');
  for (let second = 0; second < 5; second += 1) {
    FakeSocket.newest().say({ type: 'rec', address: 'fleet.feed.slots', body: { epoch: '3', seq: 11 + second, at: STATUS.at, d: [] } });
    // oxlint-disable-next-line no-await-in-loop -- one second after the other
    await tick(1_000);
  }
  expect(screen.getByTestId('spoken').textContent).toBe('3 running, 2 quarantined');
});
