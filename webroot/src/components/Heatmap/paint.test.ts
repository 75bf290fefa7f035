import { expect, test } from 'vitest';
import { STATES } from '../../api/states';
import { gridOf, placeOf } from './grid';
import { paint, type Brush } from './paint';
import type { Palette } from './palette';

const PALETTE: Palette = new Map(
  [...STATES.map(({ letter }) => letter), ' '].map((letter) => [letter, { fill: `fill-${letter}`, ink: `ink-${letter}`, edge: `edge-${letter}` }]),
);

interface Cell {
  readonly x: number;
  readonly fill: unknown;
  letter: string;
  ink: unknown;
  readonly alpha: number;
}

function recorder(): { brush: Brush; cells: Cell[] } {
  const cells: Cell[] = [];
  const brush = {
    fillStyle: '',
    globalAlpha: 1,
    clearRect() {},
    strokeRect() {},
    fillRect(x: number) {
      cells.push({ x, fill: brush.fillStyle, letter: '', ink: '', alpha: brush.globalAlpha });
    },
    fillText(letter: string) {
      Object.assign(cells.at(-1) ?? {}, { letter, ink: brush.fillStyle });
    },
  };
  return { brush: brush as unknown as Brush, cells };
}

function job(packed: string, dimmed: (index: number) => boolean = () => false) {
  return { grid: gridOf(packed.length, 1_000, 18), count: packed.length, palette: PALETTE, codeAt: (index: number) => packed.charCodeAt(index), dimmed };
}

test('each of the nine states is drawn with its own colour and its own letter', () => {
  const { brush, cells } = recorder();
  const packed = STATES.map(({ letter }) => letter).join('');
  expect(packed.split('').toSorted().join('')).toBe('ABDFPQRSU');
  paint(brush, job(packed), new Uint8Array(9));
  expect(cells.map(({ letter }) => letter).join('')).toBe(packed);
  for (const cell of cells) expect(cell).toMatchObject({ fill: `fill-${cell.letter}`, ink: `ink-${cell.letter}`, alpha: 1 });
});

test('a tick draws the changed cells and no other', () => {
  const { brush, cells } = recorder();
  const drawn = new Uint8Array(6);
  expect(paint(brush, job('RRRRRR'), drawn)).toBe(6);
  cells.length = 0;
  expect(paint(brush, job('RRQRRR'), drawn)).toBe(1);
  expect(cells).toMatchObject([{ letter: 'Q', x: placeOf(gridOf(6, 1_000, 18), 2).x }]);
  expect(paint(brush, job('RRQRRR'), drawn)).toBe(0);
});

test('a filter dims the others and takes it back', () => {
  const { brush, cells } = recorder();
  const drawn = new Uint8Array(3);
  paint(brush, job('RRQ', (index) => index < 2), drawn);
  expect(cells.map(({ alpha }) => alpha === 1)).toEqual([false, false, true]);
  expect(paint(brush, job('RRQ'), drawn)).toBe(2);
});

test('a letter that this page does not know is drawn as itself, in the neutral colour', () => {
  const { brush, cells } = recorder();
  paint(brush, job('X'), new Uint8Array(1));
  expect(cells).toMatchObject([{ letter: 'X', fill: 'fill- ' }]);
});
