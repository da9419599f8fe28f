/** For the `default` of an exhaustive switch: the compiler proves that it is never reached. */
export function unreachable(value: never): never {
  throw new TypeError(`unexpected case: ${JSON.stringify(value)}`);
}
