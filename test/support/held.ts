import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
export const collectGarbage: () => void = runInNewContext('gc');

/** Bytes that what `make` returns holds, once all else is collected: in V8's heap and outside it. */
export function bytesHeldBy<T>(make: () => T): { readonly bytes: number; readonly made: T } {
  const held = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const made = make();
  return { bytes: held() - before, made };
}
