import cors from 'cors';
import express, { json, Router, type Express, type RequestHandler } from 'express';
import type { Config } from '../config';
import { accountRoutes } from '../features/account/account.routes';
import type { AccountService } from '../features/account/account.service';
import { aboutRoutes, type AboutParts } from '../features/about/about.routes';
import { filesRoutes } from '../features/files/files.routes';
import type { Files } from '../features/files/files';
import { resumableRoutes } from '../features/files/resumable.routes';
import { formulasRoutes } from '../features/formulas/formulas.routes';
import type { FormulasService } from '../features/formulas/formulas';
import { handoffRoutes } from '../features/handoff/handoff.routes';
import type { HandoffService } from '../features/handoff/handoff.service';
import { knowledgeRoutes } from '../features/knowledge/knowledge.routes';
import type { KnowledgeService } from '../features/knowledge/knowledge.service';
import { linksRoutes } from '../features/links/links.routes';
import type { LinksService } from '../features/links/links.service';
import { messagesRoutes } from '../features/chat/messages/messages.routes';
import type { Suggestions } from '../features/chat/beside/suggestions';
import type { MessagesService } from '../features/chat/messages/messages.service';
import { reportsRoutes } from '../features/reports/reports.routes';
import type { ReportsService } from '../features/reports/reports.service';
import { rolesRoutes } from '../features/roles/roles.routes';
import type { RolesService } from '../features/roles/roles.service';
import { sharingPageRoutes } from '../features/sharing-page/sharing-page.routes';
import type { SharingPage } from '../features/sharing-page/sharing-page.service';
import { sharingRoutes } from '../features/sharing/sharing.routes';
import type { SharingService } from '../features/sharing/sharing.service';
import { topicsRoutes } from '../features/topics/topics.routes';
import { templatesRoutes } from '../features/templates/templates.routes';
import type { TemplatesService } from '../features/templates/templates.service';
import type { TopicsService } from '../features/topics/topics.service';
import type { Limit } from '../limits';
import type { Logger } from '../logger';
import { trusted } from './client-address';
import { createErrorTranslator, noSuchRoute } from './errors';
import { createGuard } from './guard';
import { healthRoutes, type Probe } from './health';
import { requestLog } from './request-log';
import { securityHeaders } from './security';
import { clientRoutes } from './static';

/** The largest JSON body taken, in bytes. */
const BODY_MAX_BYTES = 256 * 1024;

export interface HttpParts {
  account: AccountService;
  topics: TopicsService;
  messages: MessagesService;
  suggestions: Suggestions;
  roles: RolesService;
  templates: TemplatesService;
  links: LinksService;
  handoff: HandoffService;
  reports: ReportsService;
  formulas: FormulasService;
  files: Pick<Files, 'service' | 'direct' | 'resumable'>;
  sharing: SharingService;
  sharingPage: SharingPage;
  knowledge: KnowledgeService;
  /** What must answer for the process to be ready. */
  probes: Record<string, Probe>;
  /** True once the process takes nothing new. */
  isClosing(): boolean;
  admitAddress: Limit;
  config: Pick<Config, 'clientDir' | 'corsOrigins' | 'trustProxy' | 's3'> & AboutParts['config'];
  logger: Logger;
}

/** The Express application: health, the API, the built client. */
export function createHttpApp(parts: HttpParts): Express {
  const { config, logger } = parts;
  const app = express();
  app.disable('x-powered-by');
  if (config.trustProxy !== '') app.set('trust proxy', trusted(config.trustProxy));
  app.use(requestLog(logger));
  app.use(securityHeaders(config.s3));
  app.use(healthRoutes(parts.probes, parts.isClosing));
  app.use('/api', apiRoutes(parts));
  app.use(sharingPageRoutes(parts.sharingPage, parts.admitAddress));
  if (config.clientDir !== undefined) app.use(clientRoutes(config.clientDir));
  app.use(noSuchRoute);
  app.use(createErrorTranslator(logger));
  return app;
}

function apiRoutes(parts: HttpParts): Router {
  const { account, topics, messages, suggestions, roles, admitAddress, config } = parts;
  const guard = createGuard(account.authenticate);
  const admit: RequestHandler = async (req, _res, next) => {
    await admitAddress(req.ip ?? '');
    next();
  };
  const api = Router();
  if (config.corsOrigins.length > 0) api.use(cors({ origin: config.corsOrigins }));
  api.use(admit, json({ limit: BODY_MAX_BYTES }));
  api.use(aboutRoutes({ config, knowledge: parts.knowledge }));
  api.use(accountRoutes(account, guard));
  api.use(topicsRoutes(topics, guard));
  api.use(messagesRoutes(messages, suggestions, guard));
  api.use(rolesRoutes(roles, guard));
  api.use(templatesRoutes(parts.templates, guard));
  api.use(filesRoutes(parts.files.service, parts.files.direct, guard));
  api.use(resumableRoutes(parts.files.resumable, parts.files.service, guard));
  api.use(sharingRoutes(parts.sharing, guard, account.authenticate));
  api.use(knowledgeRoutes(parts.knowledge, guard));
  api.use(linksRoutes(parts.links, guard));
  api.use(handoffRoutes(parts.handoff, guard));
  api.use(reportsRoutes(parts.reports, account.authenticate));
  api.use(formulasRoutes(parts.formulas, account.authenticate));
  return api;
}
