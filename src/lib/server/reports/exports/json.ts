import type { ReportExport } from '../report-export.ts';

/** The frozen document, byte for byte: its SHA-256 is the hash that the report shows. */
export const jsonExport: ReportExport = {
	format: 'json',
	label: 'JSON',
	holds: 'the frozen document, byte for byte: its SHA-256 is the hash of the report',
	type: 'application/json',
	make: ({ text }) => Promise.resolve(text)
};
