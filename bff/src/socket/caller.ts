import type { SharedEvent, User } from '@huati/shared';
import type { Delivery } from '../features/chat/delivery';

/** One connection, as those who answer its calls know it. */
export interface Caller {
  /** Undefined: somebody without a session, who can but watch shares. */
  user: User | undefined;
  delivery: Delivery;
  /** Sends what becomes of a share that it watches. */
  tell(event: SharedEvent): void;
  /** `run` is called once the connection is gone. */
  onGone(run: () => void): void;
}
