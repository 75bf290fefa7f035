import type { MapEntry, SlotDelta, SlotSnapshot } from './types';

export interface SlotPlace {
  readonly automation: string;
  readonly index: number;
}

/** All slots as one array of letters (character codes), with the counts kept beside it. Not a React value: see FleetStore. */
export class SlotTable {
  #letters = new Uint8Array(0);
  #counts = new Uint32Array(128);
  #map: readonly MapEntry[] = [];
  #epoch = '';

  get size(): number {
    return this.#letters.length;
  }

  get map(): readonly MapEntry[] {
    return this.#map;
  }

  get epoch(): string {
    return this.#epoch;
  }

  reset(snapshot: SlotSnapshot): void {
    this.#letters = Uint8Array.from(snapshot.packed, (letter) => letter.charCodeAt(0) & 127);
    this.#counts.fill(0);
    for (const code of this.#letters) this.#counts[code] = (this.#counts[code] ?? 0) + 1;
    this.#epoch = snapshot.epoch;
    // The same map keeps its identity, so a resync moves nothing on the page.
    if (JSON.stringify(snapshot.map) !== JSON.stringify(this.#map)) this.#map = snapshot.map;
  }

  /** Returns how many slots really changed. */
  apply(delta: SlotDelta): number {
    let changed = 0;
    for (let i = 0; i + 1 < delta.length; i += 2) {
      const slotNo = Number(delta[i]);
      const before = this.#letters[slotNo];
      const code = String(delta[i + 1]).charCodeAt(0) & 127;
      if (before === undefined || before === code) continue;
      this.#letters[slotNo] = code;
      this.#counts[before] = (this.#counts[before] ?? 1) - 1;
      this.#counts[code] = (this.#counts[code] ?? 0) + 1;
      changed += 1;
    }
    return changed;
  }

  codeAt(slotNo: number): number {
    return this.#letters[slotNo] ?? 0;
  }

  letterAt(slotNo: number): string {
    const code = this.#letters[slotNo];
    return code === undefined ? '' : String.fromCharCode(code);
  }

  count(letter: string): number {
    return this.#counts[letter.charCodeAt(0)] ?? 0;
  }

  placeOf(slotNo: number): SlotPlace | undefined {
    const entry = this.#map.find(({ from, count }) => slotNo >= from && slotNo < from + count);
    return entry && { automation: entry.automation, index: slotNo - entry.from };
  }

  nameOf(slotNo: number): string {
    const place = this.placeOf(slotNo);
    return place ? `${place.automation}/${place.index}` : '';
  }

  /** The number of `titles/14`, or -1. */
  find(name: string): number {
    const slash = name.lastIndexOf('/');
    const index = Number(name.slice(slash + 1));
    const entry = this.#map.find(({ automation }) => automation === name.slice(0, slash));
    return entry && slash > 0 && Number.isInteger(index) && index >= 0 && index < entry.count ? entry.from + index : -1;
  }
}
