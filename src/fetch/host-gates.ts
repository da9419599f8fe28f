import { type Semaphore, semaphore } from './semaphore.js';

/** At most so many requests a host at once, wherever redirects lead. */
export interface HostGates {
  /** Resolves with the function that leaves again. */
  enter(host: string, signal: AbortSignal): Promise<() => void>;
}

export function hostGates(perHost: number): HostGates {
  const gates = new Map<string, { readonly places: Semaphore; users: number }>();
  return {
    async enter(host, signal) {
      const gate = gates.get(host) ?? { places: semaphore(perHost), users: 0 };
      gates.set(host, gate);
      gate.users += 1;
      const forget = (): void => {
        gate.users -= 1;
        if (gate.users === 0) gates.delete(host);
      };
      try {
        const leave = await gate.places.enter(signal);
        return () => {
          leave();
          forget();
        };
      } catch (error) {
        forget();
        throw error;
      }
    },
  };
}
