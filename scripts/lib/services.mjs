import { chromium } from './chromium.mjs';
import { installPackages } from './debian.mjs';
import { mariadb } from './mariadb.mjs';
import { redis } from './redis.mjs';
import { say, step } from './say.mjs';

/**
 * A program outside of npm that a suite needs.
 *
 * @typedef {object} Service
 * @property {string} name
 * @property {string} variable environment variable by which the suites get its address; used as it is where set
 * @property {string[]} packages of Debian
 * @property {() => boolean} isThere
 * @property {() => Promise<{ url: string, close: () => Promise<void> }>} start
 */

/** @type {Record<string, Service>} */
export const services = { mariadb, redis, chromium };

/**
 * Makes sure that the programs of some services are installed.
 *
 * @param {string[]} names keys of `services`
 * @returns {Promise<Map<string, string>>} for each service that cannot be had, why
 */
export async function provide(names) {
  const missing = names.filter((name) => !isProvided(name));
  if (missing.length === 0) return new Map();
  const failure = await installPackages(missing.flatMap((name) => services[name]?.packages ?? []));
  const still = missing.filter((name) => !isProvided(name));
  return new Map(still.map((name) => [name, failure ?? 'its packages are installed, yet it is not found']));
}

/** @param {string} name */
function isProvided(name) {
  const service = services[name];
  return service !== undefined && (Boolean(process.env[service.variable]) || service.isThere());
}

/** Starts services when a suite first needs them and stops them all at the end. */
export class Running {
  /** @type {Map<string, { url: string, close: () => Promise<void> }>} */
  #started = new Map();

  /**
   * @param {string[]} names keys of `services`
   * @returns {Promise<Record<string, string>>} the variables that tell a suite where they are
   * Throws where one does not start.
   */
  async env(names) {
    /** @type {Record<string, string>} */
    const env = {};
    for (const name of names) {
      const service = services[name];
      if (!service) throw new Error(`There is no service "${name}".`);
      env[service.variable] = process.env[service.variable] || (await this.#start(name, service)).url;
    }
    return env;
  }

  /**
   * @param {string} name
   * @param {Service} service
   */
  async #start(name, service) {
    const running = this.#started.get(name) ?? (await step(`Starting ${service.name}`, () => service.start()));
    this.#started.set(name, running);
    return running;
  }

  /** Stops everything; a service that resists is told of and does not keep the others running. */
  async close() {
    for (const [name, running] of this.#started) {
      await running.close().catch((error) => say(`  ${name} could not be stopped: ${error}`));
    }
    this.#started.clear();
  }
}
