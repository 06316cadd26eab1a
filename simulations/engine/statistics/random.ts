/** Smallest uniform handed to an inverse CDF, so that no quantile is asked for at exactly 0. */
export const SMALLEST_UNIFORM = 2 ** -54;

/** Trials per chunk: a stream is named by seed, variable and chunk, so chunks may run in any order. */
export const CHUNK_TRIALS = 4096;

/**
 * xoshiro128** (Blackman, Vigna 2018): 32-bit words and 53-bit uniforms from a 4-word state;
 * an all-zero state, from which it could never leave, is replaced by (1, 0, 0, 0).
 */
export class Stream {
	#a: number;
	#b: number;
	#c: number;
	#d: number;

	constructor(state: readonly [number, number, number, number]) {
		this.#a = state[0] | 0;
		this.#b = state[1] | 0;
		this.#c = state[2] | 0;
		this.#d = state[3] | 0;
		if ((this.#a | this.#b | this.#c | this.#d) === 0) this.#a = 1;
	}

	/** The next word, 0 to 2^32 - 1. */
	nextWord(): number {
		const product = Math.imul(this.#b, 5);
		const word = Math.imul((product << 7) | (product >>> 25), 9);
		const shifted = this.#b << 9;
		this.#c ^= this.#a;
		this.#d ^= this.#b;
		this.#b ^= this.#c;
		this.#a ^= this.#d;
		this.#c ^= shifted;
		this.#d = (this.#d << 11) | (this.#d >>> 21);
		return word >>> 0;
	}

	/** The next uniforms into `out`, from a place in it to its end. */
	fill(out: Float64Array, from = 0): void {
		let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
		for (let i = from; i < out.length; i++) {
			let product = Math.imul(b, 5);
			const high = Math.imul((product << 7) | (product >>> 25), 9) >>> 5;
			let shifted = b << 9;
			c ^= a;
			d ^= b;
			b ^= c;
			a ^= d;
			c ^= shifted;
			d = (d << 11) | (d >>> 21);
			product = Math.imul(b, 5);
			const low = Math.imul((product << 7) | (product >>> 25), 9) >>> 6;
			shifted = b << 9;
			c ^= a;
			d ^= b;
			b ^= c;
			a ^= d;
			c ^= shifted;
			d = (d << 11) | (d >>> 21);
			out[i] = (high * 67108864 + low) / 9007199254740992;
		}
		[this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
	}

	/** The next words into `out`, from a place in it to its end. */
	fillWords(out: Uint32Array, from = 0): void {
		let [a, b, c, d] = [this.#a, this.#b, this.#c, this.#d];
		for (let i = from; i < out.length; i++) {
			const product = Math.imul(b, 5);
			out[i] = Math.imul((product << 7) | (product >>> 25), 9);
			const shifted = b << 9;
			c ^= a;
			d ^= b;
			b ^= c;
			a ^= d;
			c ^= shifted;
			d = (d << 11) | (d >>> 21);
		}
		[this.#a, this.#b, this.#c, this.#d] = [a, b, c, d];
	}

	/** The next uniform in [0, 1), 53 bits from two words. */
	nextUniform(): number {
		const high = this.nextWord() >>> 5;
		const low = this.nextWord() >>> 6;
		return (high * 67108864 + low) / 9007199254740992;
	}
}

/** The words of a stream through a buffer: the same values as asking one by one, but faster. */
export class WordBuffer {
	readonly values = new Uint32Array(2048);
	#stream: Stream;
	#at = 2048;

	constructor(stream: Stream) {
		this.#stream = stream;
	}

	/** Where the next `count` values (at most 2,048) stand in `values`; they count as taken. */
	take(count: number): number {
		if (this.#at + count > this.values.length) {
			// What is left moves to the front, so that no value is skipped.
			this.values.copyWithin(0, this.#at);
			this.#stream.fillWords(this.values, this.values.length - this.#at);
			this.#at = 0;
		}
		const start = this.#at;
		this.#at += count;
		return start;
	}
}

/** The stream of one variable in one chunk of trials: same seed, same bits, whoever draws them. */
export function streamOf(seed: number | string, variable: string, chunk: number): Stream {
	return new Stream(splitmix32State(fnv1a32(`${seed}|${variable}|${chunk}`)));
}

/** FNV-1a, 32 bits, of the UTF-8 bytes of a text. */
export function fnv1a32(text: string): number {
	let hash = 0x811c9dc5;
	for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
	return hash >>> 0;
}

/** Four splitmix32 words as a generator's first state. */
export function splitmix32State(seed: number): [number, number, number, number] {
	let counter = seed | 0;
	const next = () => {
		counter = (counter + 0x9e3779b9) | 0;
		let word = counter ^ (counter >>> 16);
		word = Math.imul(word, 0x21f0aaad);
		word ^= word >>> 15;
		word = Math.imul(word, 0x735a2d97);
		return (word ^ (word >>> 15)) >>> 0;
	};
	return [next(), next(), next(), next()];
}
