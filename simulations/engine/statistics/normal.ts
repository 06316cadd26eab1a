/** P(Z <= x) of the standard normal. */
export function normalCdf(x: number): number {
	return 0.5 * complementaryError(-x / Math.SQRT2);
}

/** Density of the standard normal. */
export function normalDensity(x: number): number {
	return Math.exp(-0.5 * x * x) * 0.3989422804014327;
}

/** The x with P(Z <= x) = p; -Infinity at 0, Infinity at 1 (Wichura 1988, AS 241, PPND16). */
export function normalQuantile(p: number): number {
	const centred = p - 0.5;
	if (Math.abs(centred) <= 0.425) {
		const r = 0.180625 - centred * centred;
		return (centred * horner(CENTRE_TOP, r)) / horner(CENTRE_BOTTOM, r);
	}
	const tail = centred < 0 ? p : 1 - p;
	if (!(tail > 0)) return tail === 0 ? (centred < 0 ? -Infinity : Infinity) : NaN;
	const root = Math.sqrt(-Math.log(tail));
	const x =
		root <= 5
			? horner(MIDDLE_TOP, root - 1.6) / horner(MIDDLE_BOTTOM, root - 1.6)
			: horner(FAR_TOP, root - 5) / horner(FAR_BOTTOM, root - 5);
	return centred < 0 ? -x : x;
}

/** 1 - erf(x), accurate in relative terms in both tails (Cody 1969). */
function complementaryError(x: number): number {
	const size = Math.abs(x);
	if (size <= 0.46875) return 1 - (x * horner(ERF_TOP, x * x)) / horner(ERF_BOTTOM, x * x);
	let tail = 0;
	if (size <= 4) tail = (expMinusSquare(size) * horner(MID_TOP, size)) / horner(MID_BOTTOM, size);
	else if (size < 38) {
		const y = 1 / (size * size);
		const ratio = (y * horner(TAIL_TOP, y)) / horner(TAIL_BOTTOM, y);
		tail = (expMinusSquare(size) * (0.5641895835477563 - ratio)) / size;
	}
	return x < 0 ? 2 - tail : tail;
}

/** exp(-x^2) without the rounding of x^2: the square of a short x is exact. */
function expMinusSquare(x: number): number {
	const short = Math.trunc(x * 16) / 16;
	return Math.exp(-short * short) * Math.exp(-(x - short) * (x + short));
}

function horner(coefficients: Float64Array, x: number): number {
	let value = 0;
	for (let i = coefficients.length - 1; i >= 0; i--) value = value * x + (coefficients[i] ?? 0);
	return value;
}

const CENTRE_TOP = Float64Array.of(
	3.3871328727963665,
	133.14166789178438,
	1971.5909503065513,
	13731.69376550946,
	45921.95393154987,
	67265.7709270087,
	33430.57558358813,
	2509.0809287301227
);
const CENTRE_BOTTOM = Float64Array.of(
	1,
	42.31333070160091,
	687.1870074920579,
	5394.196021424751,
	21213.794301586597,
	39307.89580009271,
	28729.085735721943,
	5226.495278852854
);
const MIDDLE_TOP = Float64Array.of(
	1.4234371107496835,
	4.630337846156546,
	5.769497221460691,
	3.6478483247632045,
	1.2704582524523684,
	0.2417807251774506,
	0.022723844989269184,
	0.0007745450142783414
);
const MIDDLE_BOTTOM = Float64Array.of(
	1,
	2.053191626637759,
	1.6763848301838038,
	0.6897673349851,
	0.14810397642748008,
	0.015198666563616457,
	0.0005475938084995345,
	1.0507500716444169e-9
);
const FAR_TOP = Float64Array.of(
	6.657904643501103,
	5.463784911164114,
	1.7848265399172913,
	0.29656057182850487,
	0.026532189526576124,
	0.0012426609473880784,
	2.7115555687434876e-5,
	2.0103343992922881e-7
);
const FAR_BOTTOM = Float64Array.of(
	1,
	0.599832206555888,
	0.1369298809227358,
	0.014875361290850615,
	0.0007868691311456133,
	1.8463183175100548e-5,
	1.421511758316446e-7,
	2.0442631033899397e-15
);
const ERF_TOP = Float64Array.of(
	3209.3775891384694,
	377.485237685302,
	113.86415415105016,
	3.1611237438705655,
	0.18577770618460315
);
const ERF_BOTTOM = Float64Array.of(
	2844.236833439171,
	1282.6165260773723,
	244.02463793444417,
	23.601290952344122,
	1
);
const MID_TOP = Float64Array.of(
	1230.3393547979972,
	2051.0783778260716,
	1712.0476126340707,
	881.952221241769,
	298.6351381974001,
	66.11919063714163,
	8.883149794388377,
	0.5641884969886701,
	2.1531153547440383e-8
);
const MID_BOTTOM = Float64Array.of(
	1230.3393548037495,
	3439.3676741437216,
	4362.619090143247,
	3290.7992357334597,
	1621.3895745666903,
	537.1811018620099,
	117.6939508913125,
	15.744926110709835,
	1
);
const TAIL_TOP = Float64Array.of(
	0.0006587491615298378,
	0.016083785148742275,
	0.12578172611122926,
	0.36034489994980445,
	0.30532663496123236,
	0.016315387137302097
);
const TAIL_BOTTOM = Float64Array.of(
	0.0023352049762686918,
	0.06051834131244132,
	0.5279051029514285,
	1.8729528499234673,
	2.568520192289822,
	1
);
