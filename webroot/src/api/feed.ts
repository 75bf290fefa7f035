import type { FeedMessage } from './types';

interface Point {
  readonly epoch: string;
  readonly seq: number;
}

export interface FeedOptions<S extends Point, D> {
  readonly ask: () => Promise<S>;
  readonly reset: (snapshot: S) => void;
  readonly apply: (message: FeedMessage<D>) => void;
  readonly retryMillis?: number;
}

const KEEP = 256;
const LONGEST_RETRY_MILLIS = 5_000;

/**
 * Keeps a copy in step with a feed of changes. Messages may be lost on the way (the server drops them for a slow
 * reader), so a gap or a new epoch asks for the snapshot; what arrives meanwhile is kept and replayed on top of it.
 */
export class Feed<S extends Point, D> {
  readonly #options: FeedOptions<S, D>;
  #point: Point | undefined;
  #kept: FeedMessage<D>[] = [];
  #asking: object | undefined;
  #fruitless = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: FeedOptions<S, D>) {
    this.#options = options;
  }

  get inStep(): boolean {
    return this.#point !== undefined && this.#asking === undefined;
  }

  receive(message: FeedMessage<D>): void {
    if (this.#asking) {
      this.#keep(message);
    } else if (this.#point?.epoch === message.epoch && message.seq <= this.#point.seq) {
      // Already in the snapshot. An empty message with the same seq is a sign of life.
      if (message.seq === this.#point.seq && this.#isEmpty(message)) this.#options.apply(message);
    } else if (this.#point?.epoch === message.epoch && message.seq === this.#point.seq + 1) {
      this.#point = message;
      this.#fruitless = 0;
      this.#options.apply(message);
    } else {
      this.#keep(message);
      this.#resync();
    }
  }

  /** After a reconnect: whatever was kept belongs to the old connection. */
  restart(): void {
    this.stop();
    this.#fruitless = 0;
    this.#resync();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#asking = undefined;
    this.#kept = [];
  }

  /** The first question goes out at once; when answers do not help, the next ones wait longer and longer. */
  #resync(): void {
    const token = {};
    this.#asking = token;
    const wait = this.#fruitless === 0 ? 0 : (this.#options.retryMillis ?? 250) * 2 ** Math.min(this.#fruitless - 1, 10);
    this.#fruitless += 1;
    if (wait === 0) void this.#question(token);
    else this.#timer = setTimeout(() => void this.#question(token), Math.min(wait, LONGEST_RETRY_MILLIS));
  }

  async #question(token: object): Promise<void> {
    try {
      const snapshot = await this.#options.ask();
      if (this.#asking === token) this.#begin(snapshot);
    } catch {
      // The link or the master is away; the page says so by its age. Ask again.
      if (this.#asking === token) this.#resync();
    }
  }

  #begin(snapshot: S): void {
    const kept = this.#kept;
    this.#kept = [];
    this.#asking = undefined;
    this.#point = snapshot;
    this.#options.reset(snapshot);
    // Epochs have no order. Only the newest message tells whether the snapshot is of an older master.
    const newest = kept.at(-1);
    const same = kept.filter((message) => message.epoch === snapshot.epoch);
    for (const message of same) this.receive(message);
    if (newest && newest.epoch !== snapshot.epoch) this.receive(newest);
  }

  #keep(message: FeedMessage<D>): void {
    this.#kept.push(message);
    if (this.#kept.length > KEEP) this.#kept.shift();
  }

  #isEmpty(message: FeedMessage<D>): boolean {
    return Array.isArray(message.d) && message.d.length === 0;
  }
}
