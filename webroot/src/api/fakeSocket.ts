import type { Socket } from './bus';

/** A WebSocket for tests: the test plays the server, with text or binary frames. */
export class FakeSocket implements Socket {
  static made: FakeSocket[] = [];

  static newest(): FakeSocket {
    const socket = FakeSocket.made.at(-1);
    if (!socket) throw new Error('Nobody has connected.');
    return socket;
  }

  binaryType: BinaryType = 'blob';
  readyState = 0;
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  closed = false;
  readonly sent: Record<string, unknown>[] = [];

  constructor() {
    FakeSocket.made.push(this);
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text) as Record<string, unknown>);
  }

  close(): void {
    this.closed = true;
  }

  open(): void {
    this.readyState = 1;
    this.onopen?.();
  }

  say(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }

  sayInBinary(message: object): void {
    this.onmessage?.({ data: new TextEncoder().encode(JSON.stringify(message)).buffer });
  }

  sentOf(type: string): Record<string, unknown>[] {
    return this.sent.filter((frame) => frame['type'] === type);
  }

  /** Where the answer to the newest question must go. */
  replyAddress(): string {
    return String(this.sentOf('send').at(-1)?.['replyAddress']);
  }
}
