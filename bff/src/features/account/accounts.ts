import type { Config } from '../../config';
import type { Database } from '../../db/database';
import type { Logger } from '../../logger';
import { createWeChat } from '../../upstreams/wechat/wechat';
import { createContentCheck, type ContentCheck } from '../content/content-check';
import { createLinksRepository } from '../links/links.repository';
import { createLinksService, type LinksService } from '../links/links.service';
import { createAccountRepository } from './account.repository';
import { createAccountService, type AccountService } from './account.service';
import { createMoving, type MovingParts } from './moving';
import { createMovingRepository } from './moving.repository';

export interface AccountsParts extends Pick<MovingParts, 'tell' | 'touched'> {
  config: Pick<Config, 'wechat'>;
  database: Database;
  /** Signs sessions. */
  secret: Uint8Array;
  logger: Logger;
}

/** Who people are: sessions, links between their devices, and what WeChat thinks of what they write. */
export function createAccounts({ config, database, secret, logger, tell, touched }: AccountsParts): {
  account: AccountService;
  links: LinksService;
  /** Undefined where the deployment does without WeChat. */
  checkContent: ContentCheck | undefined;
} {
  const wechat = config.wechat && createWeChat(config.wechat, logger);
  const moveGuest = createMoving({ repository: createMovingRepository(database), tell, touched, logger });
  const account = createAccountService({ repository: createAccountRepository(database), secret, wechat, moveGuest });
  return {
    account,
    links: createLinksService({ repository: createLinksRepository(database), handTo: account.handTo }),
    checkContent:
      config.wechat &&
      wechat &&
      createContentCheck({ wechat, policy: config.wechat.checkFailure, openidOf: account.openidOf, logger }),
  };
}
