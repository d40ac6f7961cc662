// Loaded into each child by --import. The channel to the parent closes however the parent ends, also where it was
// killed and could tell nobody, so that no server is left behind.
if (process.channel) {
  process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
  process.channel.unref();
}
