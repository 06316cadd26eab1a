/** A request's body as text, or null when it is larger than `limit` bytes. */
export async function limitedText(request: Request, limit: number): Promise<string | null> {
	if (!request.body) return '';
	const decoder = new TextDecoder();
	let text = '';
	let bytes = 0;
	for await (const chunk of request.body as unknown as AsyncIterable<Uint8Array>) {
		bytes += chunk.length;
		if (bytes > limit) return null;
		text += decoder.decode(chunk, { stream: true });
	}
	return text + decoder.decode();
}
