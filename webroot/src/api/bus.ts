/**
 * A small client of the event bus over the bridge's raw WebSocket. It answers three needs: ask (with a time-out of its
 * own, because the bridge refuses without an address), listen to feeds, and come back after a loss.
 */
export type Link = 'connecting' | 'open' | 'waiting' | 'closed';

/** The part of a WebSocket that is used here, so that tests can bring their own. */
export interface Socket {
  binaryType: BinaryType;
  readyState: number;
  onopen: (() => void) | null;
  onclose: (() => void) | null;
  onmessage: ((event: { data: unknown }) => void) | null;
  send(text: string): void;
  close(): void;
}

export interface BusOptions {
  readonly connect?: (url: string) => Socket;
  readonly random?: () => number;
  readonly pingMillis?: number;
  readonly timeoutMillis?: number;
  /** Feeds speak once a second; a socket that is silent for this long is half open, so it is replaced. */
  readonly silenceMillis?: number;
  readonly firstRetryMillis?: number;
  readonly lastRetryMillis?: number;
}

/** A request that failed; `code` is the HTTP-like status, -1 when nobody answered. */
export class BusError extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'BusError';
    this.code = code;
  }
}

interface Pending {
  readonly frame: string;
  readonly timer: ReturnType<typeof setTimeout>;
  readonly resolve: (body: unknown) => void;
  readonly reject: (error: BusError) => void;
  sent: boolean;
}

interface Incoming {
  readonly type?: string;
  readonly address?: string;
  readonly body?: unknown;
  readonly failureCode?: number;
  readonly message?: string;
}

type Handler = (body: unknown) => void;

const DEFAULTS = {
  connect: (url: string): Socket => new WebSocket(url) as Socket,
  random: Math.random,
  pingMillis: 5_000,
  timeoutMillis: 5_000,
  silenceMillis: 10_000,
  firstRetryMillis: 250,
  lastRetryMillis: 5_000,
};

export class Bus {
  readonly #url: string;
  readonly #options: Required<BusOptions>;
  readonly #pending = new Map<string, Pending>();
  readonly #handlers = new Map<string, Set<Handler>>();
  readonly #watchers = new Set<(link: Link) => void>();
  readonly #text = new TextDecoder();
  #socket: Socket | undefined;
  #link: Link = 'closed';
  #attempt = 0;
  #calls = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #ping: ReturnType<typeof setInterval> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(url: string, options: BusOptions = {}) {
    this.#url = url;
    this.#options = { ...DEFAULTS, ...options };
  }

  get link(): Link {
    return this.#link;
  }

  start(): void {
    if (this.#link === 'closed') this.#dial();
  }

  watch(watcher: (link: Link) => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** Listens to an address; the registration is repeated after each reconnect. */
  on(address: string, handler: Handler): () => void {
    const handlers = this.#handlers.get(address) ?? new Set();
    this.#handlers.set(address, handlers);
    handlers.add(handler);
    if (handlers.size === 1) this.#write({ type: 'register', address });
    return () => {
      if (!handlers.delete(handler) || handlers.size > 0) return;
      this.#handlers.delete(address);
      this.#write({ type: 'unregister', address });
    };
  }

  /** Asks and waits for the one answer. While the link is down the question waits too, up to the same time-out. */
  request<T>(address: string, body: object, timeoutMillis = this.#options.timeoutMillis): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const replyAddress = `r${(this.#calls += 1)}-${Math.floor(this.#options.random() * 2 ** 40).toString(36)}`;
      const timer = setTimeout(() => {
        this.#pending.delete(replyAddress);
        reject(new BusError(-1, `No answer from the master in ${timeoutMillis / 1000} s (${address}).`));
      }, timeoutMillis);
      const frame = JSON.stringify({ type: 'send', address, headers: { 'fleet-api': '1' }, body, replyAddress });
      const pending: Pending = { frame, timer, resolve: resolve as (body: unknown) => void, reject, sent: false };
      this.#pending.set(replyAddress, pending);
      if (this.#link === 'open') this.#post(pending);
    });
  }

  close(): void {
    this.#drop();
    clearTimeout(this.#timer);
    this.#fail(() => true, 'The page has closed its connection.');
    this.#become('closed');
  }

  #dial(): void {
    this.#become('connecting');
    const socket = this.#options.connect(this.#url);
    this.#socket = socket;
    socket.binaryType = 'arraybuffer';
    socket.onopen = () => this.#opened();
    socket.onclose = () => this.#lost();
    socket.onmessage = ({ data }) => this.#receive(data);
    this.#listen();
  }

  #opened(): void {
    this.#ping = setInterval(() => this.#write({ type: 'ping' }), this.#options.pingMillis);
    this.#link = 'open';
    this.#write({ type: 'ping' });
    for (const address of this.#handlers.keys()) this.#write({ type: 'register', address });
    for (const pending of this.#pending.values()) this.#post(pending);
    this.#listen();
    this.#become('open');
  }

  /** Answers of the old socket never come: what was sent fails now, what was not sent waits for the next one. */
  #lost(): void {
    this.#drop();
    this.#fail((pending) => pending.sent, 'The connection to the master was lost before it answered.');
    const { firstRetryMillis, lastRetryMillis, random } = this.#options;
    const ceiling = Math.min(lastRetryMillis, firstRetryMillis * 2 ** Math.min(this.#attempt, 20));
    this.#attempt += 1;
    this.#timer = setTimeout(() => this.#dial(), ceiling * (0.5 + random() / 2));
    this.#become('waiting');
  }

  #drop(): void {
    clearInterval(this.#ping);
    clearTimeout(this.#silence);
    const socket = this.#socket;
    this.#socket = undefined;
    if (!socket) return;
    socket.onopen = socket.onclose = socket.onmessage = null;
    socket.close();
  }

  /** Also bounds the time that a connection may take to open. */
  #listen(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#quiet(), this.#options.silenceMillis);
  }

  #quiet(): void {
    if (this.#link === 'open' && this.#handlers.size === 0) this.#listen();
    else this.#lost();
  }

  #receive(data: unknown): void {
    this.#listen();
    this.#attempt = 0;
    const message = this.#parse(data);
    if (message?.address === undefined) return;
    const pending = this.#pending.get(message.address);
    if (pending) {
      this.#pending.delete(message.address);
      clearTimeout(pending.timer);
      if (message.type === 'err') {
        pending.reject(new BusError(message.failureCode ?? -1, message.message ?? 'The master refused without a word.'));
      } else {
        pending.resolve(message.body);
      }
    } else if (message.type === 'rec') {
      this.#handlers.get(message.address)?.forEach((handler) => handler(message.body));
    }
  }

  /** Frames come as text or binary, depending on the server's settings; one bad frame must not stop the rest. */
  #parse(data: unknown): Incoming | undefined {
    try {
      return JSON.parse(typeof data === 'string' ? data : this.#text.decode(data as ArrayBuffer)) as Incoming;
    } catch {
      return undefined;
    }
  }

  #post(pending: Pending): void {
    pending.sent = true;
    this.#socket?.send(pending.frame);
  }

  #write(message: object): void {
    if (this.#link === 'open') this.#socket?.send(JSON.stringify(message));
  }

  #fail(which: (pending: Pending) => boolean, why: string): void {
    for (const [address, pending] of this.#pending) {
      if (!which(pending)) continue;
      this.#pending.delete(address);
      clearTimeout(pending.timer);
      pending.reject(new BusError(-1, why));
    }
  }

  #become(link: Link): void {
    this.#link = link;
    for (const watcher of this.#watchers) watcher(link);
  }
}
