import { expect, test } from 'vitest';
import { SlotTable } from './slots';

const MAP = [
  { automation: 'prober', from: 0, count: 3 },
  { automation: 'titles', from: 3, count: 2 },
];

function table(packed = 'RRFQQ'): SlotTable {
  const slots = new SlotTable();
  slots.reset({ epoch: '3', seq: 1, map: MAP, packed });
  return slots;
}

test('counts follow every delta and always add up to the slots', () => {
  const slots = table();
  expect(slots.apply([2, 'A', 3, 'R', 3, 'R', 99, 'R'])).toBe(2);
  expect(['R', 'A', 'Q', 'F'].map((letter) => slots.count(letter))).toEqual([3, 1, 1, 0]);
  expect(slots.letterAt(2)).toBe('A');
});

test('a slot number has a name, and the name finds the number again', () => {
  const slots = table();
  expect([0, 2, 3, 4].map((slotNo) => slots.nameOf(slotNo))).toEqual(['prober/0', 'prober/2', 'titles/0', 'titles/1']);
  expect(['titles/1', 'titles/2', 'titles/x', 'titles', '/1', 'nobody/0', ''].map((name) => slots.find(name))).toEqual([4, -1, -1, -1, -1, -1, -1]);
});

test('a snapshot with the same map keeps the map, so the page moves nothing', () => {
  const slots = table();
  const before = slots.map;
  slots.reset({ epoch: '4', seq: 9, map: structuredClone(MAP), packed: 'RRRRR' });
  expect(slots.map).toBe(before);
  expect(slots.count('R')).toBe(5);
});

test('a letter of a newer master is kept and counted as it is', () => {
  const slots = table('RRXQQ');
  expect(slots.letterAt(2)).toBe('X');
  expect(slots.count('X')).toBe(1);
});
