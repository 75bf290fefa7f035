/** The nine slot states: the same word and letter as in JSON, CLI and metrics. */
export interface SlotState {
  readonly letter: string;
  readonly name: string;
  readonly means: string;
}

/** In the order in which the page counts them: the healthy one first, then what moves, then what needs someone. */
export const STATES: readonly SlotState[] = [
  { letter: 'R', name: 'RUNNING', means: 'setup is done, it executes or rests' },
  { letter: 'A', name: 'ASSIGNED', means: 'given to a worker, not yet running there' },
  { letter: 'D', name: 'DRAINING', means: 'told to stop, still held by its worker' },
  { letter: 'S', name: 'STUCK', means: 'past the stop grace, its code will not end' },
  { letter: 'B', name: 'BACKOFF', means: 'failed, waits for its next try' },
  { letter: 'Q', name: 'QUARANTINED', means: 'failed too often, waits for a person' },
  { letter: 'P', name: 'PAUSED', means: 'wanted, but held back by an operator' },
  { letter: 'U', name: 'SUSPECT', means: 'its worker is silent, the verdict is coming' },
  { letter: 'F', name: 'FREE', means: 'nobody holds it, it waits for a worker' },
];

const BY_LETTER = new Map(STATES.map((state) => [state.letter, state]));
const BY_NAME = new Map(STATES.map((state) => [state.name, state]));

/** A newer master may know a letter that this page does not: it is shown as it is. */
export function stateOf(letter: string): SlotState {
  return BY_LETTER.get(letter) ?? { letter, name: letter, means: 'a state this page does not know yet' };
}

export function letterOf(name: string): string {
  return BY_NAME.get(name)?.letter ?? '?';
}
