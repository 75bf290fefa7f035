import type { Bus } from './bus';
import { Feed } from './feed';
import type { FeedMessage, LogAnswer, LogDelta, LogLine } from './types';

export interface LogPicture {
  readonly lines: readonly LogLine[];
  readonly worker: string;
  readonly note: string;
  readonly dropped: number;
  readonly problem: string;
}

export const NOTHING: LogPicture = { lines: [], worker: '', note: '', dropped: 0, problem: '' };

const KEEP = 1_000;
const FIRST = 300;
/** The worker sends for a minute; asking again each twenty seconds also finds a slot that moved. */
const RENEW_MILLIS = 20_000;

/**
 * The last lines of a slot and what follows. It listens before it asks, so that no line falls between the answer and the
 * first message; a gap asks again, and lines that are here already have a number that is not new.
 */
export class LogTail {
  readonly #bus: Bus;
  readonly #slot: string;
  readonly #changed: (picture: LogPicture) => void;
  readonly #address = `fleet.feed.logs.l-${crypto.randomUUID?.() ?? Math.random().toString(36).slice(2)}`;
  readonly #feed: Feed<LogAnswer, LogDelta>;
  #picture = NOTHING;
  #epoch = '';
  #seq = 0;
  #unlisten: (() => void) | undefined;
  #unwatch: (() => void) | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(bus: Bus, slot: string, changed: (picture: LogPicture) => void) {
    this.#bus = bus;
    this.#slot = slot;
    this.#changed = changed;
    this.#feed = new Feed<LogAnswer, LogDelta>({
      ask: () => this.#ask(FIRST),
      reset: (answer) => this.#answered(answer),
      apply: ({ seq, d }) => {
        this.#seq = seq;
        this.#show({ lines: this.#with(d.lines), dropped: this.#picture.dropped + d.dropped });
      },
    });
  }

  start(): () => void {
    this.#unlisten = this.#bus.on(this.#address, (message) => this.#feed.receive(message as FeedMessage<LogDelta>));
    this.#unwatch = this.#bus.watch((link) => {
      if (link === 'open') this.#feed.restart();
    });
    this.#feed.restart();
    this.#timer = setInterval(() => void this.renew(), RENEW_MILLIS);
    return () => {
      clearInterval(this.#timer);
      this.#unwatch?.();
      this.#unlisten?.();
      this.#feed.stop();
    };
  }

  /**
   * Another process answers when the slot has moved or its worker has begun anew, and a lower number when the worker had
   * forgotten us: then all is asked again.
   */
  async renew(): Promise<void> {
    try {
      const answer = await this.#ask(0);
      if (answer.epoch !== this.#epoch || answer.seq < this.#seq) this.#feed.restart();
    } catch {
      // Said by the picture; the next one may be answered.
    }
  }

  async #ask(lines: number): Promise<LogAnswer> {
    try {
      return await this.#bus.request<LogAnswer>('fleet.logs.open', { slot: this.#slot, feed: this.#address, follow: true, lines });
    } catch (error) {
      this.#show({ problem: error instanceof Error ? error.message : 'The master did not answer.' });
      throw error;
    }
  }

  #answered(answer: LogAnswer): void {
    const moved = answer.epoch !== this.#epoch;
    this.#epoch = answer.epoch;
    this.#seq = answer.seq;
    this.#show({
      lines: moved ? answer.lines : this.#with(answer.lines),
      dropped: moved ? 0 : this.#picture.dropped,
      worker: answer.worker,
      note: answer.note ?? '',
      problem: '',
    });
  }

  #with(lines: readonly LogLine[]): readonly LogLine[] {
    const last = this.#picture.lines.at(-1)?.n ?? 0;
    const fresh = lines.filter(({ n }) => n > last);
    return fresh.length === 0 ? this.#picture.lines : [...this.#picture.lines, ...fresh].slice(-KEEP);
  }

  #show(change: Partial<LogPicture>): void {
    this.#picture = { ...this.#picture, ...change };
    this.#changed(this.#picture);
  }
}
