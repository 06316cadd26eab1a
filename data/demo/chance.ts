import { base, en, Faker, generateMersenne53Randomizer, type Randomizer } from '@faker-js/faker';

/** One seeded stream of random draws; a stream of its own per task keeps tasks independent. */
export class Chance {
	#randomizer: Randomizer;
	#faker: Faker | null = null;

	constructor(seed: number, stream: string) {
		this.#randomizer = generateMersenne53Randomizer();
		this.#randomizer.seed([seed, ...Array.from(stream, (letter) => letter.charCodeAt(0))]);
	}

	/** Names and addresses from the same stream. */
	get faker(): Faker {
		return (this.#faker ??= new Faker({ locale: [en, base], randomizer: this.#randomizer }));
	}

	/** A uniform in [0, 1). */
	uniform(): number {
		return this.#randomizer.next();
	}

	/** True with a probability. */
	happens(probability: number): boolean {
		return this.uniform() < probability;
	}

	/** A uniform between two ends. */
	between(low: number, high: number): number {
		return low + (high - low) * this.uniform();
	}

	/** A whole number, both ends included. */
	whole(low: number, high: number): number {
		return low + Math.floor(this.uniform() * (high - low + 1));
	}

	pick<T>(items: readonly T[]): T {
		return items[Math.floor(this.uniform() * items.length)] as T;
	}

	/** One of the items, each with its share of the sum of shares. */
	weighted<T extends { share: number }>(items: readonly T[]): T {
		const total = items.reduce((sum, item) => sum + item.share, 0);
		let left = this.uniform() * total;
		for (const item of items) if ((left -= item.share) < 0) return item;
		return items.at(-1) as T;
	}

	/** A standard normal (Box, Muller 1958). */
	normal(): number {
		return Math.sqrt(-2 * Math.log(1 - this.uniform())) * Math.cos(2 * Math.PI * this.uniform());
	}

	/** A lognormal with a mean and the standard deviation of its logarithm. */
	lognormal(mean: number, sigma: number): number {
		return mean * Math.exp(sigma * this.normal() - (sigma * sigma) / 2);
	}

	/** Lower-case hexadecimal digits. */
	hex(digits: number): string {
		let text = '';
		while (text.length < digits) {
			text += Math.floor(this.uniform() * 2 ** 32)
				.toString(16)
				.padStart(8, '0');
		}
		return text.slice(0, digits);
	}
}
