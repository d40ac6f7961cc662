// A module of ours in between: named after the package, the built file's name would begin with a dot, which servers hide.
export { Upload } from 'tus-js-client';
