export { api } from './api';
export { NOBODY, setCredentials, type Credentials } from './credentials';
export { download, downloadPicture, fetchToDevice, sharedPicture } from './download';
export { toFailure, WireFailure, type FailureCode } from './failure';
export type { ConnectionStatus } from './keeper';
export type { Connection } from './socket';
export { upload, type FileToSend, type Upload } from './upload';
