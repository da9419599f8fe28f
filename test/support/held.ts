import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Bytes that what `make` returns holds, once all else is collected: in V8's heap and outside it. */
export function bytesHeldBy<T>(make: () => T): { readonly bytes: number; readonly made: T } {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  const held = (): number => {
    collectGarbage();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  };
  const before = held();
  const made = make();
  return { bytes: held() - before, made };
}
