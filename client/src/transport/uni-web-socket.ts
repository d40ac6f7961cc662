import { WebSocket } from 'socket.io-client';

type Data = string | ArrayBuffer;
type Handler<T> = ((event: T) => void) | null;

/** What engine.io expects of a WebSocket, over the one that uni gives mini-programs and apps. */
class Adapter {
  onopen: Handler<void> = null;
  onclose: Handler<{ code?: number; reason?: string }> = null;
  onmessage: Handler<{ data: Data }> = null;
  onerror: Handler<unknown> = null;
  private readonly task: UniApp.SocketTask;

  constructor(url: string) {
    // Without a callback uni answers with a promise instead of the task.
    this.task = uni.connectSocket({ url, complete: () => undefined });
    this.task.onOpen(() => this.onopen?.());
    this.task.onClose((event: { code?: number; reason?: string }) => this.onclose?.(event));
    this.task.onError((event: unknown) => this.onerror?.(event));
    this.task.onMessage((event: { data: Data }) => this.onmessage?.(event));
  }

  send(data: Data | ArrayBufferView): void {
    this.task.send({ data: ArrayBuffer.isView(data) ? ownBuffer(data) : data });
  }

  close(): void {
    this.task.close({});
  }
}

/** The bytes of a view alone; uni would send the whole buffer that it looks into. */
function ownBuffer(view: ArrayBufferView): ArrayBuffer {
  const bytes = new Uint8Array(view.byteLength);
  bytes.set(new Uint8Array(view.buffer, view.byteOffset, view.byteLength));
  return bytes.buffer;
}

/** Engine.io's WebSocket transport without a browser's WebSocket. */
export class UniWebSocket extends WebSocket {
  override createSocket(uri: string): Adapter {
    return new Adapter(uri);
  }

  override doWrite(_packet: unknown, data: Data | ArrayBufferView): void {
    (this as unknown as { ws: Adapter }).ws.send(data);
  }
}
