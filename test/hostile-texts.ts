import corpus from './fixtures/hostile-texts.json' with { type: 'json' };

/** Texts that mean harm somewhere: in a page, a spreadsheet, a template, a terminal, a file name. */
export const hostileTexts: readonly string[] = [
	...corpus.markup,
	...corpus.templates,
	...corpus.formulas,
	...corpus.odd,
	'\ud800half a character',
	'x'.repeat(10_000),
	`${'long words '.repeat(900)}<script>window.hacked=1</script>`
];

/** Texts that would mean something in a statement. */
export const hostileSql: readonly string[] = corpus.sql;
