/** Times of coming events, the earliest first: a binary heap of numbers. */
export class EventHeap {
	#times: number[] = [];

	/** The earliest time; Infinity when nothing is to come. */
	peek(): number {
		return this.#times[0] ?? Infinity;
	}

	push(time: number): void {
		const times = this.#times;
		let place = times.length;
		times.push(time);
		while (place > 0) {
			const parent = (place - 1) >> 1;
			if ((times[parent] ?? 0) <= time) break;
			times[place] = times[parent] ?? 0;
			place = parent;
		}
		times[place] = time;
	}

	/** Takes the earliest time out; Infinity when nothing is to come. */
	pop(): number {
		const times = this.#times;
		const first = times[0] ?? Infinity;
		const last = times.pop();
		if (last === undefined || times.length === 0) return first;
		let place = 0;
		for (;;) {
			let child = 2 * place + 1;
			if (child >= times.length) break;
			if ((times[child + 1] ?? Infinity) < (times[child] ?? Infinity)) child++;
			if ((times[child] ?? Infinity) >= last) break;
			times[place] = times[child] ?? 0;
			place = child;
		}
		times[place] = last;
		return first;
	}
}
