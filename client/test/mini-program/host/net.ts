/** How the host reaches real servers: the same for a browser and for Node. */
export interface Net {
  request(call: NetRequest): Promise<NetReply>;
  upload(
    call: NetRequest & { file: Uint8Array; field: string; name: string; form: Record<string, string> },
  ): Promise<NetReply>;
  socket(url: string): WebSocket;
}

export interface NetRequest {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string | ArrayBuffer | undefined;
  signal: AbortSignal;
  /** Part of the body that has left, 0 to 1. */
  progress?: (part: number) => void;
}

export interface NetReply {
  status: number;
  headers: Record<string, string>;
  body: ArrayBuffer;
}

interface Globals {
  fetch: typeof fetch;
  WebSocket: typeof WebSocket;
  FormData: typeof FormData;
  Blob: typeof Blob;
}

/** Over what a browser or Node has. */
export function netOver({ fetch, WebSocket, FormData, Blob }: Globals): Net {
  async function send(call: NetRequest, body: BodyInit | null): Promise<NetReply> {
    const reply = await fetch(call.url, { method: call.method, headers: call.headers, body, signal: call.signal });
    return { status: reply.status, headers: Object.fromEntries(reply.headers), body: await reply.arrayBuffer() };
  }
  return {
    request: (call) => send(call, call.body ?? null),
    upload: async (call) => {
      const form = new FormData();
      for (const [name, value] of Object.entries(call.form)) form.append(name, value);
      form.append(call.field, new Blob([call.file as BlobPart]), call.name);
      call.progress?.(0);
      const reply = await send(call, form);
      call.progress?.(1);
      return reply;
    },
    socket: (url) => new WebSocket(url),
  };
}
