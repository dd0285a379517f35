/**
 * The time that signed documents get (spec TL-1). One document that is dated ahead makes devices take their own clocks for
 * wrong, so two clocks have to agree: this portal's and its database's. Where they do not, the earlier counts.
 */
import "server-only";
import { CLOCK_TOLERANCE } from "@/lib/shared/clock-tolerance";
import { isoUtc } from "@/lib/shared/instant";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Log } from "../settings/log";

export type SigningClock = {
	/** As the two clocks stood at the last comparison: once a minute, and with every list. */
	readonly now: () => NumericDate;
	/** Compares them. Fails when the database cannot be reached. */
	readonly compare: () => Promise<NumericDate>;
	/** Seconds by which this portal's was ahead at the last comparison; below 0 when it was behind. */
	readonly difference: () => number;
};

type ComparedClocks = {
	readonly clock: () => NumericDate;
	/** Fails when the database cannot be reached. */
	readonly databaseClock: () => Promise<NumericDate>;
	readonly log: Pick<Log, "error">;
};

export function signingClock({ clock, databaseClock, log }: ComparedClocks): SigningClock {
	let ahead = 0;
	let difference = 0;
	return {
		now: () => clock() - ahead,
		compare: async () => {
			const [own, database] = [clock(), await databaseClock()];
			difference = own - database;
			const agree = Math.abs(difference) <= CLOCK_TOLERANCE;
			ahead = agree ? 0 : Math.max(0, difference);
			if (agree) return own;
			log.error(
				{ portal: isoUtc(own), database: isoUtc(database) },
				"the clocks of portal and database differ: documents are signed with the earlier time; set both right",
			);
			return own - ahead;
		},
		difference: () => difference,
	};
}
