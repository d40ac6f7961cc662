import helmet from 'helmet';
import type { RequestHandler } from 'express';
import type { Config } from '../config';
import { s3OriginOf } from '../features/files/s3-client';

/**
 * Security headers. The product must also work on plain HTTP in a local network, where phones try it first: nothing
 * here forces HTTPS, and headers that browsers only honour, or complain of, there are left out; a proxy that ends TLS adds HSTS.
 * Where files are kept in S3, browsers send large ones straight there.
 */
export function securityHeaders(s3: Config['s3']): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        baseUri: ["'none'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'self'"],
        formAction: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        // Diagrams are drawn in a frame of their own.
        frameSrc: ["'self'"],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        connectSrc: ["'self'", 'ws:', 'wss:', ...(s3 ? [s3OriginOf(s3)] : [])],
      },
    },
    strictTransportSecurity: false,
    crossOriginOpenerPolicy: false,
    originAgentCluster: false,
  });
}
