/** Discrete Fourier transform in place, length a power of two (Cooley, Tukey 1965); inverse unscaled. */
export function fft(real: Float64Array, imaginary: Float64Array, inverse = false): void {
	const n = real.length;
	if ((n & (n - 1)) !== 0 || imaginary.length !== n)
		throw new RangeError(`a transform of ${n} and ${imaginary.length} values: not a power of two`);
	reorder(real, imaginary);
	const [cosines, sines] = unitRoots(n, inverse);
	for (let size = 2; size <= n; size *= 2) {
		const half = size / 2;
		const stride = n / size;
		for (let start = 0; start < n; start += size)
			for (let k = 0; k < half; k++) {
				const [low, high] = [start + k, start + k + half];
				const cosine = cosines[k * stride] ?? 0;
				const sine = sines[k * stride] ?? 0;
				const re = real[high] ?? 0;
				const im = imaginary[high] ?? 0;
				const turnedRe = re * cosine - im * sine;
				const turnedIm = re * sine + im * cosine;
				real[high] = (real[low] ?? 0) - turnedRe;
				imaginary[high] = (imaginary[low] ?? 0) - turnedIm;
				real[low] = (real[low] ?? 0) + turnedRe;
				imaginary[low] = (imaginary[low] ?? 0) + turnedIm;
			}
	}
}

function unitRoots(n: number, inverse: boolean): [Float64Array, Float64Array] {
	const angle = ((inverse ? 2 : -2) * Math.PI) / n;
	const cosines = new Float64Array(n / 2);
	const sines = new Float64Array(n / 2);
	for (let k = 0; k < n / 2; k++) {
		cosines[k] = Math.cos(angle * k);
		sines[k] = Math.sin(angle * k);
	}
	return [cosines, sines];
}

/** Puts values into bit-reversed order. */
function reorder(real: Float64Array, imaginary: Float64Array): void {
	const n = real.length;
	for (let i = 1, j = 0; i < n; i++) {
		let bit = n >> 1;
		for (; j & bit; bit >>= 1) j ^= bit;
		j ^= bit;
		if (i >= j) continue;
		[real[i], real[j]] = [real[j] ?? 0, real[i] ?? 0];
		[imaginary[i], imaginary[j]] = [imaginary[j] ?? 0, imaginary[i] ?? 0];
	}
}
