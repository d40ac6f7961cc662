import { difyErrors } from '@huati/shared';

/** Why a request is refused: the HTTP status, and the number that Dify has for it, or else the status again. */
const kinds = {
  header: { status: 403, code: difyErrors.header },
  unauthorized: { status: 403, code: difyErrors.unauthorized },
  knowledge: { status: 404, code: difyErrors.absent },
  invalid: { status: 400, code: 400 },
  absent: { status: 404, code: 404 },
  too_large: { status: 413, code: 413 },
  unsupported: { status: 415, code: 415 },
  unreadable: { status: 422, code: 422 },
  closing: { status: 503, code: 503 },
  unavailable: { status: 503, code: 503 },
  late: { status: 504, code: 504 },
  internal: { status: 500, code: 500 },
} as const;

/** A request that is not answered as it was meant. `message` is told to whoever asked: nothing in it is secret. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly kind: keyof typeof kinds,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get status(): number {
    return kinds[this.kind].status;
  }

  /** The answer's body, in Dify's form. */
  get told(): { error_code: number; error_msg: string } {
    return { error_code: kinds[this.kind].code, error_msg: this.message };
  }
}
