/** A piece of a stored text: who said it, where that is told, and the words. */
export interface Turn {
	who: string | null;
	text: string;
}

/**
 * A stored text as people read it: messages of a conversation one by one with who said each, other
 * JSON indented, anything else as it is.
 */
export function turnsOf(stored: string): Turn[] {
	const json = parsed(stored);
	if (json === undefined || typeof json !== 'object' || json === null)
		return [{ who: null, text: typeof json === 'string' ? json : stored }];
	const list = listOf(json);
	const turns = list?.map(turnOf);
	return turns?.length && turns.every((turn) => turn !== null)
		? turns
		: [{ who: null, text: JSON.stringify(json, null, 2) }];
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

/** Messages stand alone or under `messages`, as LangChain and OpenAI write them. */
function listOf(json: object): unknown[] | null {
	if (Array.isArray(json)) return json;
	if ('messages' in json && Array.isArray(json.messages)) return json.messages;
	return 'role' in json ? [json] : null;
}

function turnOf(message: unknown): Turn | null {
	if (typeof message !== 'object' || message === null) return null;
	const { role, content, parts } = message as Record<string, unknown>;
	const said = content ?? parts;
	if (typeof role !== 'string' || said === undefined) return null;
	const pieces = Array.isArray(said) ? said.map(pieceOf) : [pieceOf(said)];
	return { who: role, text: pieces.join('\n') };
}

/** Text of a part: its own, or the whole of what is no text (a call of a tool). */
function pieceOf(part: unknown): string {
	if (typeof part === 'string') return part;
	if (typeof part === 'object' && part !== null) {
		const { text, content } = part as Record<string, unknown>;
		if (typeof text === 'string') return text;
		if (typeof content === 'string') return content;
	}
	return JSON.stringify(part);
}
