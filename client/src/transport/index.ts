import { apiOrigin } from '@/config';
import { createConnection } from './socket';

export { api } from './api';
export { setCredentials, type Credentials } from './credentials';
export { download, downloadPicture, fetchToDevice } from './download';
export { toFailure, WireFailure, type FailureCode } from './failure';
export type { ConnectionStatus } from './keeper';
export type { Connection } from './socket';
export { upload, type FileToSend, type Upload } from './upload';

/** The application's one connection. */
export const connection = createConnection(apiOrigin);
