import express, { type Express } from 'express';
import type { Answers } from '../answers/answers';
import type { Contents } from '../ingestion/contents';
import type { Documents } from '../ingestion/documents';
import type { Logger } from '../logger';
import type { Retriever } from '../pipeline/retrieve';
import { Refusal } from '../refusal';
import { aboutRoutes, healthRoutes, type AboutParts } from './about.routes';
import { answersRoutes } from './answers.routes';
import { documentsRoutes } from './documents.routes';
import { createErrorTranslator, noSuchRoute } from './errors';
import { createGuard } from './guard';
import { requestLog } from './request-log';
import { retrieveRoutes } from './retrieve.routes';
import { triplesRoutes } from './triples.routes';

export interface HttpParts extends AboutParts {
  retriever: Retriever;
  documents: Documents;
  contents: Contents;
  answers: Answers;
  apiKey: string;
  logger: Logger;
}

/** The routes of the service. Health alone needs no key. */
export function createHttpApp(parts: HttpParts): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(requestLog(parts.logger));
  app.use(healthRoutes(parts));
  app.use((_req, _res, next) => {
    if (parts.isClosing()) throw new Refusal('closing', 'the service is closing');
    next();
  });
  app.use(createGuard(parts.apiKey));
  app.use(aboutRoutes(parts));
  app.use(retrieveRoutes(parts.retriever));
  app.use(documentsRoutes(parts.documents, parts.contents));
  app.use(triplesRoutes(parts.documents, parts.contents));
  app.use(answersRoutes(parts.answers));
  app.use(noSuchRoute);
  app.use(createErrorTranslator(parts.logger));
  return app;
}
