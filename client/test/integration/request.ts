interface RequestOptions {
  url: string;
  method: string;
  header: Record<string, string>;
  data?: object;
  success(result: { statusCode: number; data: unknown; header: Record<string, string> }): void;
  fail(error: { errMsg: string }): void;
}

/** `uni.request` over the real network: what uni gives on every platform, made of Node's own fetch. */
export function request(options: RequestOptions): void {
  const { url, method, header, data } = options;
  fetch(url, { method, headers: header, ...(data && { body: JSON.stringify(data) }) })
    .then(async (reply) => {
      const body = await reply.text();
      const parsed: unknown = /json/.test(reply.headers.get('content-type') ?? '') ? JSON.parse(body) : body;
      options.success({ statusCode: reply.status, data: parsed, header: Object.fromEntries(reply.headers) });
    })
    .catch((error: unknown) => options.fail({ errMsg: `request:fail ${String(error)}` }));
}
