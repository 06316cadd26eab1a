#!/usr/bin/env node
// `npm run hard NAME`: checks that take over a minute; `npm test` runs the same code at 1/100.
import { runNamed } from '../run-named.js';

runNamed(import.meta.dirname, '.hard.ts');
