import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the repository. */
export const root = fileURLToPath(new URL('../../', import.meta.url)).replace(/[\\/]$/, '');

/** @param {...string} parts below the repository's folder */
export const at = (...parts) => join(root, ...parts);

/** The workspaces, as folders below the root. */
export const WORKSPACES = ['shared', 'ranking', 'extraction', 'graphrag', 'bff', 'client', 'deploy/local'];
