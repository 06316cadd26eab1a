/**
 * A trace or span id in any dress seen (hex of either case, base64, UUID, bytes, a Buffer that went
 * through JSON) as lower-case hex; '' = absent or all zeros, null = not an id.
 */
export function hexId(value: unknown, bytes: 8 | 16): string | null {
	if (value === null || value === undefined) return '';
	const hex = typeof value === 'string' ? fromText(value.trim(), bytes) : fromBytes(value, bytes);
	return hex !== null && /^0+$/.test(hex) ? '' : hex;
}

function fromText(text: string, bytes: 8 | 16): string | null {
	const bare = text.replace(/^0x/i, '').toLowerCase();
	if (bare === '') return '';
	if (/^[0-9a-f]+$/.test(bare)) {
		if (bare.length === 2 * bytes) return bare;
		// 64-bit trace ids (Zipkin, Datadog) are the low half of a 128-bit one.
		return bytes === 16 && bare.length === 16 ? bare.padStart(32, '0') : null;
	}
	if (bytes === 16 && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(bare)) {
		return bare.replaceAll('-', '');
	}
	const isBase64 = bytes === 16 ? /^[\w+/-]{22}==$/ : /^[\w+/-]{11}=$/;
	return isBase64.test(text) ? fromBase64(text) : null;
}

const fromBase64 = (text: string): string =>
	Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (byte) =>
		byte.charCodeAt(0).toString(16).padStart(2, '0')
	).join('');

function fromBytes(value: unknown, bytes: number): string | null {
	const list = Array.isArray(value) ? value : (value as { data?: unknown }).data;
	if (!Array.isArray(list) || list.length !== bytes) return null;
	const isByte = (byte: unknown) =>
		Number.isInteger(byte) && Number(byte) >= 0 && Number(byte) < 256;
	if (!list.every(isByte)) return null;
	return list.map((byte: number) => byte.toString(16).padStart(2, '0')).join('');
}
