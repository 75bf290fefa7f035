import type { Bus } from './bus';
import { Feed } from './feed';
import { freshnessOf, type Freshness } from './freshness';
import { LogTail, type LogPicture } from './logTail';
import { SlotTable } from './slots';
import type { Explanation, FeedMessage, SlotDelta, SlotSnapshot, Status } from './types';

/** What the page draws in one go. `version` grows with every frame; the table is shared, not copied. */
export interface Frame {
  readonly version: number;
  readonly table: SlotTable;
  readonly slotsKnown: boolean;
  readonly status: Status | undefined;
  readonly freshness: Freshness;
}

const HIDDEN_LIMIT_MILLIS = 30_000;
const LOOK_MILLIS = 500;

/**
 * The page's one store. Feeds write into it as they come; readers are told once per animation frame, so a tick of the
 * fleet is one commit of React however many messages it took.
 */
export class FleetStore {
  readonly #bus: Bus;
  readonly #now: () => number;
  readonly #table = new SlotTable();
  readonly #listeners = new Set<() => void>();
  readonly #slots: Feed<SlotSnapshot, SlotDelta>;
  #status: Status | undefined;
  #summary: { epoch: string; seq: number } | undefined;
  #appliedAt: number | undefined;
  #at: string | undefined;
  #scheduled = false;
  #frame: Frame;

  constructor(bus: Bus, now: () => number = () => performance.now()) {
    this.#bus = bus;
    this.#now = now;
    this.#slots = new Feed<SlotSnapshot, SlotDelta>({
      ask: () => bus.request('fleet.slots.snapshot', {}),
      reset: (snapshot) => {
        this.#table.reset(snapshot);
        this.#applied();
      },
      apply: (message) => {
        this.#table.apply(message.d);
        this.#at = message.at;
        this.#applied();
      },
    });
    this.#frame = this.#view(0);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly current = (): Frame => this.#frame;

  readonly explain = (slot: string): Promise<Explanation> => this.#bus.request('fleet.slots.explain', { slot });

  /** Follows the log of a slot; the answer has it asked again, and ends it. */
  readonly follow = (slot: string, changed: (picture: LogPicture) => void): { renew: () => void; stop: () => void } => {
    const tail = new LogTail(this.#bus, slot, changed);
    return { stop: tail.start(), renew: () => void tail.renew() };
  };

  /** Connects and follows; the answer ends it. */
  start(): () => void {
    let listening = this.#listen();
    let hidden: ReturnType<typeof setTimeout> | undefined;
    const unwatch = this.#bus.watch((link) => {
      if (link === 'open') this.#resync();
      this.#touch();
    });
    // A page that nobody sees costs the master nothing after half a minute.
    const seen = (): void => {
      clearTimeout(hidden);
      if (document.hidden) {
        hidden = setTimeout(() => {
          listening?.();
          listening = undefined;
        }, HIDDEN_LIMIT_MILLIS);
      } else if (!listening) {
        listening = this.#listen();
        this.#resync();
      }
    };
    document.addEventListener('visibilitychange', seen);
    const look = setInterval(() => this.#look(), LOOK_MILLIS);
    this.#bus.start();
    return () => {
      clearInterval(look);
      clearTimeout(hidden);
      document.removeEventListener('visibilitychange', seen);
      unwatch();
      listening?.();
      this.#slots.stop();
      this.#bus.close();
    };
  }

  #listen(): (() => void) | undefined {
    const slots = this.#bus.on('fleet.feed.slots', (m) => this.#slots.receive(m as FeedMessage<SlotDelta>));
    const summary = this.#bus.on('fleet.feed.summary', (m) => this.#summarize(m as FeedMessage<Status>));
    return () => {
      slots();
      summary();
    };
  }

  #resync(): void {
    this.#summary = undefined;
    this.#slots.restart();
    void this.#firstStatus();
  }

  /** The feed brings the whole document each second; asking once only saves that second. */
  async #firstStatus(): Promise<void> {
    try {
      const status = await this.#bus.request<Status>('fleet.status.get', {});
      if (this.#summary) return;
      this.#status = status;
      this.#touch();
    } catch {
      // The feed will bring it, and the page says how old it is meanwhile.
    }
  }

  #summarize(message: FeedMessage<Status>): void {
    if (this.#summary?.epoch === message.epoch && message.seq < this.#summary.seq) return;
    this.#summary = message;
    this.#status = message.d;
    this.#touch();
  }

  #applied(): void {
    this.#appliedAt = this.#now();
    this.#touch();
  }

  /** Time passes without messages: only a changed word is worth a frame. */
  #look(): void {
    if (this.#freshness().text !== this.#frame.freshness.text) this.#touch();
  }

  #touch(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    requestAnimationFrame(() => {
      this.#scheduled = false;
      this.#frame = this.#view(this.#frame.version + 1);
      for (const listener of this.#listeners) listener();
    });
  }

  #view(version: number): Frame {
    const slotsKnown = this.#appliedAt !== undefined;
    return { version, table: this.#table, slotsKnown, status: this.#status, freshness: this.#freshness() };
  }

  #freshness(): Freshness {
    const age = this.#appliedAt === undefined ? undefined : this.#now() - this.#appliedAt;
    return freshnessOf(this.#bus.link, age, this.#at ?? this.#status?.at);
  }
}
