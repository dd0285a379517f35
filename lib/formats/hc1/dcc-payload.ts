/**
 * The EU Digital COVID Certificate payload, schema 1.3.0 (eu-dcc-schema): the one shape that policy judges (spec V-2).
 * Dates and date-times are ISO 8601 text as in the schema.
 */
export const DCC_ENTRIES = ["v", "t", "r"] as const;

export type DccPayload = {
	readonly ver: string;
	readonly nam: {
		readonly fn?: string;
		readonly gn?: string;
		/** ICAO 9303 transliterations. */
		readonly fnt: string;
		readonly gnt?: string;
	};
	readonly dob: string;
	readonly v?: readonly DccVaccination[];
	readonly t?: readonly DccTest[];
	readonly r?: readonly DccRecovery[];
};

export type DccVaccination = {
	/** Disease; 840539006 is COVID-19. */
	readonly tg: string;
	/** Vaccine or prophylaxis. */
	readonly vp: string;
	/** Medicinal product. */
	readonly mp: string;
	/** Manufacturer or authorisation holder. */
	readonly ma: string;
	/** Dose number. */
	readonly dn: number;
	/** Doses in the series. */
	readonly sd: number;
	/** Vaccination day, YYYY-MM-DD. */
	readonly dt: string;
	readonly co: string;
	readonly is: string;
	/** Unique certificate identifier (UVCI): the identity of the pass. */
	readonly ci: string;
};

export type DccTest = {
	readonly tg: string;
	/** Test type: LP6464-4 NAAT, LP217198-3 antigen. */
	readonly tt: string;
	/** NAAT test name. */
	readonly nm?: string;
	/** Antigen test device identifier. */
	readonly ma?: string;
	/** Sample time, ISO 8601 with zone. */
	readonly sc: string;
	/** Result: 260415000 not detected, 260373001 detected. */
	readonly tr: string;
	readonly tc?: string;
	readonly co: string;
	readonly is: string;
	readonly ci: string;
};

export type DccRecovery = {
	readonly tg: string;
	/** First positive test, YYYY-MM-DD. */
	readonly fr: string;
	readonly co: string;
	readonly is: string;
	/** Valid from, YYYY-MM-DD. */
	readonly df: string;
	/** Valid until, YYYY-MM-DD. */
	readonly du: string;
	readonly ci: string;
};
