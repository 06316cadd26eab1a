import { filtersOf, paramsOf, type Filters } from '../../filters.ts';
import { rhythmWords, type Rhythm } from '../../reports/schedule-periods.ts';
import { accountName } from '../account-name.ts';
import { recordChange } from '../change-log/record-change.ts';
import { sql } from '../warehouse/sql.ts';
import type { Change, Reader, Warehouse } from '../warehouse/warehouse.ts';

/** A report that is written to a folder by the calendar. */
export interface ReportSchedule {
	id: number;
	every: Rhythm;
	formats: string[];
	filters: Filters;
	stated_by: string | null;
	stated_at: string;
	is_paused: boolean;
	/** What became of the last week or month; null before the first. */
	last: ReportDrop | null;
}

/** What became of one week or month. */
export interface ReportDrop {
	/** Its first day. */
	period: string;
	outcome: 'written' | 'unchanged' | 'empty' | 'failed';
	report_id: number | null;
	/** One sentence. */
	told: string;
	at: string;
}

interface Row extends Omit<ReportSchedule, 'formats' | 'filters' | 'last'> {
	formats: string;
	filters: string;
	period: string | null;
	outcome: ReportDrop['outcome'];
	report_id: number | null;
	told: string;
	at: string;
}

/** Every schedule, the oldest first. */
export async function reportSchedules(reader: Reader): Promise<ReportSchedule[]> {
	const rows = await reader.query<Row>(sql`
		select s.schedule_id as id, s.every, s.formats, s.filters, s.stated_by,
			strftime(s.stated_at, '%Y-%m-%dT%H:%M:%SZ') as stated_at, s.is_paused,
			d.period, d.outcome, d.report_id, d.told,
			strftime(d.dropped_at, '%Y-%m-%dT%H:%M:%SZ') as at
		from report_schedules as s
		left join (
			select * from report_drops
			qualify row_number() over (partition by schedule_id order by drop_id desc) = 1
		) as d using (schedule_id)
		order by s.schedule_id`);
	return rows.map(({ formats, filters, period, outcome, report_id, told, at, ...row }) => ({
		...row,
		formats: formats.split(','),
		filters: filtersOf(new URLSearchParams(filters)),
		last: period === null ? null : { period, outcome, report_id, told, at }
	}));
}

/** Makes a schedule; its id. */
export const makeSchedule = (
	warehouse: Warehouse,
	{ every, formats, filters }: Pick<ReportSchedule, 'every' | 'formats' | 'filters'>
): Promise<number> =>
	warehouse.change(async (change) => {
		const [made] = await change.query<{ id: number }>(sql`
			insert into report_schedules values (
				nextval('report_schedule_ids'), ${every}, ${formats.join()}, ${paramsOf(filters).toString()},
				${accountName()}::varchar, now()::timestamp, false)
			returning schedule_id as id`);
		const id = made?.id ?? 0;
		await logged(change, 'made', id, `${rhythmWords[every]}: ${formats.join(', ')}`);
		return id;
	});

/** Pauses a schedule or lets it go on; false where there is none. */
export const pauseSchedule = (
	warehouse: Warehouse,
	id: number,
	isPaused: boolean
): Promise<boolean> =>
	warehouse.change(async (change) => {
		const found = await change.query(sql`
			update report_schedules set is_paused = ${isPaused} where schedule_id = ${id}::integer
			returning schedule_id`);
		if (found.length > 0) await logged(change, isPaused ? 'paused' : 'resumed', id);
		return found.length > 0;
	});

/** Deletes a schedule; what it has written stays. False where there is none. */
export const deleteSchedule = (warehouse: Warehouse, id: number): Promise<boolean> =>
	warehouse.change(async (change) => {
		const found = await change.query(sql`
			delete from report_schedules where schedule_id = ${id}::integer returning schedule_id`);
		await change.run(sql`delete from report_drops where schedule_id = ${id}::integer`);
		if (found.length > 0) await logged(change, 'deleted', id);
		return found.length > 0;
	});

/** Whether a schedule has written the files of a report. */
export async function hasWritten(reader: Reader, id: number, reportId: number): Promise<boolean> {
	const rows = await reader.query(sql`
		select 1 as one from report_drops where schedule_id = ${id}::integer
			and report_id = ${reportId}::integer and outcome = 'written'`);
	return rows.length > 0;
}

/** Notes what became of a week or month. */
export const recordDrop = (
	warehouse: Warehouse,
	id: number,
	{ period, outcome, report_id, told }: Omit<ReportDrop, 'at'>
): Promise<void> =>
	warehouse.record(sql`insert into report_drops values (
		nextval('report_drop_ids'), ${id}::integer, ${period}, ${outcome}, ${report_id}::integer,
		${told}, now()::timestamp)`);

const logged = (change: Change, what: string, id: number, became: string | null = null) =>
	recordChange(change, { kind: 'report', what, object: `report schedule ${id}`, became });
