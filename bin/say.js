/** A line for a person, or the same as an entry of the log (`serve --log json`). */
export function say(event, fields, sentence) {
	if (process.env.BREAKEVEN_LOG !== 'json') console.log(sentence);
	else console.log(JSON.stringify({ time: new Date().toISOString(), event, ...fields }));
}
