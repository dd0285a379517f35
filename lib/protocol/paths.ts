/**
 * Path of every API call, for both ends. Apart from ./routes.ts, which says what each call takes and answers: a page
 * that makes one call need not load the shapes of all.
 */
export const PATHS = {
	health: "/api/health",
	ready: "/api/ready",
	metrics: "/api/metrics",
	openPass: "/api/passes/open",
	claim: "/api/enrolments/claim",
	kit: "/api/device/kit",
	records: "/api/records",
	positives: "/api/positives",
	sameDay: "/api/same-day",
	registeredTwice: "/api/registered-twice",
	revocations: "/api/revocations",
	sharedPapers: "/api/shared-papers",
	mailSheet: "/api/sheets/mail",
	checkins: "/api/checkins",
	codeReports: "/api/code-reports",
	console: {
		session: "/api/console/session",
		overview: "/api/console/overview",
		pharmacies: "/api/console/pharmacies",
		venues: "/api/console/venues",
		assignments: "/api/console/assignments",
		enrolments: "/api/console/enrolments",
		devices: "/api/console/devices",
		denials: "/api/console/denials",
		pinOrders: "/api/console/pin-orders",
	},
} as const;
