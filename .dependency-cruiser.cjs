// Layer rules. TypeScript must stay below 7 with this version of dependency-cruiser: with 7 it cruises no module
// and still reports success, which is why tools/check-layers.ts fails when nothing was cruised.
const PURE = "^lib/(shared|formats|trust|policy|verify|checkcode|attest|checkin|protocol|outbox|kit|gatelink|entry)/";
const TEST = "([.]test[.]tsx?$|^tests/)";
/** Where production begins: what Next, npm or the build start from. */
const ENTRIES = [
	"^app/(page|layout|error|not-found|manifest|sw)[.]tsx?$",
	"^app/.+/(page|layout|route|error|not-found)[.]tsx?$",
	"^(instrumentation|lib/cli/main|lib/scan/worker/scan-worker|lib/device/store/vault/vault-worker|server/start-portal|server/serve)[.]ts$",
	"^(server/(build|commands)|tools)/[^/]+[.]ts$",
];
const only = (name, folder, allowed, comment) => ({
	name,
	severity: "error",
	comment,
	from: { path: `^lib/${folder}/`, pathNot: TEST },
	to: { path: "^(app|lib|prisma|generated|server|tools|scripts)/", pathNot: `^lib/(${[folder, ...allowed].join("|")})/` },
});
const below = (name, folder, above) => ({
	name,
	severity: "error",
	comment: "Within lib/device: store, then trust, identity and portal, then background, then what one role does.",
	from: { path: `^lib/device/${folder}/`, pathNot: TEST },
	to: { path: `^lib/device/(${above})/` },
});
/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
	forbidden: [
		{
			name: "no-circular",
			severity: "error",
			comment: "A cycle means two modules are one.",
			from: { pathNot: "^generated/" },
			to: { circular: true },
		},
		{ name: "no-unresolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
		only("shared-is-lowest", "shared", [], "shared imports nothing of ours."),
		only("formats-layer", "formats", ["shared"], "A wire format knows no key store, no rule, no clock."),
		only("trust-layer", "trust", ["shared"], "Key lists know nothing of passes."),
		only("policy-layer", "policy", ["shared", "formats"], "Rules see claims, never bytes or keys."),
		only("checkcode-layer", "checkcode", ["shared"], "A check code is numbers and MACs only."),
		only("attest-layer", "attest", ["shared", "formats"], "Issuing builds claims and asks a Signer."),
		only(
			"verify-layer",
			"verify",
			["shared", "formats", "trust", "policy", "checkcode"],
			"The one place where the checks are composed.",
		),
		only("checkin-layer", "checkin", ["shared", "verify"], "Admission decides on verdicts only."),
		only("protocol-layer", "protocol", ["shared", "checkin"], "Message schemas shared by both ends."),
		only("outbox-layer", "outbox", ["shared", "protocol"], "What becomes of a record, over any store and any sender."),
		only(
			"gatelink-layer",
			"gatelink",
			["shared", "formats", "checkin", "protocol"],
			"What two gates say to each other, over any channel and any store.",
		),
		only("kit-layer", "kit", ["shared", "formats", "protocol"], "What a device was given, over any store and any portal."),
		only(
			"entry-layer",
			"entry",
			["shared", "protocol"],
			"What people type, scan and choose; which act they record with it is the counter's matter.",
		),
		only("portal-layer", "portal", ["shared", "protocol"], "Identity, clock and store of the caller are arguments."),
		{
			name: "only-verify-makes-passes",
			severity: "error",
			comment: "A verified pass comes out of a verification, never out of a cast.",
			from: { pathNot: "^lib/verify/" },
			to: { path: "^lib/verify/make-verified-pass" },
		},
		{
			name: "pure-packages",
			severity: "error",
			comment: "Audited packages that run everywhere only; a new one needs a decision record.",
			from: { path: PURE, pathNot: TEST },
			to: {
				dependencyTypes: ["npm", "npm-dev", "npm-no-pkg", "npm-unknown", "core"],
				pathNot: "node_modules/(@noble/hashes|zod|jose|fflate|certlogic-js|@sd-jwt/jwt-status-list)/",
			},
		},
		{
			name: "browser-not-server",
			severity: "error",
			from: { path: "^lib/(device|portal|scan)/" },
			to: { path: "^lib/server/" },
		},
		{
			name: "server-not-browser",
			severity: "error",
			from: { path: "^lib/server/" },
			to: { path: "^lib/(device|portal|scan)/" },
		},
		{
			name: "services-know-no-http",
			severity: "error",
			comment: "A service answers with a union; lib/server/http/service-answer.ts maps it to an answer.",
			from: { path: "^lib/server/services/", pathNot: TEST },
			to: { path: "^lib/server/http/" },
		},
		below("device-store-lowest", "store", "trust|identity|portal|background|counter|door|holder"),
		below("device-base-below-work", "(trust|identity|portal)", "background|counter|door|holder"),
		below("device-background-below-roles", "background", "counter|door|holder"),
		{
			name: "counter-and-door-apart",
			severity: "error",
			comment: "Counter, door and holder share through store, trust, identity, portal and background.",
			from: { path: "^lib/device/(counter|door|holder)/" },
			to: { path: "^lib/device/(counter|door|holder)/", pathNot: "^lib/device/$1/" },
		},
		{
			name: "screens-use-their-own-device-code",
			severity: "error",
			from: { path: "^app/\\((counter|door|holder|console)\\)/" },
			to: { path: "^lib/device/(counter|door|holder)/", pathNot: "^lib/device/$1/" },
		},
		{ name: "lib-not-app", severity: "error", from: { path: "^lib/" }, to: { path: "^app/" } },
		{
			name: "groups-apart",
			severity: "error",
			comment: "Route groups share through lib/ or app/_ui.",
			from: { path: "^app/\\(([^/]+)\\)/" },
			to: { path: "^app/\\([^/]+\\)/", pathNot: "^app/\\($1\\)/" },
		},
		{
			name: "ui-is-dumb",
			severity: "error",
			comment: "Shared components show what they are given.",
			from: { path: "^app/_ui/" },
			to: { path: "^(lib/(server|device|portal|scan)|app/(?!_ui))" },
		},
		{
			name: "routes-through-services",
			severity: "error",
			comment: "app/ calls services, never the database client.",
			from: { path: "^app/" },
			to: { path: "^lib/server/db" },
		},
		{
			name: "only-server-uses-prisma",
			severity: "error",
			from: { pathNot: "^(lib/server|prisma|generated)/" },
			to: { path: "(node_modules/@prisma|^generated/prisma)" },
		},
		{
			name: "no-tests-in-production",
			severity: "error",
			from: { path: "^(app|lib|server|tools|scripts)/", pathNot: TEST },
			to: { path: TEST },
		},
		{
			name: "app-not-process",
			severity: "error",
			comment: "What Next bundles knows nothing of the process that serves it.",
			from: { path: "^(app|lib)/|^instrumentation[.]ts$", pathNot: TEST },
			to: { path: "^(server|tools|scripts)/" },
		},
		{
			name: "process-not-tools",
			severity: "error",
			comment: "What runs in production needs no development command.",
			from: { path: "^server/", pathNot: TEST },
			to: { path: "^tools/" },
		},
		{
			name: "bootstrap-alone",
			severity: "error",
			comment: "It runs before packages are installed; tsx is how it hands over once they are.",
			from: { path: "^scripts/bootstrap/", pathNot: TEST },
			to: { path: ".", pathNot: "^scripts/bootstrap/|node_modules/tsx/", dependencyTypesNot: ["core"] },
		},
		{
			name: "no-dead-modules",
			severity: "error",
			comment: "A module that only its tests reach is dead.",
			from: { path: ENTRIES },
			to: { path: "^lib/", pathNot: [TEST, "[.]d[.]ts$", ...ENTRIES], reachable: false },
		},
	],
	options: {
		tsConfig: { fileName: "tsconfig.json" },
		tsPreCompilationDeps: true,
		doNotFollow: { path: "node_modules" },
		enhancedResolveOptions: {
			exportsFields: ["exports"],
			conditionNames: ["import", "require", "node", "default", "types"],
		},
	},
};
