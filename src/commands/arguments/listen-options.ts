import type { Command } from 'commander';
import { UserError } from '../../model/errors.js';
import type { ServiceOptions } from '../../service/service.js';
import { printable } from '../../terminal/printable.js';

/** Where a command listens. */
export type ListenOptions = Pick<ServiceOptions, 'port' | 'host'>;

/** @param usual the port unless given; 0 takes any that is free */
export function addListenOptions(command: Command, usual: number): void {
  command
    .option('--port <port>', 'where to listen; 0 takes any that is free', port('--port'), usual)
    .option('--host <address>', 'the address to listen at', '127.0.0.1');
}

/** Reads the value of an option that names a port. */
export const port =
  (option: string) =>
  (text: string): number => {
    const number = Number(text);
    if (!/^\d+$/.test(text) || number > 65_535)
      throw new UserError(`${option}: expected a number from 0 to 65535, received "${printable(text)}"`, 2);
    return number;
  };
