#!/usr/bin/env node
import { createLoader } from './loader.js';
import { setOurFlags, underFirstFlags } from './v8-flags.js';

setOurFlags();
const load = createLoader(import.meta.dirname, { around: underFirstFlags });
const { main } = load('./program.js') as typeof import('./program.js');
void main(process.argv.slice(2));
