import { assumptions } from './commands/assumptions.js';
import { audits } from './commands/audits.js';
import { backup } from './commands/backup.js';
import { calibration } from './commands/calibration.js';
import { definitions } from './commands/definitions.js';
import { ingest } from './commands/ingest.js';
import { invite } from './commands/invite.js';
import { metrics } from './commands/metrics.js';
import { price } from './commands/price.js';
import { report } from './commands/report.js';
import { restore } from './commands/restore.js';
import { serve } from './commands/serve.js';
import { simulate } from './commands/simulate.js';
import { verdict } from './commands/verdict.js';

/** Every command: how it is called, what it does, and the doing. */
export const commands = {
	serve,
	ingest,
	metrics,
	calibration,
	definitions,
	assumptions,
	audits,
	price,
	verdict,
	report,
	simulate,
	backup,
	restore,
	invite
};
