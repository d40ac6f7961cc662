/** What processes of one deployment tell each other. Best effort: whoever is not there does not hear it later. */
export interface Bus {
  /** Tells everybody who listens to `channel`, here at once. `message` is anything JSON carries. Never throws. */
  publish(channel: string, message: unknown): void;
  /** The function returned ends it. */
  subscribe(channel: string, on: (message: unknown) => void): () => void;
}

type Listener = (message: unknown) => void;

/** The bus of one process: the listeners of each channel. */
export function createLocalBus(): Bus {
  const channels = new Map<string, Set<Listener>>();
  return {
    publish: (channel, message) => {
      for (const listener of [...(channels.get(channel) ?? [])]) listener(message);
    },
    subscribe: (channel, on) => {
      const listeners = channels.get(channel) ?? new Set();
      channels.set(channel, listeners.add(on));
      return () => {
        if (listeners.delete(on) && listeners.size === 0) channels.delete(channel);
      };
    },
  };
}
