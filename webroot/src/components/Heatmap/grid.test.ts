import { expect, test } from 'vitest';
import { gridOf, indexAt, pitchFor, placeOf, step } from './grid';

test('every cell is found again at its own place, and no cell lies outside the width', () => {
  for (const [count, width] of [
    [1, 50],
    [24, 800],
    [1_000, 860],
    [10_000, 400],
  ] as const) {
    const grid = gridOf(count, width, pitchFor(count, width));
    for (let index = 0; index < count; index += 1) {
      const { x, y } = placeOf(grid, index);
      expect(indexAt(grid, count, x + 1, y + 1)).toBe(index);
      expect(y).toBeLessThan(grid.height);
    }
    expect(grid.width).toBeLessThanOrEqual(Math.max(width, 10 * grid.pitch));
  }
});

test('between the tens, past the last slot and outside there is nothing', () => {
  const grid = gridOf(25, 800, 18);
  expect(indexAt(grid, 25, 10 * 18 + 1, 2)).toBe(-1);
  expect(indexAt(grid, 25, 799, 2)).toBe(-1);
  expect(indexAt(grid, 25, -1, 2)).toBe(-1);
  expect(indexAt(grid, 25, 2, 18 + 1)).toBe(-1);
});

test('the keyboard reaches every slot, over the edges of automations', () => {
  const entries = [
    { automation: 'a', from: 0, count: 25 },
    { automation: 'b', from: 25, count: 3 },
  ];
  const grids = entries.map(({ count }) => gridOf(count, 200, 18));
  const go = (key: string, at: number) => step(key, at, entries, grids);
  expect(go('ArrowRight', 24)).toBe(25);
  expect(go('ArrowLeft', 25)).toBe(24);
  expect(go('ArrowDown', 3)).toBe(13);
  expect(go('ArrowDown', 17)).toBe(24);
  expect(go('ArrowDown', 21)).toBe(26);
  expect(go('ArrowDown', 24)).toBe(27);
  expect(go('ArrowUp', 26)).toBe(21);
  expect(go('ArrowUp', 2)).toBe(2);
  expect(go('End', 12)).toBe(19);
  expect(go('PageDown', 3)).toBe(25);
  expect(go('PageUp', 25)).toBe(0);
  expect(go('x', 3)).toBeUndefined();
});
