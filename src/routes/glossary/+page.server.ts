import type { PageServerLoad } from './$types';
import { entryGroups } from './entries.ts';

/** All that can be looked up; the search is the page's own, `q` in the address opens with it. */
export const load: PageServerLoad = () => ({ groups: entryGroups() });
