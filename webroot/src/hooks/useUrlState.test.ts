import { expect, test } from 'vitest';
import { readUrl, writeUrl } from './useUrlState';

test('the URL keeps slashes readable and parameters of others untouched', () => {
  expect(writeUrl('?theme=x', { slot: 'titles/14', state: 'Q' })).toBe('?theme=x&slot=titles/14&state=Q');
  expect(writeUrl('?slot=titles/14&q=a', { slot: '', q: '' })).toBe('');
  expect(readUrl('?slot=titles/14&q=a%26b')).toEqual({ slot: 'titles/14', q: 'a&b', state: '' });
});
