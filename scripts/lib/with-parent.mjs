import { Worker } from 'node:worker_threads';

// Loaded into each child by --import. The channel to the parent closes however the parent ends, also where it was
// killed and could tell nobody, so that no server is left behind.
const GRACE_MS = 8_000;

/** A thread of its own ends the process by force: with its parent its log is gone, and writing to it may never end. */
function endByForceLater() {
  const source = `setTimeout(() => process.kill(${process.pid}, 'SIGKILL'), ${GRACE_MS})`;
  new Worker(source, { eval: true, execArgv: [] }).unref();
}

if (process.channel) {
  process.once('disconnect', () => {
    endByForceLater();
    process.kill(process.pid, 'SIGTERM');
  });
  process.channel.unref();
}
