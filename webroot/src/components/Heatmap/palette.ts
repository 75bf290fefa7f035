import { STATES } from '../../api/states';

export interface Ink {
  readonly fill: string;
  readonly ink: string;
  readonly edge: string;
}

export type Palette = ReadonlyMap<string, Ink>;

/** For letters of a newer master. */
export const UNKNOWN = ' ';

/** A canvas cannot read light-dark(): one hidden element per state lets the style sheet resolve its colours. */
export function readPalette(): Palette {
  const probe = document.createElement('span');
  probe.hidden = true;
  probe.style.cssText = 'background-color: var(--fill); color: var(--ink); border-left-color: var(--edge)';
  document.body.append(probe);
  const palette = new Map<string, Ink>();
  for (const letter of [...STATES.map((state) => state.letter), UNKNOWN]) {
    probe.dataset['state'] = letter;
    const { backgroundColor, color, borderLeftColor } = getComputedStyle(probe);
    palette.set(letter, { fill: backgroundColor, ink: color, edge: borderLeftColor });
  }
  probe.remove();
  return palette;
}
