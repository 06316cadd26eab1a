/** A JSON value of a file, or why there is none; `at` is its line or JSON path. */
export type Piece = { at: string; value: unknown } | { at: string; reason: string };

export const MALFORMED = 'malformed JSON';
/** Of a document that is one JSON value, and is none. */
export const BROKEN = 'malformed JSON: it is damaged or ends too early, export it again';
