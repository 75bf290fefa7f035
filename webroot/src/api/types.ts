/** What the master sends. Unknown fields are ignored: that is the compatibility rule. */

/** Every feed message. A new epoch or a gap in seq means: ask for the snapshot. */
export interface FeedMessage<D> {
  readonly epoch: string;
  readonly seq: number;
  readonly at: string;
  readonly d: D;
}

/** Which slot numbers belong to an automation: index = slotNo - from. */
export interface MapEntry {
  readonly automation: string;
  readonly from: number;
  readonly count: number;
}

/** Answer of `fleet.slots.snapshot`; `packed` has one letter per slot number. */
export interface SlotSnapshot {
  readonly epoch: string;
  readonly seq: number;
  readonly map: readonly MapEntry[];
  readonly packed: string;
}

/** slotNo, letter, slotNo, letter, … */
export type SlotDelta = readonly (number | string)[];

export type Verdict = 'well' | 'degraded' | 'down';

export interface Action {
  readonly label: string;
  readonly command: string;
}

export interface Need {
  readonly kind: string;
  readonly target: string;
  readonly reason?: string;
  readonly count?: number;
  readonly since?: string;
  readonly sentence: string;
  readonly doing?: string;
  readonly actions?: readonly Action[];
}

export interface AutomationStatus {
  readonly name: string;
  readonly class?: string;
  readonly version?: string;
  readonly desired: number;
  readonly states: Readonly<Record<string, number>>;
  readonly fill?: number | null;
  readonly busy?: number | null;
  readonly perSecond?: number | null;
  readonly errorRate?: number | null;
  readonly p95Millis?: number | null;
  readonly paused?: boolean;
}

export interface WorkerStatus {
  readonly name: string;
  readonly state: string;
  readonly slots: number;
  readonly capacity: number;
  readonly boot?: number;
  readonly heartbeatAgoMillis?: number | null;
  readonly pid?: number | null;
  readonly host?: string | null;
  /** Why the leader gives it no new slots; empty when it does. */
  readonly closed?: string;
  /** What it says of its host that somebody should know. */
  readonly warning?: string;
  /** Memory of its process, in bytes; 0 when it has not said. */
  readonly rss?: number;
  readonly ledger?: Ledger;
}

/** What the slots of a worker opened, and what became of it. */
export interface Ledger {
  readonly opened: number;
  readonly closed: number;
  /** Had to be ended for its slot. */
  readonly reaped: number;
  /** Left open by slots that have ended; anything but 0 is a defect. */
  readonly leaked: number;
}

/** `fleet.status.get` and each message of `fleet.feed.summary`. */
export interface Status {
  readonly fleet: string;
  readonly at: string;
  readonly converged: boolean;
  readonly since?: string | null;
  readonly verdict: Verdict;
  readonly sentence: string;
  readonly master?: {
    readonly leader?: string;
    readonly epoch?: number;
    readonly state?: string;
    readonly standbys?: readonly string[];
  };
  readonly slots: Readonly<Record<string, number>>;
  readonly workers?: Readonly<Record<string, number>>;
  readonly needs?: readonly Need[];
  readonly automations?: readonly AutomationStatus[];
  readonly workersList?: readonly WorkerStatus[];
}

export interface WhyStep {
  readonly step: string | number;
  readonly sentence: string;
  readonly source?: string | null;
}

export interface Move {
  readonly at: string;
  readonly from?: string | null;
  readonly to: string;
  readonly cause?: string | null;
  readonly worker?: string | null;
  readonly generation?: string | null;
}

/** Answer of `fleet.slots.explain`: exactly one current reason, and what led to it. */
export interface Explanation {
  readonly slot: string;
  readonly state: string;
  readonly reason?: string | null;
  readonly generation?: string | null;
  readonly worker?: string | null;
  readonly boot?: number | null;
  readonly version?: string | null;
  readonly configHash?: string | null;
  readonly why?: readonly WhyStep[];
  readonly timeline?: readonly Move[];
  readonly advice?: readonly string[];
}

export interface LogLine {
  /** Grows with each line of one worker's process. */
  readonly n: number;
  readonly time: string;
  readonly level: string;
  readonly logger: string;
  readonly message: string;
  readonly generation?: string;
  readonly execution?: number;
  readonly error?: string;
}

/** Answer of `fleet.logs.open`; the epoch is another one when another process has the lines. */
export interface LogAnswer {
  readonly epoch: string;
  readonly seq: number;
  readonly worker: string;
  readonly note?: string;
  readonly lines: readonly LogLine[];
}

export interface LogDelta {
  readonly lines: readonly LogLine[];
  readonly dropped: number;
}
