/** Loaded into a server before its own program: how long its event loop was held up, written to LOOP_FILE at SIGUSR2. */
import { writeFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const delay = monitorEventLoopDelay({ resolution: 2 });
delay.enable();
process.on('SIGUSR2', () => {
  const ms = (/** @type {number} */ ns) => ns / 1e6;
  const told = { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) };
  writeFileSync(process.env.LOOP_FILE ?? 'loop.json', JSON.stringify(told));
  delay.reset();
});
