import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { clock } from '../../api/format';
import type { Freshness } from '../../api/freshness';
import type { Status } from '../../api/types';
import { titleOf, verdictOf } from './said';
import { Verdict } from './Verdict';

const LIVE: Freshness = { kind: 'live', text: 'live', stale: false };
const AWAY: Freshness = { kind: 'reconnecting', text: 'reconnecting, showing 11:02:07', stale: true };
const STATUS: Status = {
  fleet: 'catalogue',
  at: '2026-01-05T11:02:07Z',
  since: '2026-01-05T10:58:01Z',
  converged: false,
  verdict: 'degraded',
  sentence: '2 things need you. 962 of 1,000 slots running.',
  slots: { desired: 1000, RUNNING: 962 },
};

afterEach(cleanup);

test('the sentence of the master is the heading, with its tone and since when', () => {
  render(<Verdict said={verdictOf({ status: STATUS, freshness: LIVE })} />);
  const heading = screen.getByRole('heading', { level: 1 });
  expect(heading.textContent).toBe('2 things need you. 962 of 1,000 slots running.');
  expect(heading.dataset['verdict']).toBe('degraded');
  expect(screen.getByText('not converged for 4 min')).toBeDefined();
});

test('a stale verdict loses its tone and says as of when it holds', () => {
  render(<Verdict said={verdictOf({ status: { ...STATUS, verdict: 'well' }, freshness: AWAY })} />);
  expect(screen.getByTestId('verdict').dataset['verdict']).toBe('unknown');
  expect(screen.getByText(`as of ${clock(STATUS.at)}`)).toBeDefined();
});

test('without any status the page waits and does not claim health', () => {
  const said = verdictOf({ status: undefined, freshness: AWAY });
  expect(said.tone).toBe('unknown');
  expect(titleOf(said, undefined, 0)).toBe('? Fleet');
});

test('the tab shows how many things need someone', () => {
  expect(titleOf(verdictOf({ status: STATUS, freshness: LIVE }), 'catalogue', 2)).toBe('(2) Fleet catalogue');
});
