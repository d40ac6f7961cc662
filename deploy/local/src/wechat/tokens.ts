import { randomBytes } from 'node:crypto';
import { WeChatFault } from './faults';

/** The app's access tokens. Asked again in its time, the same stable token is given, as WeChat does. */
export class AccessTokens {
  readonly #known = new Map<string, number>();
  #current: string | undefined;

  constructor(private readonly seconds: number) {}

  grant(): { access_token: string; expires_in: number } {
    const left = this.#current === undefined ? 0 : this.#left(this.#current);
    if (this.#current === undefined || left <= 0) {
      this.#current = `74_${randomBytes(48).toString('base64url')}`;
      this.#known.set(this.#current, Date.now() + this.seconds * 1000);
      return { access_token: this.#current, expires_in: this.seconds };
    }
    return { access_token: this.#current, expires_in: Math.ceil(left / 1000) };
  }

  /** Errors: WeChatFault for a token that is missing, unknown or over. */
  assertGood(token: string | null): void {
    if (token === null || token === '') throw new WeChatFault(41001);
    if (!this.#known.has(token)) throw new WeChatFault(40001);
    if (this.#left(token) <= 0) throw new WeChatFault(42001);
  }

  /** From now on no token is good that was granted before. */
  expire(): void {
    for (const token of this.#known.keys()) this.#known.set(token, 0);
  }

  get secrets(): string[] {
    return [...this.#known.keys()];
  }

  #left(token: string): number {
    return (this.#known.get(token) ?? 0) - Date.now();
  }
}
