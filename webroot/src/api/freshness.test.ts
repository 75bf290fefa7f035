import { expect, test } from 'vitest';
import { freshnessOf } from './freshness';
import { clock } from './format';

const AT = '2026-01-05T11:02:07Z';

test('live until three seconds without an applied message, then the age is said', () => {
  expect(freshnessOf('open', 2_999, AT)).toMatchObject({ kind: 'live', text: 'live', stale: false });
  expect(freshnessOf('open', 3_000, AT)).toMatchObject({ kind: 'behind', text: '3 s behind', stale: true });
});

test('a lost link is said with the time of what is shown', () => {
  expect(freshnessOf('waiting', 100, AT)).toMatchObject({ kind: 'reconnecting', text: `reconnecting, showing ${clock(AT)}`, stale: true });
});

test('before the first message nothing is claimed', () => {
  expect(freshnessOf('open', undefined, undefined)).toMatchObject({ kind: 'connecting', stale: true });
});
