#!/usr/bin/env node
// `npm run bench [NAME]`: speed as ratios to something measured in the same run, in alternation.
import { runNamed } from '../run-named.js';

runNamed(import.meta.dirname, '.bench.ts');
